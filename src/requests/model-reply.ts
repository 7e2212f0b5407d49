/** What a language model must answer with when it reads a request, made from the catalogue; and that answer as our own request. */
import { z } from 'zod';
import type { Lexicon, Named } from '../language/lexicon.ts';
import { nameAt } from '../language/names.ts';
import { type Clause, emptyFrame, type Frame, type NameKind } from '../language/request.ts';
import { words } from '../language/words.ts';
import { fields } from '../sales/fields.ts';
import { type Calendar, resolvePeriod } from '../sales/periods.ts';

const names = (of: (field: ReturnType<typeof fields>[number]) => boolean): [string, ...string[]] => {
  const [first = 'amount', ...rest] = fields('deal')
    .filter(of)
    .map((field) => field.name);
  return [first, ...rest];
};
const fieldName = z.enum(names(() => true));
const counted = z.enum(names((field) => ['money', 'number', 'days'].includes(field.type)));
const dated = z.enum(names((field) => field.type === 'day'));
const named = z.enum([
  'stage',
  'owner',
  'team',
  'territory',
  'account',
  'product',
  'account.tags',
  'owner.manager',
]);

/** The reply schema of the prompt "read-request". */
export const questionSchema = z.strictObject({
  understood: z
    .boolean()
    .describe('False when the message is no question about deals, or asks to change something.'),
  unread: z.array(z.string()).describe('Words of the message that have no place here.'),
  status: z.array(z.enum(['open', 'won', 'lost'])),
  names: z.array(z.strictObject({ field: named, is: z.array(z.string()), not: z.boolean() })),
  mine: z.boolean().describe('The deals of the person who asks.'),
  ranges: z.array(
    z.strictObject({
      field: counted,
      from: z.number().nullable(),
      to: z.number().nullable(),
      exclusive: z.array(z.enum(['from', 'to'])).describe('Ends that are not included.'),
      currency: z.string().nullable(),
    }),
  ),
  periods: z.array(
    z.strictObject({
      field: dated,
      period: z.string().describe('"this month", "Q2 FY26", "last 30 days", "before 2026-05-12"'),
    }),
  ),
  missing: z.array(fieldName),
  measure: z.enum(['rows', 'count', 'sum', 'average']),
  measured: counted.nullable(),
  by: z.array(z.enum(names((field) => field.groupable === true))),
  sort: z.strictObject({ field: fieldName, down: z.boolean() }).nullable(),
  limit: z.number().int().positive().nullable(),
});
export type ModelReading = z.infer<typeof questionSchema>;

export type FromModel = { frame: Frame; unread: string[] } | { unknown: string };

/** The reading as our own request. A name or period that does not exist makes it unknown: nothing is guessed. */
export function frameFrom(
  reading: ModelReading,
  use: { lexicon: Lexicon; calendar: Calendar; now: Date; zone: string },
): FromModel {
  const clauses: Clause[] = [];
  if (reading.status.length > 0)
    clauses.push({ says: 'status', is: [...new Set(reading.status)], implied: false });
  for (const { field, is, not } of reading.names) {
    const found: Named[] = [];
    for (const name of is) {
      const known = lookUp(use.lexicon, field, name);
      if (!known) return { unknown: name };
      found.push(known);
    }
    if (found.length > 0)
      clauses.push({
        says: 'names',
        field,
        kind: kinds[field],
        names: found.map(({ id, name }) => ({ id, name })),
        not,
      });
  }
  if (reading.mine) clauses.push({ says: 'mine', whose: 'mine', not: false });
  for (const range of reading.ranges) {
    if (range.from === null && range.to === null) continue;
    const type = fields('deal').find((field) => field.name === range.field)?.type;
    clauses.push({
      says: 'range',
      unit: type === 'money' || type === 'days' ? type : 'number',
      said: null,
      ...range,
    });
  }
  for (const { field, period } of reading.periods) {
    if (!resolvePeriod(period, { ...use.calendar, now: use.now, zone: use.zone })) return { unknown: period };
    clauses.push({ says: 'period', field, period });
  }
  if (reading.missing.length > 0)
    clauses.push({ says: 'missing', fields: reading.missing, any: false, not: false });
  return { frame: frameOf(reading, clauses), unread: reading.unread };
}

function frameOf(reading: ModelReading, clauses: Clause[]): Frame {
  const measure: Frame['measure'] =
    reading.measure === 'sum' || reading.measure === 'average'
      ? { kind: reading.measure, field: reading.measured ?? 'amount' }
      : { kind: reading.by.length > 0 ? 'count' : reading.measure };
  return {
    ...emptyFrame,
    clauses,
    measure,
    by: reading.by.slice(0, 2),
    sort: reading.sort,
    limit: reading.limit,
  };
}

const kinds: Record<z.infer<typeof named>, NameKind> = {
  stage: 'stage',
  owner: 'person',
  team: 'team',
  territory: 'territory',
  account: 'account',
  product: 'product',
  'account.tags': 'tag',
  'owner.manager': 'person',
};

function lookUp(lexicon: Lexicon, field: z.infer<typeof named>, name: string): Named | null {
  const typed = words(name);
  const match = nameAt(lexicon, typed, 0);
  const fitting =
    match?.length === typed.length ? match.entries.filter((entry) => entry.kind === kinds[field]) : [];
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}
