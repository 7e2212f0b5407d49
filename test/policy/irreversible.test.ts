/** P23: every kind of thing that is done says whether it can be taken back, and what cannot is in auto in no configuration. */
import { describe, expect, test } from 'vitest';
import { columns } from '../../src/crm/write.ts';
import {
  type ActionKind,
  type ActionName,
  actionKinds,
  kindOf,
  type Return,
  returnOf,
} from '../../src/policy/acting-alone.ts';
import type { Circumstances } from '../../src/policy/circumstances.ts';
import { decide } from '../../src/policy/decide.ts';
import { wholeAgent } from '../../src/policy/modes.ts';
import type { Proposal, Wanted } from '../../src/policy/nouns.ts';
import { directoryFields } from '../../src/sales/precedence.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { inAuto } from '../support/modes.ts';

const all = Object.entries(actionKinds) as [ActionName, ActionKind][];
const irreversible = all.flatMap(([name, { back }]) => (back === 'irreversible' ? [name] : []));

describe('the table of what is done', () => {
  test('names every column that the CRM is written by, and each declares how it is taken back', () => {
    const written = Object.entries(columns).flatMap(([noun, fields]) =>
      Object.keys(fields).map((field) => `${noun}.${field}`),
    );
    expect(written.filter((name) => kindOf(name) === null)).toEqual([]);
    expect(directoryFields.filter((field) => !(field in columns.account))).toEqual([]);
    const declared: Return[] = ['reversible', 'compensable', 'irreversible'];
    expect(all.filter(([, { back }]) => !declared.includes(back))).toEqual([]);
  });

  test('has these that cannot be taken back, and none of them goes alone', () => {
    expect(irreversible).toEqual(['nudge.outside', 'start']);
    expect(irreversible.filter((name) => actionKinds[name].alone)).toEqual([]);
  });

  test('counts what stands in none of its rows as what cannot be taken back', () => {
    const wants: Wanted = { kind: 'change', fields: [{ field: 'secret', before: null, after: 'x' }] };
    expect(returnOf('deal', wants)).toBe('irreversible');
    expect(returnOf('deal', { kind: 'nudge', nudge: { to: 'P', text: '' } })).toBe('compensable');
  });
});

const wants: Wanted = { kind: 'nudge', nudge: { to: cast.priya, text: 'What comes next?' } };
const proposal = (mode: Proposal['mode'], share: number): Proposal => ({
  ...{ agent: 'pipeline', agentVersion: 1, mode, trigger: 'stale_in_stage', otherTriggers: [] },
  ...{ subject: { kind: 'deal', id: 'D-acme' }, wants, reason: 'r', basis: null },
  confidence: { share, cases: 100, accepted: 100 },
});

/** Each part of a configuration with the values that it may have; all of them together are tried. */
const parts = {
  mode: (['shadow', 'suggest', 'auto'] as const).flatMap((is) => [
    { is, version: 1 },
    { is, version: 1, where: 'for nudges in EMEA' },
  ]),
  minutes: [1, 5, 240],
  floor: [0, 50, 100],
  caps: [0, 10_000],
  rules: ['flag', 'notify', 'start', 'ask', 'block', null] as const,
  checkpoint: [true, false],
  paused: [true, false],
  openStages: [[], ['Proposal', 'Closed Won']],
};
function* configurations(): Generator<Circumstances> {
  for (const mode of parts.mode)
    for (const minutes of parts.minutes)
      for (const floor of parts.floor)
        for (const most of parts.caps)
          for (const effect of parts.rules)
            for (const checkpoint of parts.checkpoint)
              for (const paused of parts.paused)
                for (const openStages of parts.openStages)
                  yield {
                    mode,
                    openStages,
                    outside: { minutes, version: 1 },
                    confidenceFloor: { share: floor / 100, version: 1 },
                    caps: [
                      {
                        name: 'messages_per_hour',
                        of: 'messages an hour',
                        version: 1,
                        done: 0,
                        most,
                        roomAt: null,
                      },
                    ],
                    rules: effect ? [{ name: 'rule:1', version: 1, effect, because: 'Rule 1.' }] : [],
                    checkpoints: checkpoint ? [{ name: 'c', version: 1, because: 'Checkpoint.' }] : [],
                    pauses: paused ? [{ id: 1, scope: 'everything', name: 'Everything', until: null }] : [],
                    approvals: [],
                  };
}

