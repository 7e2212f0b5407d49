/** Block of stage progress: a deal moves on only when what the next stage requires is filled in, where the house wants it so. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { FieldChange } from '../policy/nouns.ts';
import { missingOf, type requirable, requiredIn, requiredLabel } from '../sales/required.ts';
import { currentSettings, settingValue } from '../settings/settings.ts';
import { list } from '../story/format.ts';
import type { Change } from './nouns.ts';
import { requestChange } from './request.ts';
import type { FieldError } from './values.ts';

type Row = {
  order: number;
  amount: number | null;
  close_date: string | null;
  next_step: string | null;
  product: string | null;
  lead_source: string | null;
  accountId: string | null;
  personId: string | null;
  teamId: string | null;
  territoryId: string | null;
};

/** What stands in the way of these changes of a deal, at the field that moves it on; null: nothing does. */
export async function blockedProgress(
  use: { db: Db; now: Clock },
  dealId: string,
  fields: Pick<FieldChange, 'field' | 'after'>[],
): Promise<FieldError | null> {
  const stage = fields.find(({ field }) => field === 'stage')?.after;
  if (typeof stage !== 'string') return null;
  const deal = await use
    .db('deals as d')
    .join('stages as s', 's.id', 'd.stage_id')
    .leftJoin('people as o', 'o.id', 'd.owner_id')
    .leftJoin('products as p', 'p.id', 'd.product_id')
    .where('d.id', dealId)
    .first<Row | undefined>('s.order', 'd.amount', 'd.close_date', 'd.next_step', 'd.lead_source', {
      product: 'p.name',
      accountId: 'd.account_id',
      personId: 'd.owner_id',
      teamId: 'o.team_id',
      territoryId: 'd.territory_id',
    });
  const next = await use
    .db('stages')
    .where({ name: stage, is: 'open' })
    .first<{ order: number } | undefined>('order');
  if (!deal || !next || next.order <= deal.order) return null;
  const settings = await currentSettings(use.db, use.now.now());
  const at = { ...deal, stage };
  if (settingValue(settings, 'block_stage_progress', at).value !== true) return null;
  const then = Object.fromEntries(fields.map(({ field, after }) => [field, after]));
  const value = (name: (typeof requirable)[number]): string | number | null => {
    const said = name in then ? then[name] : deal[name];
    return typeof said === 'boolean' ? null : (said ?? null);
  };
  const missing = missingOf(requiredIn(settingValue(settings, 'required_fields', at).value), {
    amount: value('amount'),
    close_date: value('close_date'),
    next_step: value('next_step'),
    product: value('product'),
    lead_source: value('lead_source'),
  });
  return missing.length === 0
    ? null
    : { field: 'stage', sentence: `${stage} needs ${list(missing.map(requiredLabel))} first.` };
}

/** Whoever moved the deal on, or else its owner, learns why it is where it was; in the transaction in which the change was done. */
export async function tellPutBack(trx: Db, change: Change, now: Date): Promise<void> {
  const { wants, proposalId, undoes, subject } = change;
  const [stage] = wants.kind === 'change' ? wants.fields : [];
  if (proposalId === null || undoes !== null || stage?.field !== 'stage') return;
  const { rows } = await trx.raw<{ rows: { to: string | null; deal: string; reason: string }[] }>(
    `select d.name as deal, p.reason, coalesce((
         select m.id from deal_versions v join deal_versions w on w.deal_id = v.deal_id and w.valid_to = v.valid_from and w.stage_id <> v.stage_id
           join stages s on s.id = v.stage_id and s.name = ? join people m on v.changed_by = 'person:' || m.id and m.active
         where v.deal_id = d.id order by v.valid_from desc limit 1), d.owner_id) as to
     from proposals p join deals d on d.id = p.subject_id where p.id = ? and p.trigger = 'required_fields_missing'`,
    [stage.before, proposalId],
  );
  const [row] = rows;
  if (!row?.to) return;
  const text = `Stage of ${row.deal} is ${stage.after} again. ${row.reason.replace(/\.$/, '')}.`;
  await requestChange(trx, {
    subject,
    wants: { kind: 'nudge', nudge: { to: row.to, text } },
    by: { kind: 'system', id: 'block_stage_progress' },
    now,
    runId: change.runId,
  });
}
