/**
 * Replies as they are kept, and back. The rows of a list are kept beside its reply as the text of a table, each field's name
 * once: half of what is written while somebody waits, and never looked into. What an earlier version kept comes back in the shape of today: a card is drawn anew, exported and asked
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

/** What is written: a value, and a text beside it where there is a list. */
export type KeptReply = { reply: object; listed: string | null };

/** The reply as it is written. Rows that do not all have the same fields stay rows: a table would give them nulls. */
export function asKept(reply: Reply): KeptReply {
  if (reply.kind !== 'answer' || reply.answer.kind !== 'rows') return { reply, listed: null };
  const { rows } = reply.answer;
  const fields = Object.keys(rows[0] ?? {});
  const values: unknown[][] = rows.map((row) => Object.values(row));
  const alike = rows.every((row) => Object.keys(row).join() === fields.join());
  if (!alike || values.some((row) => row.includes(undefined))) return { reply, listed: null };
  return {
    reply: { ...reply, answer: { ...reply.answer, rows: [] } },
    listed: storable({ fields, values } satisfies Table),
  };
}

/** As JSON that Postgres takes: it knows neither null bytes nor half a character, and JSON spells both as escapes, so that a long one need not be looked through value by value. */
export const storable = (value: unknown): string => {
  const text = JSON.stringify(value);
  return /\\u(?:0000|d[89a-f])/i.test(text)
    ? JSON.stringify(value, (_, part) => (typeof part === 'string' ? clean(part) : part))
    : text;
};
export const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** With its rows: those beside it, or those in it, as an earlier version wrote them. */
function asRows(reply: Reply, listed: string | null): Reply {
  if (reply.kind !== 'answer' || reply.answer.kind !== 'rows') return reply;
  const table: object = listed ? JSON.parse(listed) : reply.answer.rows;
  if (!isTable(table)) return reply;
  const { fields, values } = table;
  const rows = values.map((row) => Object.fromEntries(fields.map((field, n) => [field, row[n]])));
  return { ...reply, answer: { ...reply.answer, rows: rows as DealRow[] } };
}

export function asToday(kept: Reply, listed: string | null): Reply {
  const reply = asRows(kept, listed);
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
