/**
 * What a language model answers with when it reads a request. Names of fields and metrics are plain text here and are
 * checked against the catalogue: so a field more or less makes no other version of a released prompt.
 */
import { z } from 'zod';

const names = z
  .array(z.strictObject({ field: z.string(), is: z.array(z.string()), not: z.boolean() }))
  .describe('Limits to names and values: { "field": "stage", "is": ["Negotiation"], "not": false }');
const limit = {
  from: z.number().nullable(),
  to: z.number().nullable(),
  exclusive: z.array(z.enum(['from', 'to'])).describe('Ends that are not included.'),
  currency: z.string().nullable().describe('ISO code, only where one is said.'),
};
const ranges = z.array(z.strictObject({ field: z.string(), ...limit }));
const periods = z.array(
  z.strictObject({
    field: z.string(),
    period: z
      .string()
      .describe('"this month", "last quarter", "Q2 FY26", "last 30 days", "before 2026-05-12"'),
  }),
);

/** One question about deals, leads or activities. Frozen with read-request v2 and answer-open-question v1, which runs name. */
export const typedQuestion = z.strictObject({
  of: z.enum(['deal', 'lead', 'activity']),
  status: z.array(z.enum(['open', 'won', 'lost'])).describe('Of deals.'),
  names,
  whose: z.enum(['all', 'mine', 'my team', 'my territory']),
  ranges,
  stale: z
    .array(z.enum(['in stage', 'without activity']))
    .describe('Longer than the company’s own limit, where no number of days is said.'),
  periods,
  missing: z.array(z.strictObject({ fields: z.array(z.string()), any: z.boolean(), not: z.boolean() })),
  truths: z.array(z.strictObject({ field: z.string(), value: z.boolean() })),
  measure: z.enum(['rows', 'count', 'sum', 'average', 'median', 'largest', 'smallest', 'metric']),
  measured: z.string().describe('The field of a sum and the like, the name of a metric; else empty.'),
  by: z.array(z.string()),
  sort: z.array(z.strictObject({ field: z.string(), down: z.boolean() })).describe('At most one.'),
  limit: z.number().nullable(),
  against: z
    .array(z.strictObject({ names, ranges, periods }))
    .describe('At most one: the other side of a comparison, only what differs.'),
});

const message = z
  .enum(['question', 'open question', 'wants a change', 'something else'])
  .describe('"open question": it asks for reasons, a judgement or advice about sales.');
const unread = z.array(z.string()).describe('Words of the message that have no place here.');

/** Frozen with read-request v2. */
export const readingSchema = z.strictObject({ message, unread, question: typedQuestion });

const listedQuestion = typedQuestion.extend({
  of: z.enum(['deal', 'lead', 'activity', 'account', 'contact']),
  show: z
    .array(z.string())
    .describe('Columns of a list that the message asks for beside the name; empty: the usual ones.'),
});

/** Frozen with read-request v3. */
export const listingSchema = z.strictObject({ message, unread, question: listedQuestion });

/** The reply schema of the prompt "read-request": everything that the rules can read, and nothing that changes anything. */
export const groupingSchema = z.strictObject({
  message,
  unread,
  question: listedQuestion.extend({
    having: z
      .array(z.strictObject(limit))
      .describe('At most one, of groups: only those whose measure lies there. A share is 0 to 1.'),
    as_of: z
      .string()
      .nullable()
      .describe('The past day, YYYY-MM-DD, at whose end things are to be seen as they stood; null: today.'),
  }),
});
export type ModelReading = z.infer<typeof groupingSchema>;
type Question = ModelReading['question'];
type Later = 'show' | 'having' | 'as_of';
/** Those are not there where an open question is looked into. */
export type TypedQuestion = Omit<Question, Later> & Partial<Pick<Question, Later>>;
