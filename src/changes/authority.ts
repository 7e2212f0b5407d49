/** Which changes touch so much money, or give so much away, that somebody above signs, whoever wants them. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Amount, Authority, Tier } from '../policy/circumstances.ts';
import type { FieldChange } from '../policy/nouns.ts';
import { tiersFor } from '../policy/thresholds.ts';
import { tiersNow } from '../settings/approval-tiers.ts';
import { currentSettings, type SettingRow, settingValue } from '../settings/settings.ts';

type Use = { db: Db; now: Clock };
type Row = {
  id: string;
  amount: number | null;
  currency: string | null;
  territoryId: string | null;
  teamId: string | null;
  listPrice: number | null;
  listCurrency: string | null;
};
type On = { settings: SettingRow[]; company: string; tiers: Tier[] };

/**
 * What changing these fields of each deal touches: the largest amount, the deal's own and what it would become; and, where
 * its amount or product would change, what it would then cost beside the product's list price, so that a discount given in
 * several steps counts as a whole. With the limits that hold for its team and territory. A deal without an amount is not in it.
 */
export async function authorityOver(
  use: Use,
  dealIds: string[],
  fields: FieldChange[],
): Promise<Map<string, Authority>> {
  const product = fields.find(({ field }) => field === 'product')?.after;
  const rows = await use
    .db('deals as d')
    .leftJoin('people as o', 'o.id', 'd.owner_id')
    .leftJoin('products as p', (on) =>
      typeof product === 'string'
        ? on.on(use.db.raw('fold(p.name) = fold(?)', [product]))
        : on.on('p.id', 'd.product_id'),
    )
    .whereIn('d.id', dealIds)
    .orderBy('p.list_price', 'asc')
    .select<Row[]>('d.id', 'd.amount', 'd.currency', {
      territoryId: 'd.territory_id',
      teamId: 'o.team_id',
      listPrice: 'p.list_price',
      listCurrency: 'p.currency',
    });
  const settings = await currentSettings(use.db, use.now.now());
  const company = String(settingValue(settings, 'company_currency').value);
  const on = { settings, company, tiers: await tiersNow(use.db) };
  return new Map(rows.flatMap((row) => touched(row, fields, on)));
}

function touched(row: Row, fields: FieldChange[], { settings, company, tiers }: On): [string, Authority][] {
  const said = fields.flatMap(amountsOf);
  const amounts = [...(row.amount === null ? [] : [row.amount]), ...said];
  if (amounts.length === 0) return [];
  const currency = row.currency ?? company;
  const at = { territoryId: row.territoryId, teamId: row.teamId };
  const limit = settingValue(settings, 'approval_amount', at);
  return [
    [
      row.id,
      {
        amount: {
          is: { value: Math.max(...amounts), currency },
          limit: { value: Number(limit.value), currency: company },
          version: limit.version,
          tiers: tiersFor(tiers, 'amount', at),
        },
        ...discountOf(row, fields, { is: currency, settings, tiers, at }),
      },
    ],
  ];
}

type Where = { territoryId: string | null; teamId: string | null };

function discountOf(
  { amount, listPrice, listCurrency }: Row,
  fields: FieldChange[],
  { is, settings, tiers, at }: { is: string; settings: SettingRow[]; tiers: Tier[]; at: Where },
): Pick<Authority, 'discount'> {
  const change = fields.find(({ field }) => field === 'amount');
  const after = change ? change.after : amount;
  const prices = fields.some(({ field }) => field === 'amount' || field === 'product');
  if (!prices || typeof after !== 'number' || !listPrice) return {};
  const limit = settingValue(settings, 'discount_limit', at);
  const list: Amount = { value: listPrice, currency: listCurrency ?? is };
  return {
    discount: {
      list,
      is: { value: after, currency: is },
      limit: Number(limit.value),
      version: limit.version,
      tiers: tiersFor(tiers, 'discount', at),
    },
  };
}

const amountsOf = (field: FieldChange): number[] =>
  field.field === 'amount' ? [field.before, field.after].filter((one) => typeof one === 'number') : [];