test('an irreversible kind is allowed without a person in 0 of all configurations', () => {
  const tried = [...configurations()];
  expect(tried.length).toBeGreaterThan(5_000);
  const alone = tried.filter((on) => decide(proposal(on.mode.is, 1), on).say === 'allow');
  expect(alone).toEqual([]);
  // The same in Slack can be allowed, so that it is the kind that holds it back.
  const inSlack = tried.filter(
    ({ outside: _, ...on }) => decide(proposal(on.mode.is, 1), on).say === 'allow',
  );
  expect(inSlack.length).toBeGreaterThan(0);
});

describe('the database', () => {
  const change = {
    ...{ kind: 'nudge', subject_kind: 'deal', subject_id: 'D-acme', fields: '[]', key: 'a-key-of-the-test' },
    ...{ message: JSON.stringify({ to: cast.priya, text: 'x' }), request_hash: 'h', requested_at: now },
    back: 'irreversible',
  };
  const held = new Date(now.getTime() + 60_000);

  test('takes nothing irreversible from an agent or the system, and nothing that is not held first', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      const insert = (row: object) => db('changes').insert({ ...change, ...row });
      for (const [by_kind, by_id] of [
        ['agent', 'pipeline'],
        ['system', 'crew'],
      ])
        await expect(insert({ by_kind, by_id, stoppable_until: held })).rejects.toThrow(
          'irreversible_is_a_persons',
        );
      const by = { by_kind: 'person', by_id: cast.mara };
      for (const stoppable_until of [null, now, new Date(now.getTime() + 59_000)])
        await expect(insert({ ...by, stoppable_until })).rejects.toThrow('irreversible_is_held');
      await expect(insert({ ...by, back: null })).rejects.toThrow('not-null');
      await expect(insert({ ...by, back: 'maybe' })).rejects.toThrow('changes_back_check');
      await insert({ ...by, stoppable_until: held });
    }));

  test('takes all of that where its own checks are gone: nothing else holds it back there', () =>
    withDatabase(async (db, { owner }) => {
      await seedCast(db);
      await owner.raw(
        'alter table changes drop constraint irreversible_is_a_persons, drop constraint irreversible_is_held',
      );
      const row = { ...change, by_kind: 'agent', by_id: 'pipeline' };
      await db('changes').insert([
        { ...row, stoppable_until: held },
        { ...row, key: 'another-key-of-the-test', stoppable_until: null },
      ]);
      expect(await db('changes').where({ by_kind: 'agent', back: 'irreversible' })).toHaveLength(2);
    }));

  test('takes a mail to somebody only for a message that was declared irreversible', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      const [inSlack] = await db('changes')
        .insert({ ...change, back: 'compensable', by_kind: 'person', by_id: cast.mara })
        .returning('id');
      const mail = {
        ...{ person_id: cast.priya, address: 'priya@example.com', message_id: '<m@x>', wanted_at: now },
        card: `nudge:${inSlack.id}`,
      };
      await expect(db('mails').insert({ ...mail, change_id: inSlack.id })).rejects.toThrow(
        'mails_of_irreversible',
      );
      await expect(db('mails').insert(mail)).rejects.toThrow('mails_name_their_change');
    }));

  test.each(irreversible)('takes no auto for %s, signed or not, wherever it is to hold', (field) =>
    withDatabase(async (db) => {
      await seedCast(db);
      await db('agents').insert({
        ...{ name: 'pipeline', version: 1, mode: 'suggest', mode_version: 1 },
        metric: 'm',
      });
      for (const scope of [
        { ...wholeAgent, field },
        { ...wholeAgent, field, territoryId: 'T-emea' },
        { ...wholeAgent, field, trigger: 'stale_in_stage' },
      ])
        await expect(inAuto(db, 'pipeline', scope)).rejects.toThrow('no_auto_for_irreversible');
      const asked = { agent: 'pipeline', field, evidence: '{}', asked_by: cast.mara, asked_at: now };
      await expect(db('mode_requests').insert({ ...asked, expires_at: now })).rejects.toThrow(
        'no_auto_for_irreversible',
      );
      await db('mode_requests').insert({ ...asked, field: 'contact.email', expires_at: now });
      await inAuto(db, 'pipeline', { ...wholeAgent, field: 'contact.phone', kind: 'change' });
    }),
  );
});
