/**
 * A sweep of all deals against hand-written statements, one for each trigger, that write the same rows; then of a thousand changed ones
 * against all of them, against the same thousand in a company a hundred times smaller, and against a rules library.
 */
import { roster } from '../../src/agents/roster.ts';
import { look } from '../../src/crew/look.ts';
import type { Db } from '../../src/db/pool.ts';
import { startRun } from '../../src/runs/runs.ts';
import { dayIn } from '../../src/sales/days.ts';
import { currentSettings, numberSetting } from '../../src/settings/settings.ts';
import { type Company, companyOf, now, zone } from './data.ts';
import { factsOf, judgeEach } from './floors/rules.ts';
import { openFloor, sweepFloor } from './floors/sweep.ts';
import { compare, type Report, timed, type Variant } from './measure.ts';
import type { Server } from './server.ts';

const changed = 1_000;
/** So many open deals go through the rules library; for all of them it would take minutes. */
const judged = 20_000;
const today = dayIn(now, zone);

export async function sweep(use: { server: Server; quick: boolean }): Promise<Report[]> {
  const large = await sweeper(await companyOf(use.server, use.quick ? 100_000 : 1_000_000));
  const small = await sweeper(await companyOf(use.server, 10_000));
  const size = large.deals.toLocaleString('en-US');
  const rounds = use.quick ? 3 : 7;
  try {
    const first = await compare({
      title: `Sweep of ${size} deals for the first time`,
      ours: large.variant(large.emptied, large.ours),
      floor: large.variant(large.emptied, () => large.floor('first')),
      rounds: use.quick ? 3 : 5,
      goals: [{ figure: 'ms', says: 'ms', atMost: 1.2 }],
    });
    await large.filled();
    const again = await compare({
      title: `Sweep of ${size} deals, all known`,
      ours: large.variant(large.unswept, large.ours),
      floor: large.variant(
        async () => {},
        () => large.floor('again'),
      ),
      rounds,
      goals: [{ figure: 'ms', says: 'ms', atMost: 1.2 }],
    });
    await small.filled();
    let round = 0;
    const few = (of: Sweeper): Variant => of.variant(() => of.change(round++), of.ours, false);
    const same = await compare({
      title: `Sweep after ${changed} deals changed`,
      ours: few(large),
      floor: few(small),
      rounds: rounds * 2,
      goals: [{ figure: 'ms', says: `ms of ${size} deals; floor: of 10,000`, atMost: 1.3 }],
    });
    const cheaper = await compare({
      title: `Sweep after ${changed} of ${size} deals changed`,
      ours: few(large),
      floor: large.variant(large.emptied, large.ours, false),
      rounds: 3,
      goals: [{ figure: 'ms', says: 'ms; floor: the sweep of all for the first time', atLeast: 60 }],
    });
    await large.filled();
    const known = await compare({
      title: `Sweep after ${changed} of ${size} deals changed`,
      ours: few(large),
      floor: large.variant(large.unswept, large.ours, false),
      rounds,
      goals: [{ figure: 'ms', says: 'ms; floor: the sweep of all, all known' }],
    });
    await few(large).run();
    await large.change(round++);
    const oneByOne = await compare({
      title: `Sweep after ${changed} of ${size} deals changed`,
      ours: large.takenBack(),
      floor: large.oneByOne(),
      rounds,
      goals: [{ figure: 'ms', says: 'ms; floor: a rules library through every open deal', atLeast: 150 }],
    });
    return [first, again, same, cheaper, known, oneByOne];
  } finally {
    await large.close();
    await small.close();
  }
}

type Sweeper = Awaited<ReturnType<typeof sweeper>>;

