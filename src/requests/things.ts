/** The deal or lead that a command names: one, or a question back. */
import { dealForPerson, dealsLike, dealsNamed } from '../crm/deals.ts';
import { type LeadNamed, leadsNamed } from '../crm/leads.ts';
import type { Db } from '../db/pool.ts';
import type { Choice, Command, It, Thing } from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import type { DealRow } from '../sales/answer.ts';
import type { Company } from './company.ts';
import { factOf } from './dealing.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { ClarifyOption } from './reply.ts';
import { intentOfCommand, slotsOfCommand } from './slots.ts';
import { nothingKept } from './store.ts';

type Use = { db: Db; company: Company; by: Person };
export type Found = { deal: DealRow } | { lead: LeadNamed };

const most = 5;

/** `command` goes on with the one that is chosen. What lies outside the scope is as if it were not there. */
export async function thingFound(
  use: Use,
  thing: Thing,
  command: Command,
): Promise<Found | { instead: Outcome }> {
  const scope = scopeOf(use.by);
  const within = { now: use.company.now, zone: use.company.zone, scope };
  if (thing.id !== null && thing.kind !== 'lead') {
    const seen = await dealForPerson(use.db, thing.id, within);
    return seen ? { deal: seen.deal } : { instead: notFound(use, thing, command) };
  }
  const name = thing.id ?? thing.name.replace(/^[a-z]{1,3}-\d+$/, (id) => id.toUpperCase());
  const deals = thing.kind === 'lead' ? [] : await dealsNamed(use.db, name, { ...within, limit: most + 1 });
  const leads =
    thing.kind === 'deal' || deals.length > 0
      ? []
      : await leadsNamed(use.db, name, { scope, limit: most + 1 });
  const [deal, lead] = [deals[0], leads[0]];
  if (deals.length === 1 && deal) return { deal };
  if (leads.length === 1 && lead) return { lead };
  if (deal) return { instead: whichDeal(use, deals, command, 'Which deal?') };
  if (lead) return { instead: whichLead(leads, command) };
  const near = thing.kind === 'lead' ? [] : await dealsLike(use.db, name, { ...within, limit: most + 1 });
  const asks = `No deal is called "${thing.name.slice(0, 80)}". Which one is meant?`;
  return { instead: near.length > 0 ? whichDeal(use, near, command, asks) : notFound(use, thing, command) };
}

function notFound(use: Use, { kind, name }: Thing, command: Command): Outcome {
  const what = kind === 'either' ? 'deal or lead' : kind;
  const sentence = `No ${what} named "${name.slice(0, 80)}" is found among those you may see. Nothing was changed.`;
  return outcome({ kind: 'text', sentence, lines: [], next: [] }, intentOfCommand(command), {
    slots: slotsOfCommand(command, use.by, use.company),
  });
}

function whichDeal(use: Use, deals: DealRow[], command: Command, question: string): Outcome {
  const shown = deals.slice(0, most);
  const options = shown.map((deal) => ({ label: deal.name, fact: factOf(deal, shown, use.company) }));
  return which(
    { kind: 'deal', question },
    options,
    deals.length,
    shown.map(({ id }) => id),
    command,
  );
}

function whichLead(leads: LeadNamed[], command: Command): Outcome {
  const shown = leads.slice(0, most);
  const options = shown.map((lead) => ({
    label: leadName(lead),
    fact: [lead.territory, lead.owner ? `with ${lead.owner}` : null, lead.id].filter(Boolean).join(', '),
  }));
  return which(
    { kind: 'lead', question: 'Which lead?' },
    options,
    leads.length,
    shown.map(({ id }) => id),
    command,
  );
}

function which(
  { kind, question }: { kind: 'deal' | 'lead'; question: string },
  listed: { label: string; fact: string }[],
  found: number,
  ids: string[],
  command: Command,
): Outcome {
  const options = listed.map((one, at): ClarifyOption => ({ choice: `option:${at}`, ...one }));
  const choices = ids.map((id): Choice => ({ words: '', kind, ids: [id] }));
  const more = found > most ? ' More match; a longer name finds them.' : '';
  return outcome({ kind: 'clarify', question: `${question}${more}`, options }, 'clarify_needed', {
    kept: { ...nothingKept, command, options: choices },
  });
}

/** The command with the thing that was chosen. */
export function withThing(command: Command, kind: 'deal' | 'lead', id: string): Command {
  const thing: Thing = { kind, name: id, id };
  if (command.do === 'assign') return { ...command, what: thing };
  if (command.do === 'claim' || command.do === 'close_lead') return { ...command, lead: thing };
  if (command.do === 'reopen_lead' || command.do === 'merge_lead') return { ...command, lead: thing };
  if (command.do === 'audit') return { ...command, of: thing };
  return command.do === 'explain_thing' || command.do === 'why_no_card' || command.do === 'undo_of'
    ? { ...command, thing }
    : command;
}

export const leadName = (lead: { id: string; name: string | null; company: string | null }): string =>
  [lead.name, lead.company].filter(Boolean).join(', ') || lead.id;

export const itOfLead = (lead: LeadNamed): It => ({ kind: 'lead', id: lead.id, name: leadName(lead) });
