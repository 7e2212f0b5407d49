/**
 * Replies as they are kept, and back. A list is kept as a table, each field's name once: half of what is written while
 * somebody waits. What an earlier version kept comes back in the shape of today: a card is drawn anew, exported and asked
 * about for as long as it stands.
 */
import { z } from 'zod';
import type { DealRow } from '../sales/answer.ts';
import { cents } from '../sales/outlook.ts';
import type { Reply } from './reply.ts';

/** A forecast before there was one method: its stages each with the share of all decided deals that were won from it. */
const byStageRates = z.object({
  rates: z.array(z.object({ stage: z.string(), rate: z.number(), deals: z.number(), amount: z.number() })),
});

type Table = { fields: string[]; values: unknown[][] };
const isTable = (rows: object): rows is Table => 'fields' in rows && 'values' in rows;

/** The reply as it is written. Rows that do not all have the same fields stay rows: a table would give them nulls. */
export function asKept(reply: Reply): object {
  if (reply.kind !== 'answer' || reply.answer.kind !== 'rows') return reply;
  const { rows } = reply.answer;
  const fields = Object.keys(rows[0] ?? {});
  const values: unknown[][] = rows.map((row) => Object.values(row));
  const alike = rows.every((row) => Object.keys(row).join() === fields.join());
  if (!alike || values.some((row) => row.includes(undefined))) return reply;
  return { ...reply, answer: { ...reply.answer, rows: { fields, values } satisfies Table } };
}

function asRows(reply: Reply): Reply {
  if (reply.kind !== 'answer' || reply.answer.kind !== 'rows' || !isTable(reply.answer.rows)) return reply;
  const { fields, values } = reply.answer.rows as Table;
  const rows = values.map((row) => Object.fromEntries(fields.map((field, n) => [field, row[n]])));
  return { ...reply, answer: { ...reply.answer, rows: rows as DealRow[] } };
}

export function asToday(kept: Reply): Reply {
  const reply = asRows(kept);
  if (reply.kind !== 'answer' || reply.answer.kind !== 'forecast') return reply;
  const { forecast } = reply.answer;
  const old = byStageRates.safeParse(forecast);
  if (!old.success) return reply;
  const stages = old.data.rates.map(({ stage, rate, deals, amount }) => ({
    stage,
    deals,
    amount,
    expected: cents(amount * rate),
    rate,
  }));
  return { ...reply, answer: { ...reply.answer, forecast: { ...forecast, later: 0, stages, basis: null } } };
}
