/** What other limits would do to the deals of today that the asker sees. */
import { answerQuestion } from '../crm/questions.ts';
import type { Db } from '../db/pool.ts';
import type { Person } from '../policy/nouns.ts';
import type { Condition } from '../sales/conditions.ts';
import { deadDeal } from '../sales/dead.ts';
import { requirable } from '../sales/required.ts';
import type { SettingRow } from '../settings/settings.ts';
import { count } from '../story/format.ts';
import { contextOf } from './asking.ts';
import type { Company } from './company.ts';

type Use = { db: Db; company: Company; by: Person };

const above = (field: string, setting: string): Condition => ({
  field,
  from: { setting },
  exclusive: ['from'],
});

const counted: Record<string, { where: Condition; word: string }> = {
  stale_days: { where: above('days_in_stage', 'stale_days'), word: 'stale' },
  inactivity_days: { where: above('days_since_activity', 'inactivity_days'), word: 'inactive' },
  dead_days: { where: deadDeal, word: 'offered to be closed' },
  required_fields: {
    where: { any: requirable.map((field) => ({ field, missing: true, namedBy: 'required_fields' })) },
    word: 'incomplete',
  },
};

/** Null: it is of no deal by itself. */
export async function effectOn(
  use: Use,
  name: string,
  settings: { before: SettingRow[]; after: SettingRow[] },
): Promise<string | null> {
  const of = counted[name];
  if (!of) return null;
  const before = await countOf(use, of.where, settings.before);
  const after = await countOf(use, of.where, settings.after);
  if (after === before) return `The same ${count(before, 'deal')} would be ${of.word}.`;
  const [more, word] = after > before ? [after - before, 'more'] : [before - after, 'fewer'];
  return `${more} ${word} ${more === 1 ? 'deal' : 'deals'} would be ${of.word}: ${after} instead of ${before}.`;
}

async function countOf(use: Use, where: Condition, settings: SettingRow[]): Promise<number> {
  const open = { all: [{ field: 'status', is: 'open' }, where] };
  const question = { of: 'deal', where: open, measure: { count: true } } as const;
  const { total } = await answerQuestion(use.db, question, { ...contextOf(use), settings });
  return total;
}
