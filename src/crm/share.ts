/** What share of rows, or of their amounts, is of one kind; or the share that each group has of all of them. */
import type { Db } from '../db/pool.ts';
import type { Answer } from '../sales/answer.ts';
import type { Measure } from '../sales/conditions.ts';
import { conditionSql } from './compile.ts';
import { type Facts, factsOf, type Part } from './facts.ts';
import { type Figure, figures } from './figures.ts';
import { groupsOf } from './groups.ts';
import { amountsPart, currencyOf, divided, moneyLeftOut } from './quota.ts';
import { countsOf, type Sight, together } from './sight.ts';
import { raw, sql } from './sql.ts';

/** Amounts are in the company's currency, or in the one that the question states: others are left out, and so is what has none. */
export async function shareOf(
  db: Db,
  sight: Sight,
  { share, part }: Extract<Measure, { share: unknown }>,
): Promise<Answer> {
  const { where, by } = sight.question;
  const inMoney = share === 'amount';
  const groups = groupsOf(sight.at.noun, by ?? []);
  const found = await factsOf(db, sight, [shared(sight, share, part)], {
    groups,
    counts: countsOf(sight, where),
  });
  // Without a part of its own a group is a part of all of them.
  const all = part || groups.length === 0 ? null : (found.whole.whole ?? 0);
  const figure = (facts: Facts): Figure => {
    const whole = all ?? facts.whole ?? 0;
    return {
      value: divided(facts.part, whole),
      count: facts.rows ?? 0,
      ...(inMoney ? { currency: currencyOf(sight) } : {}),
      part: facts.part ?? 0,
      whole,
    };
  };
  const leftOut = inMoney
    ? together(found.leftOut, moneyLeftOut(sight, found.whole, ['ever']))
    : found.leftOut;
  return figures(sight, { unit: 'share', figure, found: { ...found, leftOut } });
}

function shared(
  sight: Sight,
  share: 'count' | 'amount',
  part: Extract<Measure, { share: unknown }>['part'],
): Part {
  const { where } = sight.question;
  const within = (at: Sight['at']) => (part ? sql`coalesce(${conditionSql(at, part)}, false)` : raw('true'));
  if (share === 'count')
    return {
      where,
      columns: (at) => ({ meant: within(at) }),
      facts: { rows: 'count(*)', whole: 'count(*)', part: 'count(*) filter (where meant)' },
    };
  const amounts = amountsPart(sight);
  return {
    where,
    columns: (at) => ({ ...amounts.columns(at), meant: within(at) }),
    facts: {
      ...amounts.facts,
      rows: 'count(*) filter (where ours and amount is not null)',
      whole: 'coalesce(sum(amount) filter (where ours), 0)',
      part: 'coalesce(sum(amount) filter (where ours and meant), 0)',
    },
  };
}
