/** The analytics agent on the sample company: alerts that people have set, and what is out of the ordinary. */
import { analytics } from '../../src/agents/analytics/agent.ts';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { runAgent } from '../../src/crew/run.ts';
import type { Db } from '../../src/db/pool.ts';
import { silentLog } from '../../src/log.ts';
import { noModels } from '../../src/models/models.ts';
import { personById } from '../../src/people/people.ts';
import { ask } from '../../src/requests/ask.ts';
import { ago, type Measured, now, type Planted, toldOf } from './planted.ts';
import { plantShocks, takeShocks, usual } from './shocks.ts';
import { caseOf, overWorlds, type World } from './worlds.ts';

const by = { kind: 'system', id: 'truth' } as const;
const mara = 'P-mara-lind';
const names = analytics.figures.map(({ name }) => name);

/** Of the sample company of that day. */
export async function measureAnalytics(db: Db): Promise<Measured[]> {
  const use = { db, now: stoppedAt(now), zone: 'UTC' };
  await db('people').update({ slack_id: db.raw(`'U' || upper(replace(id, '-', ''))`) });
  await ensureAgents({ db, local: true });
  const shocks = await plantShocks(db);
  const alerts = await setAlerts(db);
  const look = async (planted: Planted[], unusual: string[]): Promise<World> => {
    const { say, sentence } = await runAgent(use, { agent: analytics.name, by, wokenBy: 'hand' });
    if (say !== 'done') throw new Error(sentence);
    const beyond = await beyondNow(db, alerts);
    const known = new Map([
      ['kpi', new Set(beyond.map(({ id }) => id))],
      ['unusual', new Set(unusual)],
    ]);
    return { planted, known, found: await toldOf(db, names) };
  };
  const told = ({ to }: Alert) => `told ${to}, drawn` as const;
  const asSet = alerts.map((one) => caseOf('kpi', one.case, one.id, one.holds ? told(one) : null));
  const first = await look(
    [...asSet, ...shocks],
    [...usual, ...shocks.filter(({ found }) => found).map(({ subject }) => subject)],
  );

  const after = await closeOneDeal(db, alerts);
  await takeShocks(db);
  const second = await look(
    after.map((one) =>
      caseOf('kpi', `${one.case}, and then a deal is lost`, one.id, one.holds ? told(one) : null),
    ),
    usual,
  );
  return overWorlds(analytics.name, names, [first, second]);
}

type Is = { open: number; pipeline: number; won: number; decided: number };
type Alert = {
  id: string;
  case: string;
  /** "#sales-leads", or the id of a person. */
  to: string;
  holds: boolean;
  is(now: Is): boolean;
};

/** What EMEA has, which is what its manager sees, by plain sums. */
async function isNow(db: Db): Promise<Is> {
  const deals: { status: string; amount: number | null; currency: string; close_date: string | null }[] =
    await db('deals').where({ territory_id: 'T-emea' });
  const open = deals.filter(({ status }) => status === 'open');
  const decided = deals.filter(
    ({ status, close_date }) =>
      status !== 'open' && close_date !== null && close_date >= '2026-01-01' && close_date <= '2026-03-31',
  );
  return {
    open: open.length,
    pipeline: open
      .filter(({ currency }) => currency === 'USD')
      .reduce((sum, { amount }) => sum + Number(amount ?? 0), 0),
    won: decided.filter(({ status }) => status === 'won').length,
    decided: decided.length,
  };
}

/** On either side of what is: said, confirmed, and so set. */
async function setAlerts(db: Db): Promise<Alert[]> {
  const { open, pipeline, won, decided } = await isNow(db);
  const share = Math.floor((won / decided) * 100);
  const channel = '#sales-leads';
  const said: Omit<Alert, 'id' | 'holds'>[] = [
    {
      case: `alert ${channel} when the number of open deals is over ${open - 1}`,
      to: channel,
      is: (now) => now.open > open - 1,
    },
    {
      case: `alert ${channel} when the number of open deals is over ${open}`,
      to: channel,
      is: (now) => now.open > open,
    },
    {
      case: `alert me when the number of open deals is at least ${open}`,
      to: mara,
      is: (now) => now.open >= open,
    },
    {
      case: `alert me when the number of open deals is at least ${open + 1}`,
      to: mara,
      is: (now) => now.open >= open + 1,
    },
    {
      case: `tell me when open pipeline drops under $${pipeline + 1}`,
      to: mara,
      is: (now) => now.pipeline < pipeline + 1,
    },
    {
      case: `tell me when open pipeline drops under $${pipeline}`,
      to: mara,
      is: (now) => now.pipeline < pipeline,
    },
    {
      case: `alert ${channel} when win rate this quarter falls below ${share + 1}%`,
      to: channel,
      is: (now) => now.won * 100 < (share + 1) * now.decided,
    },
    {
      case: `alert ${channel} when win rate this quarter falls below ${share}%`,
      to: channel,
      is: (now) => now.won * 100 < share * now.decided,
    },
  ];
  const use = { db, now: stoppedAt(now), zone: 'UTC', models: noModels, log: silentLog() };
  const person = await personById(db, mara);
  for (const [n, { case: text }] of said.entries()) {
    const say = (words: string) =>
      ask(use, { text: words, by: person, slackUser: 'UMARA', place: { kind: 'dm', thread: `alert ${n}` } });
    await say(text);
    const { reply } = await say('yes');
    if (reply.kind !== 'done') throw new Error(`"${text}" was not set: ${JSON.stringify(reply)}`);
  }
  const is = await isNow(db);
  const ids: number[] = await db('kpi_alerts').orderBy('id').pluck('id');
  return said.map((one, n) => ({ ...one, id: String(ids[n]), holds: one.is(is) }));
}

async function beyondNow(db: Db, alerts: Alert[]): Promise<Alert[]> {
  const is = await isNow(db);
  return alerts.filter((one) => one.is(is));
}

/** One open deal that has an amount is lost: every limit that lay at what was is on its other side. */
async function closeOneDeal(db: Db, alerts: Alert[]): Promise<Alert[]> {
  const one = await db('deals')
    .where({ territory_id: 'T-emea', status: 'open', currency: 'USD' })
    .where('amount', '>', 0)
    .orderBy('id')
    .first('id');
  await db('deals')
    .where({ id: one.id })
    .update({ status: 'lost', stage_id: 'S-lost', close_date: ago(1) });
  const is = await isNow(db);
  return alerts.map((alert) => ({ ...alert, holds: alert.is(is) }));
}
