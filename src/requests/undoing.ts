/** Taking things back in words: the last ones of a person, the last one of a deal. What is many goes on by itself. */

import { beginRollback } from '../changes/rollback.ts';
import { inTurn } from '../db/in-turn.ts';
import type { Command, Thing } from '../language/request.ts';
import { count, number } from '../story/format.ts';
import { itOf } from './dealing.ts';
import type { Done, Plan, Planned } from './plan.ts';
import { batchMeant, lastAgain } from './rollback-scopes.ts';
import { rollingBackPlan } from './rolling-back.ts';
import { takeBack, takenBack, underWay } from './taking-back.ts';
import { itOfLead, leadName, thingFound } from './things.ts';
import {
  type ChangeDeed,
  type Deed,
  deedsOf,
  orderOf,
  type Undoing,
  type UndoUse as Use,
} from './undo-deeds.ts';
import { lineOf } from './undo-lines.ts';
import { whyModeStays } from './undoing-modes.ts';
import { outsidePlan } from './undoing-outside.ts';

const nothingOfYours = 'There is no change of yours that can be undone.';

export async function undoPlan(use: Use, asked: Undoing): Promise<Planned> {
  if (asked.do !== 'undo_of') return planOf(use, asked);
  const found = await thingFound(use, asked.thing, asked);
  if ('instead' in found) return found;
  const thing: Thing =
    'deal' in found
      ? { kind: 'deal', name: found.deal.name, id: found.deal.id }
      : { kind: 'lead', name: leadName(found.lead), id: found.lead.id };
  const command = { ...asked, thing };
  const plan = await planOf(use, command);
  const it = 'deal' in found ? itOf(found.deal) : itOfLead(found.lead);
  return 'headline' in plan ? { ...plan, command, it } : plan;
}

async function planOf(use: Use, command: Undoing): Promise<Planned> {
  const deeds = await deedsOf(use, command);
  const [first] = deeds;
  const batch = await batchMeant(use, command, first ?? null);
  if (batch !== null) {
    const whole = { do: 'undo_batch', batch } as const;
    return { ...(await rollingBackPlan(use, whole)), command: whole };
  }
  const later = await laterSaid(use, command, first?.at ?? new Date(0));
  if (!first)
    return {
      nothing: (await stillUnderWay(use, command)) ?? `${nothingFor(command)}${later}${await lastAgain(use)}`,
    };
  if (deeds.length === 1 && first.what === 'mode') {
    const stays = whyModeStays(use, first.deed);
    if (stays !== null) return { nothing: stays };
  }
  const told = toldFirst(deeds);
  const lines = await inTurn(told, (deed) => lineOf(use, deed));
  const mark = JSON.stringify(deeds.map((deed) => (deed.what === 'change' ? deed.id : -orderOf(deed))));
  const stays = 'A field that somebody has changed since stays as it is, and you are told.';
  if (deeds.length === 1 && first.what === 'change' && first.held)
    return { ...approvalPlan(first, await lineOf(use, first, false), first.held), mark };
  if (deeds.length === 1 && first.what === 'outside') return { ...outsidePlan(use, first.deed), mark };
  if (deeds.length === 1 && first.what === 'reminders')
    return {
      headline: `Undo the last change: ${await lineOf(use, first, false)}.`,
      consequence: `Who has not been written to is not; a message in Slack says that it was taken back, and an e-mail stays.${later}`,
      wayBack: 'Way back: say it again, at any time.',
      count: 1,
      verb: 'Undo it',
      mark,
    };
  if (command.do === 'undo' && command.last === 1 && deeds.length === 1) {
    const of = first.what === 'change' ? ` of ${first.deal ?? 'the lead'}` : '';
    return {
      headline: `Undo the last change${of}: ${await lineOf(use, first, false)}.`,
      consequence: `${first.what === 'change' ? stays : 'If somebody has changed it since, it stays.'}${later}`,
      wayBack:
        first.what === 'change'
          ? 'Way back: "Do it again" on its card, for 24 hours.'
          : first.what === 'kpi alert' || first.what === 'rule'
            ? 'Way back: say it again, at any time.'
            : first.what === 'pause'
              ? 'Way back: pause or resume it again, at any time.'
              : 'Way back: set it again.',
      count:
        first.what === 'change' ? first.fields.length : first.what === 'setting' ? first.deeds.length : 1,
      verb: 'Undo it',
      mark,
    };
  }
  const fewer =
    command.do === 'undo' && deeds.length < command.last
      ? ` ${command.last} were asked for; these are all that can be undone.`
      : '';
  const rest = deeds.length > told.length ? ` And ${number(deeds.length - told.length)} more.` : '';
  return {
    headline: `Undo ${spanOf(command, deeds.length)}.`,
    consequence: `${lines.map((line) => `${line.charAt(0).toUpperCase()}${line.slice(1)}.`).join(' ')}${rest}${fewer} ${stays}${later}`,
    wayBack: 'Way back: each can be done again, for 24 hours.',
    count: deeds.length,
    verb: deeds.length === 1 ? 'Undo it' : `Undo ${deeds.length}`,
    mark,
  };
}

