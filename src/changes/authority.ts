/** Which changes touch so much money that an approver is asked, whoever wants them. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Authority } from '../policy/circumstances.ts';
import type { FieldChange } from '../policy/nouns.ts';
import { currentSettings, settingValue } from '../settings/settings.ts';

type Use = { db: Db; now: Clock };
type Amount = NonNullable<Authority['amount']>;
type Row = {
  id: string;
  amount: number | null;
  currency: string | null;
  territoryId: string | null;
  teamId: string | null;
};

/**
 * The largest amount that changing these fields of each deal touches, the deal's own and what it would become, beside the
 * limit that holds for its team and territory. A deal without an amount is not in it.
 */
export async function amountsTouched(
  use: Use,
  dealIds: string[],
  fields: FieldChange[],
): Promise<Map<string, Amount>> {
  const rows = await use
    .db('deals as d')
    .leftJoin('people as o', 'o.id', 'd.owner_id')
    .whereIn('d.id', dealIds)
    .select<Row[]>('d.id', 'd.amount', 'd.currency', {
      territoryId: 'd.territory_id',
      teamId: 'o.team_id',
    });
  const settings = await currentSettings(use.db, use.now.now());
  const company = String(settingValue(settings, 'company_currency').value);
  const said = fields.flatMap(amountsOf);
  return new Map(
    rows.flatMap(({ id, amount, currency, territoryId, teamId }): [string, Amount][] => {
      const amounts = [...(amount === null ? [] : [amount]), ...said];
      if (amounts.length === 0) return [];
      const limit = settingValue(settings, 'approval_amount', { territoryId, teamId });
      const is = { value: Math.max(...amounts), currency: currency ?? company };
      return [[id, { is, limit: { value: Number(limit.value), currency: company }, version: limit.version }]];
    }),
  );
}

const amountsOf = (field: FieldChange): number[] =>
  field.field === 'amount' ? [field.before, field.after].filter((one) => typeof one === 'number') : [];
