/** "More than 5 deals each": which groups meet the limit on their measure, as SQL over rows that have a `value` and the names of their groups. */
import type { Field } from '../sales/fields.ts';
import type { Within } from '../sales/within.ts';
import type { Count } from './left-out.ts';
import { currencyOf } from './quota.ts';
import type { Sight } from './sight.ts';
import { join, raw, type Sql, sql } from './sql.ts';

export type LimitedGroups = {
  met: Sql;
  /** What is a group, with a value that can be compared. */
  judged: Sql;
  distance: Sql;
  leftOut: Count[];
};

/** Amounts in another currency than the limit's are compared with nothing, and counted as left out. */
export function limitedGroups(sight: Sight, field: Field | null, groups: Field[]): LimitedGroups {
  const { having } = sight.question;
  if (!having) return { met: raw('true'), judged: raw('false'), distance: raw('value'), leftOut: [] };
  const currency = field?.paidIn ? currencyOf(sight) : null;
  const judged = join(
    [
      raw('value is not null'),
      ...groups.map((_, i) => raw(`coalesce(key${i}, '') <> ''`)),
      ...(currency === null ? [] : [sql`currency = ${currency}`]),
    ],
    ' and ',
  );
  return {
    met: join([judged, ...bounds(having)], ' and '),
    judged,
    distance: sql`greatest(${having.from ?? null}::numeric - value, value - ${having.to ?? null}::numeric, 0)`,
    leftOut: currency === null ? [] : [inOtherCurrencies(currency)],
  };
}

const bounds = ({ from, to, exclusive = [] }: Within): Sql[] => [
  ...(from === undefined
    ? []
    : [sql`value ${raw(exclusive.includes('from') ? '>' : '>=')} ${from}::numeric`]),
  ...(to === undefined ? [] : [sql`value ${raw(exclusive.includes('to') ? '<' : '<=')} ${to}::numeric`]),
];

const inOtherCurrencies = (currency: string): Count => ({
  because: `amount in another currency than ${currency}`,
  count: sql`select count(*) from hit where value is not null and currency <> ${currency}`,
});
