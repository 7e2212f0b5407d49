/** What a talk is about: the last thing here that "it" can mean, else what the card shows under which it is asked. */

import { dealForPerson } from '../crm/deals.ts';
import { leadsNamed } from '../crm/leads.ts';
import type { Db } from '../db/pool.ts';
import type { Command, Frame, It } from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import type { Company } from './company.ts';
import { itOf } from './dealing.ts';
import type { Place } from './reply.ts';
import type { Said } from './store.ts';
import { itOfLead } from './things.ts';

export type Topic = {
  thread: Frame | null;
  it: It | null;
  before: Command | null;
  last: number | null;
  /** Under which it is asked. */
  card?: string | undefined;
  /** What was said last was not understood. */
  unsure?: boolean;
  /** It is said at the top of a talk, not under what was said before. */
  top?: boolean;
};

/** Of this thread and this person only, and within what they may see at this moment. */
export async function topicOf(
  use: { db: Db; company: Company },
  input: { by: Person | null; place: Place },
  { frame, topic, unread }: Said,
): Promise<Topic> {
  const fresh = topic !== null && topic.id >= (frame?.id ?? 0) ? topic : null;
  const it =
    fresh?.it ?? (input.by && input.place.card ? await onCard(use, input.by, input.place.card) : null);
  return {
    thread: frame?.frame ?? null,
    it,
    before: fresh?.command ?? null,
    last: fresh?.id ?? frame?.id ?? null,
    unsure: unread,
    top: input.place.top ?? false,
    card: input.place.card,
  };
}

/** The deal or lead of a card; null where this person may not see it. */
async function onCard(use: { db: Db; company: Company }, by: Person, card: string): Promise<It | null> {
  const [kind, id = ''] = [card.slice(0, card.indexOf(':')), card.slice(card.indexOf(':') + 1)];
  const scope = scopeOf(by);
  if (kind === 'lead') {
    const [lead] = await leadsNamed(use.db, id, { scope, limit: 1 });
    return lead?.id === id ? itOfLead(lead) : null;
  }
  const within = { now: use.company.now, zone: use.company.zone, scope };
  if (kind === 'change') {
    const change = await use
      .db('changes')
      .where({ card, subject_kind: 'deal' })
      .first<{ subject_id: string } | undefined>('subject_id');
    const seen = change && (await dealForPerson(use.db, change.subject_id, within));
    return seen ? itOf(seen.deal) : null;
  }
  if (kind !== 'exception' || !/^\d{1,15}$/.test(id)) return null;
  const row = await use
    .db('exceptions as e')
    .join('proposals as p', 'p.id', 'e.proposal_id')
    .where({ 'e.id': id, 'p.subject_kind': 'deal' })
    .first<{ subject_id: string } | undefined>('p.subject_id');
  const seen = row && (await dealForPerson(use.db, row.subject_id, within));
  const it = seen ? itOf(seen.deal) : null;
  return it?.kind === 'deal' ? { ...it, exception: Number(id) } : it;
}

export const noTopic: Topic = { thread: null, it: null, before: null, last: null };