async function sweeper({ db, url, deals }: Company) {
  const settings = await currentSettings(db, now);
  const [agent] = roster;
  if (!agent) throw new Error('There is no agent to sweep with.');
  const by = { kind: 'system', id: 'bench' } as const;
  const runId = await startRun(db, { agent: agent.name, agentVersion: 1, wokenBy: 'hand', by, now });
  const client = await openFloor(url);
  // What is found of people and teams rests on it, and has no statement of its own to be compared with.
  const triggers = agent.triggers.map(({ name }) => name);
  const limits = Object.fromEntries(
    agent.triggers.map(({ limit }) => [limit, numberSetting(settings, limit)]),
  );
  const facts = {
    url,
    run: runId,
    now: now.toISOString(),
    today,
    zone,
    limits,
    oldDays: numberSetting(settings, 'old_after_days'),
    eventDays: numberSetting(settings, 'event_days'),
  };
  const ours = () => db.transaction((trx) => look(trx, { now, zone, today, settings, runId }, agent));
  const emptied = async () => void (await db.raw('truncate due, findings, sweeps, touched cascade'));
  return {
    deals,
    ours,
    emptied,
    floor: (how: 'first' | 'again') => sweepFloor(client, facts, how),
    /** Everything known, as after a sweep. */
    filled: async () => {
      await emptied();
      await ours();
      await db.raw('vacuum analyze due, findings');
    },
    /** A setting has changed and changed back: everything is looked at again, and nothing is new. */
    unswept: async () => void (await db.raw('delete from sweeps')),
    change: (round: number) => change(db, round),
    /** Taken back each time, so that the next round meets the same changes. */
    takenBack: (): Variant => ({
      run: async () => {
        const trx = await db.transaction();
        const ms = await timed(() => look(trx, { now, zone, today, settings, runId }, agent));
        const ids = (await factsOf(client, facts, judged)).map(({ id }) => id);
        const { rows } = await trx.raw<{ rows: { found: string }[] }>(
          `select distinct trigger || ' ' || subject_id as found from findings where gone_at is null and subject_id = any(?) and trigger = any(?)`,
          [ids, triggers],
        );
        await trx.rollback();
        return { figures: { ms }, result: rows.map(({ found }) => found).sort() };
      },
    }),
    oneByOne: (): Variant => ({
      run: async () => {
        const deals = await factsOf(client, facts, judged);
        const open = await client.query(`select count(*)::integer as n from deals where status = 'open'`);
        let result: string[] = [];
        const ms = await timed(async () => {
          result = await judgeEach(deals, limits);
        });
        return { figures: { ms: (ms * open.rows[0].n) / deals.length }, result };
      },
    }),
    variant: (before: () => Promise<void>, work: () => Promise<unknown>, compared = true): Variant => ({
      run: async () => {
        await before();
        const ms = await timed(work);
        return compared ? { figures: { ms }, result: await written(db, triggers) } : { figures: { ms } };
      },
    }),
    close: async () => {
      await client.end();
      await db.destroy();
    },
  };
}

/** A thousand other deals each round: a quarter moves to another stage, the others get a new amount or next step, noted as the mirror does. */
async function change(db: Db, round: number): Promise<void> {
  await db.raw(
    `with picked as (select id, row_number() over () as n from (select id from deals where status = 'open' order by md5(id || ?::text) limit ?) x),
     edited as (
       update deals d set stage_since = case when n % 4 = 0 then ?::date - (n % 60)::integer else stage_since end,
         amount = case when n % 4 = 1 then amount + 100 else amount end, next_step = case when n % 4 > 1 then 'Call ' || ? else next_step end
       from picked where picked.id = d.id
       returning d.id, case when n % 4 = 0 then 'stage_since' when n % 4 = 1 then 'amount' else 'next_step' end as changed)
     insert into touched (noun, subject_id, columns) select 'deal', id, array[changed] from edited`,
    [round, changed, today, round],
  );
}

/** What a sweep has left, in numbers and as a sum of hashes over the rows. */
async function written(db: Db, triggers: string[]): Promise<unknown> {
  const { rows } = await db.raw(
    `select (select count(*) from due) as due, (select count(*) from findings where gone_at is null and trigger = any(:triggers)) as findings,
       (select sum(hashtextextended(concat_ws('|', trigger, subject_id, due_at, since), 0)::numeric) from due) as which_due,
       (select sum(hashtextextended(concat_ws('|', agent, trigger, kind, subject_id, since, severity, worth, found_at, taken_up_at), 0)::numeric)
         from findings where gone_at is null and trigger = any(:triggers)) as which_findings`,
    { triggers },
  );
  return rows[0];
}
