/** P52: every way by which an agent could come to act alone. One of them leads there, and it takes a signature of somebody else. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { lowerUnearned } from '../../src/crew/lower.ts';
import { setMode } from '../../src/crew/modes.ts';
import { importFile } from '../../src/crm/import/import.ts';
import { kinds } from '../../src/crm/import/kinds.ts';
import { wholeAgent } from '../../src/policy/modes.ts';
import { catalogue } from '../../src/settings/catalogue.ts';
import { playbooks } from '../../src/settings/playbook-entries.ts';
import { activate } from '../../src/settings/playbooks.ts';
import type { Setting, SettingValue } from '../../src/settings/setting.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { restore, snapshots, takeSnapshot } from '../../src/settings/snapshots.ts';
import { company, is, type Talk } from '../requests/talk.ts';
import { cast } from '../support/company.ts';
import { decided, inAuto } from '../support/modes.ts';

const ada = { kind: 'person', id: cast.ada } as const;
const useOf = ({ db, clock }: Talk) => ({ db, now: clock, zone: 'UTC' });
/** What acts alone: agents, and parts of what they do. */
const alone = async ({ db }: Talk): Promise<string[]> => [
  ...(await db('agents').where({ mode: 'auto' }).pluck('name')),
  ...(await db('modes').where({ mode: 'auto' }).whereNull('ended_at').pluck('agent')),
];
const done = async (talk: Talk, text: string, who: string = cast.ada) => {
  const reply = await talk.ask(text, who, text);
  return reply.kind === 'confirm' ? talk.ask('yes', who, text) : reply;
};
const plain = ({ type, choices, default: usual, min, max }: Setting, end: 'low' | 'high'): SettingValue => {
  if (type === 'truth') return end === 'high';
  if (type === 'choice') return choices?.[end === 'low' ? 0 : choices.length - 1] ?? usual;
  if (type === 'fields' || type === 'text') return usual;
  return (end === 'low' ? min : max) ?? usual;
};

