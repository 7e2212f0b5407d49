import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import type { Db } from '../../src/db/pool.ts';
import { activePauses, resume } from '../../src/settings/pauses.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { breakBad } from '../../src/watch/breaker.ts';
import { cast, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { decided } from '../support/modes.ts';

const by = { kind: 'person', id: cast.mara } as const;
/** Decisions are an hour apart, from nine on. */
const at = (day: string, hour = 22) =>
  stoppedAt(new Date(`2026-03-${day}T${String(hour).padStart(2, '0')}:30:00Z`));

async function company(db: Db) {
  await seedCast(db);
  await ensureAgents({ db, local: true });
}

test.each([
  [4, 6, ['pipeline'], '6 of 10 is more than half'],
  [5, 5, [], '5 of 10 is not more than half'],
  [2, 7, [], '9 things are too few'],
  [12, 0, [], 'nothing was rejected'],
])('%i accepted and %i rejected within a day: %j (%s)', (approved, rejected, broken) =>
  withDatabase(async (db) => {
    await company(db);
    await accepted(db, approved);
    await decided(db, { rejected, from: '2026-03-19' });
    expect(await breakBad({ db, now: at('19') })).toEqual(broken);
  }),
);

test('its owner is told once, with three examples; resumed, it begins to count anew', () =>
  withDatabase(async (db) => {
    await company(db);
    await decided(db, { rejected: 12, from: '2026-03-19' });
    const both = await Promise.all([breakBad({ db, now: at('19') }), breakBad({ db, now: at('19') })]);
    expect(both.flat()).toEqual(['pipeline']);
    expect(await activePauses(db)).toMatchObject([
      {
        scope: 'agent',
        subjectId: 'pipeline',
        by: { kind: 'agent', id: 'pipeline' },
        reason: '12 of the last 12 things it did or proposed failed, were undone or were rejected',
      },
    ]);
    const row = await db('breaks').first();
    expect(row).toMatchObject({ bad: 12, cases: 12, told: cast.oskar });
    expect(row.examples).toHaveLength(3);
    expect(row.examples[0]).toMatchObject({ of: 'deal', id: 'D-acme', because: 'rejected by Mara Lind' });
    expect(
      await db('cards')
        .where({ key: `break:${row.id}` })
        .pluck('channel'),
    ).toEqual(['dm:U_OSKAR']);
    await resume({ db, now: at('19', 23) }, { scope: 'agent', subjectId: 'pipeline', by });
    expect(await breakBad({ db, now: at('20', 1) })).toEqual([]);
    await decided(db, { rejected: 10, from: '2026-03-20' });
    expect(await breakBad({ db, now: at('20') })).toEqual(['pipeline']);
  }));

test('what failed and what was undone counts as well, and the limit is a setting', () =>
  withDatabase(async (db) => {
    await company(db);
    await accepted(db, 8);
    await db('changes')
      .where('id', '<=', db('changes').min('id'))
      .update({ state: 'failed', error: 'The CRM said no.' });
    const [undone] = await db('changes').orderBy('id', 'desc').limit(1);
    await db('changes').insert({
      ...undone,
      id: undefined,
      fields: '[]',
      message: null,
      undoes: undone.id,
      key: 'undo-of-the-last-one',
      by_id: cast.ada,
      proposal_id: null,
      requested_at: at('19').now(),
    });
    expect(await breakBad({ db, now: at('19') })).toEqual([]);
    await setSetting({ db, now: at('19') }, { name: 'breaker_cases', value: 8, by });
    await setSetting({ db, now: at('19') }, { name: 'breaker_percent', value: 25, by });
    expect(await breakBad({ db, now: at('19') })).toEqual([]);
    await setSetting({ db, now: at('19') }, { name: 'breaker_percent', value: 24, by });
    expect(await breakBad({ db, now: at('19') })).toEqual(['pipeline']);
    const { examples } = await db('breaks').first();
    expect(examples.map(({ because }: { because: string }) => because)).toEqual([
      'undone by Ada Moss',
      'The CRM said no.',
    ]);
  }));

/** So many approved, and applied, on the nineteenth. */
async function accepted(db: Db, approved: number): Promise<void> {
  await decided(db, { approved, from: '2026-03-19' });
  await db.raw(
    `insert into changes (kind, subject_kind, subject_id, fields, proposal_id, exception_id, by_kind, by_id, state, key, request_hash, ended_at, applied_at, back)
     select 'change', p.subject_kind, p.subject_id, '[]', p.id, e.id, 'person', d.by_id, 'applied', 'change-of-the-test-' || e.id, p.hash, d.at, d.at, 'reversible'
     from decisions d join exceptions e on e.id = d.exception_id join proposals p on p.id = e.proposal_id where d.say = 'approve'`,
  );
}
