import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { commands, run } from '../../src/cli.ts';
import { type Action, actions, reachOf, roles } from '../../src/policy/matrix.ts';
import { keepWorkflowHosts } from '../../src/settings/workflows.ts';
import { seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { doors } from './doors.ts';
import { type Actor, actors, withEntries } from './entries.ts';
import { type Sentence, sentences } from './sentences.ts';
import { boss, deals } from './world.ts';

/** The command line's own rights; what is not here is for whoever has the machine and its database: it brings in, sets up and checks. */
const reads: Record<string, { needs: Action; argv: string[] }> = {
  'audit search': { needs: 'audit', argv: ['audit', 'search'] },
  'audit report': { needs: 'audit', argv: ['audit', 'report', '--quarter', 'Q1 2026'] },
  phrasings: { needs: 'phrasings', argv: ['phrasings'] },
  'settings export': { needs: 'see_snapshots', argv: ['settings', 'export'] },
  'settings import': { needs: 'set_company', argv: ['settings', 'import', 'SETTINGS'] },
  export: { needs: 'quality', argv: ['export', 'feedback'] },
};
/** `ask` and `forecast` answer within what the person named may see, as everywhere. */
const forTheMachine = [
  'start',
  'ask',
  'import',
  'intake',
  'sample',
  'run',
  'signals',
  'forecast',
  'clock',
  'fault',
  'doctor',
  'migrate',
  'audit verify',
];

test('every row of the matrix is driven through a way in, and every command of the command line is accounted for', () => {
  const driven = new Set([...doors, ...sentences, ...Object.values(reads)].map(({ needs }) => needs));
  expect(actions.filter((action) => !driven.has(action))).toEqual([]);
  expect(Object.keys(commands).sort()).toEqual([...forTheMachine, ...Object.keys(reads)].sort());
});

function mayAsk({ role }: Actor, { needs, place, but = [] }: Sentence): boolean {
  const reach = role === null ? null : reachOf(role, needs);
  if (reach === null || but.some((one) => one === role)) return false;
  return !place || reach === 'all' || (reach === 'place' ? place !== 'far' : place === 'own');
}

test('every cell of the matrix that words reach holds at /steward, up to the yes', { timeout: 240_000 }, () =>
  withEntries(async (entries) => {
    const { db } = entries;
    await keepWorkflowHosts(db, ['hooks.example.com']);
    // Whoever decides for somebody holds their roles.
    const stella = {
      id: 'P-stella',
      source: 'test',
      source_id: 'P-stella',
      name: 'Stella Kin',
      team_id: 'G-emea',
    };
    await db('people').insert({ ...stella, territory_id: 'T-emea', roles: [...roles] });
    await entries.say(boss('near'), 'alert <#C_DEALS> when win rate of EMEA this quarter is under 50%');
    await entries.say(boss('near'), "don't let agents change deals of Initech");
    const wrong: string[] = [];
    for (const sentence of sentences)
      for (const who of actors.filter(({ name }) => !['guest', 'bot', 'stranger'].includes(name))) {
        // Whoever has no role is told the same of anything.
        if (who.role === null && sentences.indexOf(sentence) % 5 > 0) continue;
        if (sentence.place === 'own' && who.personId === null) continue;
        const did = await entries.cell(async () => {
          if (sentence.place === 'own')
            await db('deals').where({ id: deals.own }).update({ owner_id: who.personId });
          const said: string[] = [];
          const changed = await entries.changes(async () =>
            said.push((await entries.say(who, sentence.text)).kind),
          );
          return sentence.reads ? !said.includes('refused') : changed;
        });
        if (did !== mayAsk(who, sentence))
          wrong.push(`${who.name} ${did ? 'may' : 'may not'}: ${sentence.text}`);
      }
    expect(wrong).toEqual([]);
  }),
);

test('nobody of another company, and no program, is answered anything', () =>
  withEntries(async (entries) => {
    for (const who of actors.filter(({ name }) => ['stranger', 'bot', 'guest'].includes(name)))
      for (const text of ['pause everything', 'how many open deals are there'])
        expect(
          await entries.plan(who, text).then(
            ({ kind }) => kind,
            () => 'nothing',
          ),
        ).toMatch(/refused|nothing/);
    expect(await entries.db('pauses')).toEqual([]);
  }));

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

test(
  'what the command line lets one read and set is done by whom the matrix says',
  { timeout: 120_000 },
  () =>
    withDatabase(async (db, fresh) => {
      await seedCast(db);
      await db('people').insert(
        roles.map((role) => ({
          id: `P-${role}`,
          source: 'test',
          source_id: `P-${role}`,
          name: `Only ${role}`,
          email: `only-${role}@example.com`,
          roles: [role],
        })),
      );
      vi.stubEnv('DATABASE_URL', fresh.url);
      vi.stubEnv('DATABASE_MIGRATE_URL', fresh.ownerUrl);
      vi.stubEnv('STEWARD_SECRET', 's'.repeat(32));
      vi.spyOn(process.stdout, 'write').mockReturnValue(true);
      const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      const folder = await mkdtemp(join(tmpdir(), 'settings-'));
      const file = join(folder, 'settings.yml');
      await writeFile(file, 'settings:\n  - {setting: event_days, value: 14}\n');
      const wrong: string[] = [];
      for (const [name, { needs, argv }] of Object.entries(reads))
        for (const role of roles) {
          said.mockClear();
          await run([
            ...argv.map((one) => (one === 'SETTINGS' ? file : one)),
            '--as',
            `only-${role}@example.com`,
          ]);
          const done = process.exitCode === 0;
          const reach = reachOf(role, needs);
          // Of the whole log: a manager asks for the own deals in Slack.
          if (done !== (needs === 'audit' ? reach === 'all' : reach !== null))
            wrong.push(`${role}: ${name} ${process.exitCode} ${said.mock.calls.join(' ')}`);
        }
      await rm(folder, { recursive: true });
      expect(wrong).toEqual([]);
    }),
);