/** Each begins where nothing acts alone, though the evidence for it is there. */
const ways: [string, (talk: Talk) => Promise<void>][] = [
  [
    'configuration: no variable of the environment says a mode, and a start makes none',
    async (talk) => {
      const env = {
        MODE: 'auto',
        STEWARD_MODE: 'auto',
        AGENT_MODE: 'auto',
        PIPELINE_MODE: 'auto',
        STEWARD_AUTO: '1',
      };
      expect(readConfig(env)).toEqual(readConfig({}));
      await talk.db('agents').where({ name: 'analytics' }).update({ version: 0 });
      for (const local of [true, false]) await ensureAgents({ db: talk.db, local });
    },
  ],
  [
    'settings: whatever each of them is',
    async (talk) => {
      for (const setting of catalogue.values())
        for (const end of ['low', 'high'] as const)
          await setSetting(useOf(talk), { name: setting.name, value: plain(setting, end), by: ada });
      for (const name of ['mode', 'auto', 'agent_mode'])
        await expect(setSetting(useOf(talk), { name, value: 'auto', by: ada })).rejects.toThrow(
          'There is no setting',
        );
    },
  ],
  [
    'playbooks: each that there is, and one of somebody’s own',
    async (talk) => {
      for (const playbook of playbooks)
        if (playbook.scopes.includes('everyone'))
          await activate(useOf(talk), { playbook, scope: 'everyone', scopeId: '', until: null, by: ada });
      await done(talk, 'create a playbook called bold: pipeline in auto, stale 5 days');
      await done(talk, 'activate the playbook bold');
    },
  ],
  [
    'a snapshot taken in auto, gone back to after it was lowered',
    async (talk) => {
      await inAuto(talk.db);
      await takeSnapshot(useOf(talk), { name: 'bold', by: ada });
      await setMode(useOf(talk), { agent: 'pipeline', mode: 'suggest', by: ada });
      const [kept] = await snapshots(talk.db);
      if (!kept) throw new Error('no snapshot');
      await restore(useOf(talk), { snapshot: kept, by: ada });
      await done(talk, 'restore the snapshot bold');
    },
  ],
  [
    'a copy of what holds in a place, or of an agent, that acts alone',
    async (talk) => {
      const scope = { ...wholeAgent, territoryId: 'T-emea' };
      await inAuto(talk.db, 'pipeline', scope);
      await done(talk, 'clone the EMEA settings to AMER');
      await done(talk, 'clone the pipeline settings to the forecasting agent');
      expect(await alone(talk)).toEqual(['pipeline']);
      await setMode(useOf(talk), { agent: 'pipeline', scope, mode: 'suggest', by: ada });
    },
  ],
  [
    'a reset, of settings or of a mode of its own',
    async (talk) => {
      await done(talk, 'reset everything to defaults');
      await done(talk, 'reset the pipeline agent to defaults');
      await done(talk, 'reset the mode of close date past');
    },
  ],
  [
    'an import of any kind, with a column for it',
    async (talk) => {
      const folder = await mkdtemp(join(tmpdir(), 'ways-'));
      try {
        for (const kind of Object.keys(kinds)) {
          const path = join(folder, `${kind}.csv`);
          await writeFile(
            path,
            'id,name,email,mode,agent,auto,request_id\n1,pipeline,a@b.example,auto,pipeline,true,1\n',
          );
          // A kind that wants other columns refuses the file, which is as good.
          await importFile(useOf(talk), { kind, path }).catch(() => null);
        }
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  ],
  [
    'words: of whoever may ask, for one agent or for all, without anybody who signs',
    async (talk) => {
      for (const text of [
        'put the pipeline agent in auto',
        'let pipeline fix phone numbers by itself',
        'put all agents in auto',
        'set everything to auto',
        'approve auto for pipeline',
        'put amounts in auto',
        'put messages outside Slack in auto',
        'put workflow starts in auto',
        'let pipeline start workflows by itself',
      ])
        await done(talk, text);
      await done(talk, 'approve auto for pipeline');
    },
  ],
  [
    'an undo of its end',
    async (talk) => {
      await inAuto(talk.db);
      await done(talk, 'put the pipeline agent in suggest');
      await done(talk, 'undo');
      await done(talk, 'undo the last 5');
      await done(talk, 'turn off auto');
      await done(talk, 'undo');
    },
  ],
  [
    'the verb itself, called with what its type does not allow',
    async (talk) => {
      await expect(
        setMode(useOf(talk), { agent: 'pipeline', mode: 'auto' as never, by: ada }),
      ).rejects.toThrow('modes_check');
    },
  ],
  [
    'rows that somebody writes past the program, without a signature or with their own',
    async (talk) => {
      const row = {
        agent: 'pipeline',
        mode: 'auto',
        before: 'suggest',
        version: 9,
        by_kind: 'person',
        by_id: cast.ada,
        at: new Date(),
      };
      await expect(talk.db('modes').insert(row)).rejects.toThrow('modes_check');
      await expect(talk.db('agents').update({ mode: 'auto' })).rejects.toThrow('auto_is_signed');
      await done(talk, 'put the pipeline agent in auto');
      await expect(
        talk.db('mode_requests').update({ ended_at: new Date(), ended_as: 'approved', ended_by: cast.ada }),
      ).rejects.toThrow('mode_requests_check');
    },
  ],
];

describe('a way around the signature', () => {
  test.each(ways)('%s: none', (_, walk) =>
    company(async (talk) => {
      await decided(talk.db, { approved: 66, rejected: 4 });
      await walk(talk);
      expect(await alone(talk)).toEqual([]);
    }),
  );
});

describe('the way', () => {
  test('is asked for by one, with its evidence, and signed by another', () =>
    company(async (talk) => {
      await decided(talk.db, { approved: 66, rejected: 4 });
      is(await done(talk, 'put the pipeline agent in auto'), 'done');
      expect(await alone(talk)).toEqual([]);
      is(await done(talk, 'approve auto for pipeline', cast.ana), 'done');
      expect(await alone(talk)).toEqual(['pipeline', 'pipeline']);
    }));

  test('a bar that somebody has set to nothing still takes the signature', () =>
    company(async (talk) => {
      await decided(talk.db, { approved: 3 });
      for (const [name, value] of Object.entries({
        auto_bar: catalogue.get('auto_bar')?.min,
        auto_days: catalogue.get('auto_days')?.min,
      }))
        await setSetting(useOf(talk), { name, value: value ?? 0, by: ada });
      await done(talk, 'put the pipeline agent in auto');
      expect(await alone(talk)).toEqual([]);
    }));
});

describe('without the guard', () => {
  test('rows written past the program would do it: it is the database that takes none', () =>
    company(async (talk) => {
      await talk.owner.raw('alter table agents drop constraint auto_is_signed');
      await talk.db('agents').where({ name: 'pipeline' }).update({ mode: 'auto' });
      expect(await alone(talk)).toEqual(['pipeline']);
      // And it is found all the same: what nobody has earned is lowered.
      await talk.owner.raw(
        `do $$ declare c text; begin for c in select conname from pg_constraint where conrelid = 'modes'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%request_id%' loop execute format('alter table modes drop constraint %I', c); end loop; end $$`,
      );
      await talk.db('modes').insert({
        agent: 'pipeline',
        mode: 'auto',
        before: 'suggest',
        version: 9,
        by_kind: 'person',
        by_id: cast.ada,
        at: talk.clock.now(),
      });
      expect(await lowerUnearned(useOf(talk))).toBe(1);
      expect(await alone(talk)).toEqual([]);
    }));
});

test('two files write which mode holds, and one of them can write auto', async () => {
  const files = (await readdir('src', { recursive: true })).filter((file) => file.endsWith('.ts'));
  const written = new Map<string, string>();
  for (const file of files) written.set(file, await readFile(join('src', file), 'utf8'));
  const having = (pattern: RegExp): string[] =>
    [...written].flatMap(([file, text]) => (pattern.test(text) ? [file] : [])).sort();
  expect(
    having(/\('modes'\)\s*(?:\.where\([^)]*\)\s*)?\.(?:insert|update)|insert into modes|update modes/),
  ).toEqual(['crew/lower.ts', 'settings/modes.ts']);
  expect(having(/update agents set[^`]*\bmode\b|\.update\(\{ mode/)).toEqual(['settings/modes.ts']);
  expect(having(/writeMode\(\w+, \{[^}]*mode: 'auto'/)).toEqual(['crew/auto.ts']);
});
