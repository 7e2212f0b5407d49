/** What language models cost, from the runs that used them. */
import { agentLabel } from '../agents/roster.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { count, day } from '../story/format.ts';
import type { Company } from './company.ts';
import { type Outcome, outcome } from './outcome.ts';
import { instantsOf, periodSaid } from './spans.ts';

type Use = { db: Db; company: Company };
type Cost = Extract<Command, { do: 'cost' }>;
type Row = { key: string | null; runs: number; used: number; tokens: number; cost: number };

const keys = {
  agent: 'agent',
  model: 'model',
  day: `to_char(started_at at time zone ?, 'YYYY-MM-DD')`,
  month: `to_char(started_at at time zone ?, 'YYYY-MM')`,
} as const;

export async function costReport(use: Use, command: Cost): Promise<Outcome> {
  const { company } = use;
  const by = command.by;
  const period = command.period ?? (by === 'month' ? 'this year' : 'this month');
  const span = instantsOf(period, company);
  const dated = by === 'day' || by === 'month';
  const { rows } = await use.db.raw<{ rows: Row[] }>(
    `select ${by ? keys[by] : 'null'} as key, count(*) as runs, count(*) filter (where tokens_in + tokens_out > 0) as used,
       coalesce(sum(tokens_in + tokens_out), 0) as tokens, coalesce(sum(cost_usd), 0) as cost
     from runs where started_at >= ? and started_at < ? ${command.agent ? 'and agent = ?' : ''}
     group by 1 order by ${dated ? '1' : 'cost desc, runs desc, 1'}`,
    [...(dated ? [company.zone] : []), span.from, span.to, ...(command.agent ? [command.agent.id] : [])],
  );
  const total = rows.reduce((sum, { cost }) => sum + Number(cost), 0);
  const used = rows.reduce((sum, row) => sum + Number(row.used), 0);
  const runs = rows.reduce((sum, row) => sum + Number(row.runs), 0);
  const tokens = rows.reduce((sum, row) => sum + Number(row.tokens), 0);
  const said = periodSaid(period, company);
  const who = command.agent ? ` for ${command.agent.name}` : '';
  const sentence =
    used === 0
      ? `Language models cost nothing${who}, ${said}: $0. ${count(runs, 'run')}, none with a model.`
      : `Language models cost ${usd(total)}${who}, ${said}. ${count(used, 'run')} of ${runs} used one, ${count(tokens, 'token')}.`;
  const lines = by
    ? rows
        .filter((row) => by !== 'model' || row.key !== null)
        .map(
          (row) =>
            `${nameOf(by, row.key)}: ${usd(Number(row.cost))}, ${count(Number(row.used), 'run')} with a model of ${count(Number(row.runs), 'run')}.`,
        )
    : [];
  return outcome(
    {
      kind: 'text',
      sentence,
      lines,
      next: [],
      figures: {
        value: round(total),
        unit: 'usd',
        series: by ? rows.map((row) => ({ key: nameOf(by, row.key), value: round(Number(row.cost)) })) : null,
      },
    },
    'cost_report',
    {
      understood: `Cost of language models${who}${by ? ` by ${by}` : ''}, ${said}`,
    },
  );
}

const round = (cost: number): number => Math.round(cost * 1e6) / 1e6;

/** Cents, and finer where they would say nothing: "$0.004". */
const usd = (cost: number): string =>
  cost === 0
    ? '$0'
    : cost < 0.01
      ? `$${cost.toPrecision(1)}`
      : `$${cost.toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ',')}`;

function nameOf(by: NonNullable<Cost['by']>, key: string | null): string {
  if (key === null) return 'No model';
  if (by === 'day') return day(key);
  if (by === 'month') return day(`${key}-01`).replace(/^1 /, '');
  return by === 'model' ? key : key === 'requests' ? 'Questions' : agentLabel(key);
}
