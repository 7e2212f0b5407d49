/** Who may have a lead: territory and capacity for whoever takes one, and what a manager may pass over. */
import type { Db } from '../db/pool.ts';
import { personById } from '../people/people.ts';
import { may } from '../policy/authorize.ts';
import type { Person } from '../policy/nouns.ts';
import { currentSettings, numberSetting } from '../settings/settings.ts';
import { atCapacity } from '../story/lead.ts';
import { type Lead, managesLead, whyNot } from './leads.ts';

type Use = { db: Db; now: Date };

/** Why this person may not claim the lead now, as a sentence; null: they may. A manager of its territory is bound by no capacity. */
export async function whyNotClaim(use: Use, by: Person | null, lead: Lead): Promise<string | null> {
  const because = whyNot(by, lead);
  if (because !== null || by === null || managesLead(by, lead)) return because;
  const full = (await fullOnes(use, [by])).get(by.id);
  if (!full) return null;
  const manager = by.managerId === null ? null : await personById(use.db, by.managerId);
  const over = full.open - full.limit + 1;
  return `${atCapacity('You', full.open, full.limit)} Close ${over === 1 ? 'one' : over}, or ask ${manager?.active ? manager.name : 'a manager'} to hand it to you.`;
}

export type HandOver =
  | { may: false; because: string }
  /** `passedOver`: what would have kept a rep from it, each a sentence; it is said, and kept on record. */
  | { may: true; passedOver: string[] };

/** As `handOverTo`, for one. */
export async function mayHandOver(use: Use, by: Person, to: Person | null, lead: Lead): Promise<HandOver> {
  return handOverTo(by, to, lead, to === null ? new Map() : await fullOnes(use, [to]));
}

/**
 * Whether this person may give the lead to that one: whoever has it to those who could claim it; a manager of its
 * territory, and an administrator, to any rep or manager. `full`: who has no room, as `fullOnes` says.
 */
export function handOverTo(by: Person, to: Person | null, lead: Lead, full: Map<string, Full>): HandOver {
  const no = (because: string): HandOver => ({ may: false, because });
  const above = mayGiveToAnybody(by, lead);
  if (!above && !(may(by, 'hand_over') && lead.owner_id === by.id))
    return no(`Giving this lead to somebody needs a manager of ${lead.territory ?? 'its territory'}.`);
  if (!to?.active) return no('That person does not work here any more.');
  if (!may(to, 'lead')) return no(`${to.name} cannot have it. Leads are for reps and managers.`);
  const against: string[] = [];
  if (whyNot(to, lead) !== null)
    against.push(`${to.name} works outside of ${lead.territory ?? 'its territory'}.`);
  const has = may(to, 'hand_over', 'place') ? undefined : full.get(to.id);
  if (has) against.push(atCapacity(to.name, has.open, has.limit));
  if (against.length === 0 || above) return { may: true, passedOver: against };
  return no(`${against.join(' ')} A manager can hand it over all the same.`);
}

export const mayGiveToAnybody = (by: Person, lead: Lead): boolean =>
  may(by, 'hand_over', 'all') || managesLead(by, lead);

export type Full = { open: number; limit: number };

/** Of these people those who have as many open deals as their limit or more, with both numbers. */
export async function fullOnes({ db, now }: Use, people: Person[]): Promise<Map<string, Full>> {
  const settings = await currentSettings(db, now);
  const rows = await db('deals')
    .where({ status: 'open' })
    .whereIn(
      'owner_id',
      people.map(({ id }) => id),
    )
    .groupBy('owner_id')
    .select<{ owner_id: string; open: string | number }[]>('owner_id', db.raw('count(*) as open'));
  const open = new Map(rows.map((row) => [row.owner_id, Number(row.open)]));
  return new Map(
    people.flatMap((person): [string, Full][] => {
      const limit = numberSetting(settings, 'open_deals_limit', {
        personId: person.id,
        teamId: person.teamId,
        territoryId: person.territoryId,
      });
      const has = open.get(person.id) ?? 0;
      return has >= limit ? [[person.id, { open: has, limit }]] : [];
    }),
  );
}
