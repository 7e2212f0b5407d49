/** Many arrivals of one person within a day: the owner of intake hears of it, once. */
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { wantCard } from '../jobs/cards.ts';
import { holdersOf, personById } from '../people/people.ts';
import type { Person } from '../policy/nouns.ts';
import { currentSettings, numberSetting, textSetting } from '../settings/settings.ts';

/**
 * One message where more than `repeat_limit` arrivals of a lead were duplicates within 24 hours, and none for the rest of
 * those hours. The caller's transaction holds the lead's row, so that of several at once one tells.
 */
export async function noticeRepeats(
  trx: Db,
  input: { leadId: string; lastDay: number; at: Date },
): Promise<boolean> {
  const settings = await currentSettings(trx, input.at);
  if (input.lastDay <= numberSetting(settings, 'repeat_limit')) return false;
  const since = new Date(input.at.getTime() - 86_400_000);
  if (await trx('repeat_notices').where({ lead_id: input.leadId }).where('at', '>', since).first('id'))
    return false;
  const owner = await ownerOfIntake(trx);
  const [notice] = await trx('repeat_notices')
    .insert({ lead_id: input.leadId, to_id: owner?.id ?? null, arrivals: input.lastDay, at: input.at })
    .returning<{ id: number }[]>('id');
  if (!notice) return false;
  await record(trx, {
    action: 'lead.repeats_noticed',
    subject: { kind: 'lead', id: input.leadId },
    by: { kind: 'system', id: 'intake' },
    details: { to: owner?.id ?? null, arrivals: input.lastDay },
  });
  const channel = owner?.slackId ? `dm:${owner.slackId}` : textSetting(settings, 'ops_channel');
  if (channel) await wantCard(trx, { key: `repeats:${notice.id}`, channel });
  return true;
}

/** The agent's owner; until it has one, whoever owns agents; else an administrator. */
export async function ownerOfIntake(db: Db): Promise<Person | null> {
  const row = await db('agents')
    .where({ name: 'intake' })
    .first<{ owner_id: string | null } | undefined>('owner_id');
  const owner = row?.owner_id ? await personById(db, row.owner_id) : null;
  if (owner?.active) return owner;
  // Who owns agents and nothing else comes before somebody who also approves.
  const owners = (await holdersOf(db, 'owner')).sort((a, b) => a.roles.length - b.roles.length);
  return owners[0] ?? (await holdersOf(db, 'admin'))[0] ?? null;
}
