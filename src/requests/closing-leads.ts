/** In words: a lead that is none, one that is one after all, and two that are the same; the same verbs as on the card. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { type Closed, markNotALead, mayNotClose, reopenLead, whoHas } from '../exceptions/closing.ts';
import { closingOf } from '../exceptions/closings.ts';
import { leadOf } from '../exceptions/leads.ts';
import { mergeLead, wrongTarget } from '../exceptions/merging.ts';
import type { Command, Thing } from '../language/request.ts';
import type { Person } from '../policy/nouns.ts';
import { firstName } from '../story/format.ts';
import { closedSaid } from '../story/lead.ts';
import type { Company } from './company.ts';
import { refusing } from './lacking.ts';
import type { Done, Planned } from './plan.ts';
import { itOfLead, leadName, thingFound } from './things.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Ending = Extract<Command, { do: 'close_lead' | 'reopen_lead' | 'merge_lead' }>;

const undoable = 'Way back: "undo", or Undo on its card.';

export async function leadEndPlan(use: Use, asked: Ending): Promise<Planned> {
  const found = await thingFound(use, asked.lead, asked);
  if ('instead' in found) return found;
  if (!('lead' in found)) return { nothing: 'That is a deal, and no lead.' };
  const name = leadName(found.lead);
  const lead = await leadOf(use.db, found.lead.id);
  const has = await whoHas(use.db, lead);
  const because = mayNotClose(use.by, lead, has?.id ?? null);
  if (because) return { instead: refusing(because) };
  const closing = await closingOf(use.db, lead.id);
  const it = itOfLead(found.lead);
  const thing = { kind: 'lead', name, id: lead.id } as const;
  const mark = JSON.stringify([lead.id, has?.id ?? null, closing?.id ?? null]);
  const common = { count: 1, mark, it };
  if (asked.do === 'reopen_lead')
    return closing
      ? {
          ...common,
          headline: `Open the lead ${name} again.`,
          consequence: `${closedSaid(closing)}${closing.signs.length > 0 ? ` Its signs: ${closing.signs.join('; ')}.` : ''} It can be claimed then.`,
          wayBack: 'Way back: "mark it as not a lead", at any time.',
          verb: 'Open it again',
          command: { ...asked, lead: thing },
        }
      : { nothing: `The lead ${name} is open already.` };
  if (closing && closing.as !== 'probably not a lead') return { nothing: closedSaid(closing) };
  if (asked.do === 'close_lead')
    return {
      ...common,
      headline: `Mark the lead ${name} as not a lead${asked.reason ? `: ${asked.reason.toLowerCase()}` : ''}.`,
      consequence: 'Nobody claims it then, and later leads of this sender get a lower confidence.',
      wayBack: undoable,
      verb: 'Not a lead',
      command: { ...asked, lead: thing },
    };
  const into = await thingFound(use, asked.into, asked);
  if ('instead' in into || !('lead' in into))
    return { nothing: `Which lead is ${name} the same as? Say its id, such as L-203.` };
  const wrong = await wrongTarget(use.db, use.by, lead, { kind: 'lead', id: into.lead.id });
  if (wrong) return { nothing: wrong };
  const target: Thing = { kind: 'lead', name: leadName(into.lead), id: into.lead.id };
  return {
    ...common,
    headline: `Merge the lead ${name} into ${target.name}.`,
    consequence: 'What is missing there is filled in. Whatever this person sends from now on goes there.',
    wayBack: undoable,
    verb: 'Merge them',
    command: { ...asked, lead: thing, into: target },
  };
}

export async function carryOutLeadEnd(use: Use, command: Ending): Promise<Done> {
  const { id, name } = command.lead;
  if (id === null) return { sentence: 'No lead was named. Nothing was changed.', back: null };
  const who = firstName(use.by.name);
  if (command.do === 'reopen_lead') {
    const opened = await reopenLead(use, { leadId: id, by: use.by });
    return opened.say === 'reopened'
      ? { sentence: `${who} opened the lead ${name} again.`, back: null }
      : { sentence: opened.because, back: null };
  }
  const lead = await leadOf(use.db, id);
  const has = await whoHas(use.db, lead);
  const of = { leadId: id, by: use.by, seenWith: has?.id ?? null };
  if (command.do === 'close_lead')
    return doneWith(
      await markNotALead(use, { ...of, reason: command.reason }),
      `${who} marked the lead ${name} as not a lead.`,
    );
  const merged = await mergeLead(use, { ...of, into: { kind: 'lead', id: command.into.id ?? '' } });
  return merged.say === 'wrong'
    ? { sentence: merged.because, back: null }
    : doneWith(merged, `${who} merged the lead ${name} into ${command.into.name}.`);
}

const doneWith = (closed: Closed, sentence: string): Done =>
  closed.say === 'closed' ? { sentence, back: 'undo' } : { sentence: closed.because, back: null };
