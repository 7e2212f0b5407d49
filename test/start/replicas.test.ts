import { expect, test } from 'vitest';
import { actions } from '../../blocks/ids.ts';
import { looksForSomething, roster } from '../../src/agents/roster.ts';
import { requestChange } from '../../src/changes/request.ts';
import type { Db } from '../../src/db/pool.ts';
import type { Message } from '../../src/sandbox/nouns.ts';
import type { Workspace } from '../../src/sandbox/workspace.ts';
import { cast, now } from '../support/company.ts';
import { until } from './program.ts';
import { withReplicas } from './replicas.ts';

const askers = ['mara', 'priya', 'tom', 'nora'];
const question = (n: number): string => `how many open deals over ${n}k`;

/** Asks as four people in turn and says how often each question was answered. */
async function ask(workspace: Workspace, numbers: number[], quiet: () => Promise<void>): Promise<number[]> {
  const asked = numbers.map((n) => {
    const who = workspace.as(askers[n % askers.length] ?? '');
    return { who, n, ts: who.say('dm', question(n)).ts };
  });
  const answers = ({ who, n, ts }: (typeof asked)[number]) =>
    who
      .sees('dm')
      .filter((one) => one.bot && one.ts > ts && JSON.stringify(one.blocks).includes(`over $${n},000`))
      .length;
  await until(() => asked.every((one) => answers(one) > 0));
  await quiet();
  return asked.map(answers);
}

const slow = { timeout: 240_000 };
const bySchedule = roster.filter(looksForSomething);

test('each message is answered once, a slot runs once, and when one is killed the other goes on', slow, () =>
  withReplicas('socket', async ({ db, workspace, each: [first], quiet }) => {
    expect(workspace.sockets.count()).toBe(2);
    workspace.faults.add({ kind: 'duplicate', on: 'message' });
    const numbers = Array.from({ length: 12 }, (_, n) => n + 1);
    expect(await ask(workspace, numbers, quiet)).toEqual(numbers.map(() => 1));
    expect((await db('requests').pluck('text')).sort()).toEqual(numbers.map(question).sort());

    // The slot that both found open when they came up.
    expect(
      await until(
        async () =>
          (await db('runs').where({ woken_by: 'schedule' }).whereNotNull('ended_at')).length >=
          bySchedule.length,
      ),
    ).toBe(true);
    await quiet();
    expect((await db('runs').where({ woken_by: 'schedule' }).pluck('agent')).sort()).toEqual(
      bySchedule.map(({ name }) => name).sort(),
    );
    const deals = workspace
      .as('mara')
      .sees('deals')
      .filter(({ text }) => !text.startsWith('Forecast'));
    expect(deals).toHaveLength(await db('exceptions').then((all) => all.length));
    expect(workspace.as('mara').sees('deals')).toHaveLength(deals.length + 1);
    expect(deals.length).toBeGreaterThan(0);
    expect(workspace.as('mara').sees('leads')).toHaveLength(3);

    first?.signal('SIGKILL');
    await first?.ended;
    expect(await ask(workspace, [21, 22, 23, 24], quiet)).toEqual([1, 1, 1, 1]);
  }),
);

const many = 150;

/** So many changes of so many deals, all wanted at once. */
async function wantChanges(db: Db): Promise<void> {
  await db.raw(
    `insert into deals (id, source, source_id, name, account_id, owner_id, territory_id, stage_id, status, amount, currency, close_date, created_on)
     select 'D-many-' || n, 'test', 'many-' || n, 'Deal ' || n, 'A-acme', ?, 'T-emea', 'S-proposal', 'open', 1000, 'USD', date '2026-05-01', date '2026-03-01'
     from generate_series(1, ?) n`,
    [cast.priya, many],
  );
  await db.transaction(async (trx) => {
    for (let n = 1; n <= many; n++)
      await requestChange(trx, {
        subject: { kind: 'deal', id: `D-many-${n}` },
        wants: {
          kind: 'change',
          fields: [{ field: 'close_date', before: '2026-05-01', after: '2026-06-01' }],
        },
        by: { kind: 'person', id: cast.mara },
        now,
      });
  });
}

const written = async (db: Db): Promise<number> =>
  Number((await db('deals').where({ close_date: '2026-06-01' }).count('* as n'))[0]?.n);

/** Says it as the administrator, confirms it on the card that asks, and waits until the card says that it was done. */
async function command(workspace: Workspace, text: string, done: string, ready = async () => {}) {
  const ada = workspace.as('ada');
  const { ts } = ada.say('dm', text);
  const card = (with_: string): Message | undefined =>
    ada.sees('dm').find((one) => one.bot && one.ts > ts && JSON.stringify(one).includes(with_));
  const asked = await ada.until(() => card(actions.confirm), 30_000);
  await ready();
  await ada.press(asked, actions.confirm);
  await ada.until(() => card(done), 30_000);
}

test('a pause pressed at one replica stops the changes that wait in all, and they go on after it', slow, () =>
  withReplicas('http', async ({ db, workspace }) => {
    await command(workspace, 'pause everything', 'Ada paused everything', async () => {
      await wantChanges(db);
      expect(await until(async () => (await written(db)) > 5)).toBe(true);
    });
    const { rows } = await db.raw('select clock_timestamp() as at');
    expect(
      await until(async () => (await db('changes').whereNull('held').whereNull('ended_at'))[0] === undefined),
    ).toBe(true);
    const before = await written(db);
    expect(before).toBeLessThan(many);
    // Only a call that had left before it may still have been under way.
    const late = await db('crm_writes').where(
      'at',
      '>',
      db.raw(`?::timestamptz + interval '2 seconds'`, [rows[0].at]),
    );
    expect(late).toEqual([]);

    await command(workspace, 'resume everything', 'Ada resumed everything');
    expect(await until(async () => (await written(db)) === many)).toBe(true);
    expect(await until(async () => (await db('changes').whereNull('ended_at'))[0] === undefined)).toBe(true);
    expect(await db('crm_writes').count('* as n')).toEqual([{ n: many }]);
    expect(await db('deals').whereLike('id', 'D-many-%').max('version as most')).toEqual([{ most: 2 }]);
  }),
);