/**
 * Of many the first few; but a rule, a limit or a pause that goes back with changes of records is named in any case: it is not
 * what somebody thinks of who counts deals.
 */
function toldFirst(deeds: Deed[]): Deed[] {
  const few = 4;
  if (deeds.length <= few) return deeds;
  const others = deeds.filter(({ what }) => what !== 'change').slice(0, 8);
  const records = deeds.filter(({ what }) => what === 'change').slice(0, Math.max(1, few - others.length));
  return [...others, ...records];
}

/** What goes back by its opposite alone. */
const withoutUndo: Command['do'][] = [
  'create_playbook',
  'remove_playbook',
  'change_playbook',
  'restore_playbook',
  'workflow_add',
  'workflow_remove',
  'workflow_secret',
  'agent_duty',
  'stand_in_end',
  'snapshot',
  'phrasing_step',
];

/** Whoever means what they did last is told that this is not it. Empty where there is nothing later. */
async function laterSaid(use: Use, command: Undoing, than: Date): Promise<string> {
  if (command.do !== 'undo' || command.last !== 1) return '';
  const row = await use
    .db('requests')
    .where({ person_id: use.by.id, settled_as: 'done' })
    .where('settled_at', '>', than)
    .whereRaw(`reading->'command'->>'do' = any(?)`, [withoutUndo])
    .orderBy('settled_at', 'desc')
    .first<{ text: string } | undefined>('text');
  return row
    ? ` What you did later, "${row.text.slice(0, 120)}", does not go back with "undo": say its opposite.`
    : '';
}

/** Nothing was written yet: the approval goes back, and the card is there to be decided again. */
const approvalPlan = ({ deal }: ChangeDeed, line: string, held: string[]): Omit<Plan, 'mark'> => ({
  headline: `Take back the approval for ${deal ?? 'the lead'}: ${line}.`,
  consequence: `Nothing of it is done yet. ${held.join(' ')} Its card is open again for everybody who may decide.`,
  wayBack: 'Way back: approve it again on its card.',
  count: 1,
  verb: 'Take it back',
});

const spanOf = (command: Undoing, found: number): string =>
  command.do === 'undo_of'
    ? `the last change of ${command.thing.name}`
    : found === 1
      ? 'your last change'
      : `your last ${found} changes`;

const nothingFor = (command: Undoing): string =>
  command.do === 'undo' ? nothingOfYours : `There is no change of ${command.thing.name} that you can undo.`;

/** What was wanted a moment ago is not there yet to be taken back. */
async function stillUnderWay(use: Use, command: Undoing): Promise<string | null> {
  if (command.do !== 'undo') return null;
  const [row] = await use
    .db('changes')
    .where({ by_kind: 'person', by_id: use.by.id })
    .whereIn('state', ['pending', 'applying'])
    .whereNull('undoes')
    .whereNull('held')
    .count<{ count: number }[]>('* as count');
  const waiting = Number(row?.count ?? 0);
  return waiting === 0
    ? null
    : `${count(waiting, 'change')} of yours ${waiting === 1 ? 'is' : 'are'} still under way. Ask again in a moment.`;
}

export async function carryOutUndo(use: Use, command: Undoing): Promise<Done> {
  const deeds = await deedsOf(use, command);
  const [only, ...more] = deeds;
  if (!only) return { sentence: nothingFor(command), back: null };
  if (more.length === 0) return { sentence: await takeBack(use, only), back: null };
  const applied = deeds.filter((deed) => deed.what === 'change' && !deed.held);
  const others = deeds.filter((deed) => !applied.includes(deed));
  const ids = applied.flatMap((deed) => (deed.what === 'change' ? [deed.id] : []));
  const told = await takenBack(use, others);
  const begun = await beginRollback(use, {
    of: { what: 'these', changes: ids },
    says: spanOf(command, deeds.length),
    beside: told.said,
    by: use.by,
  });
  const of = begun.say === 'begun' ? begun.total : 0;
  const theirs = ids.length - of;
  const stay =
    theirs > 0
      ? ` ${number(theirs)} ${theirs === 1 ? 'stays' : 'stay'}: somebody else decides about ${theirs === 1 ? 'it' : 'them'} now.`
      : '';
  return { sentence: `${underWay(told.back.length + of, begun)}${stay}${told.stay}`, back: null };
}
