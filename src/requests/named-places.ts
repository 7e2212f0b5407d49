/** Places by their names, as a command has them: which ones are meant, and as slots. */
import { agentLabel } from '../agents/roster.ts';
import type { NamedPlace, Place } from '../language/request.ts';
import type { Company } from './company.ts';
import type { Slots } from './reply.ts';

const slotOf = { territory: 'region', team: 'team', person: 'owner', account: 'account', agent: 'agent' };

export function placeSlots(places: NamedPlace[]): Slots {
  const slots: Record<string, string[]> = {};
  for (const { kind, name } of places) slots[slotOf[kind]] = [...(slots[slotOf[kind]] ?? []), name];
  return slots;
}

/** Null: there is none of that name any more. */
export function placeNamed({ lexicon }: Company, { kind, name }: NamedPlace): Place | null {
  if (kind === 'agent') return { scope: 'agent', of: { id: name, name: agentLabel(name) } };
  const all = {
    territory: lexicon.territories,
    team: lexicon.teams,
    person: lexicon.people,
    account: lexicon.accounts,
  };
  const [one, ...others] = all[kind].filter((each) => each.name === name);
  return one && others.length === 0 ? { scope: kind, of: { id: one.id, name: one.name } } : null;
}
