/** The first time that somebody spoke with a lead: how long that took is what intake is measured by. */
import { record } from '../audit/record.ts';
import { requestChange } from '../changes/request.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { redrawCard } from '../jobs/cards.ts';
import { may } from '../policy/authorize.ts';
import type { Person } from '../policy/nouns.ts';
import { dayIn } from '../sales/days.ts';
import { leadOf, managesLead } from './leads.ts';

export type Contacted =
  | { say: 'contacted'; afterMs: number; changeId: number | null }
  | { say: 'already'; byName: string; at: Date }
  | { say: 'not allowed'; because: string };

/** Whoever has the lead, or a manager of its territory, says that it was spoken with. Only the first time counts. */
export async function contactLead(
  use: { db: Db; now: Clock; zone: string },
  input: { leadId: string; by: Person },
): Promise<Contacted> {
  return inTransaction(use.db, async (trx) => {
    const lead = await leadOf(trx, input.leadId);
    const row = await trx('leads as l')
      .leftJoin('lead_claims as c', 'c.lead_id', 'l.id')
      .where('l.id', lead.id)
      .first<{ created_at: Date; first_touch_on: string | null; claimer: string | null }>(
        'l.created_at',
        'l.first_touch_on',
        {
          claimer: 'c.by_id',
        },
      );
    const has = may(input.by, 'lead') && (row.claimer === input.by.id || lead.owner_id === input.by.id);
    const manages = managesLead(input.by, lead);
    const subject = { kind: 'lead', id: lead.id } as const;
    const actor = { kind: 'person', id: input.by.id } as const;
    if (!has && !manages) {
      const because = 'Only who has this lead, or a manager, says when it was spoken with.';
      await record(trx, { action: 'lead.contact_refused', subject, by: actor, because });
      return { say: 'not allowed', because };
    }
    const now = use.now.now();
    const first = await trx('first_contacts')
      .insert({ lead_id: lead.id, by_id: input.by.id, at: now })
      .onConflict('lead_id')
      .ignore()
      .returning('lead_id');
    if (first.length === 0) {
      const known = await trx('first_contacts as f')
        .join('people as p', 'p.id', 'f.by_id')
        .where('f.lead_id', lead.id)
        .first<{ name: string; at: Date }>('p.name', 'f.at');
      return { say: 'already', byName: known.name, at: known.at };
    }
    await record(trx, { action: 'lead.contacted', subject, by: actor });
    const changeId =
      row.first_touch_on === null
        ? await requestChange(trx, {
            subject,
            wants: {
              kind: 'change',
              fields: [{ field: 'first_touch_on', before: null, after: dayIn(now, use.zone) }],
            },
            by: actor,
            now,
            card: `lead:${lead.id}`,
          })
        : null;
    await redrawCard(trx, `lead:${lead.id}`);
    return { say: 'contacted', afterMs: Math.max(0, now.getTime() - row.created_at.getTime()), changeId };
  });
}
