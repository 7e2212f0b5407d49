/** What was asked for and is not there yet: said in one sentence, with what is possible instead. Nothing is done. */
import type { NamedPlace, NamedValue, Wish } from '../language/request.ts';
import { list } from '../story/format.ts';
import type { Company } from './company.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Intent, Slots } from './reply.ts';
import { suggestions } from './suggest.ts';

const nothingDone = 'Nothing was changed; the request is recorded.';

/** An agent of the crew that was named and does not work here yet. */
export function notHere(agent: NamedValue, company: Company, intent: Intent, slots: Slots): Outcome {
  const here = list(company.lexicon.agents.map(({ name }) => name));
  const sentence = `${agent.name} does not work here yet. Who does: ${here}. ${nothingDone}`;
  return outcome({ kind: 'text', sentence, lines: [], next: suggestions(['agent status']) }, intent, {
    slots,
  });
}

export function notYet(wish: Wish): Outcome {
  const { sentence, instead, intent, slots } = told(wish);
  return outcome(
    { kind: 'text', sentence: `${sentence} ${nothingDone}`, lines: [], next: suggestions(instead) },
    intent,
    { slots },
  );
}

const slotOf = { territory: 'region', team: 'team', person: 'owner', account: 'account', agent: 'agent' };

function placeSlots(places: NamedPlace[]): Slots {
  const slots: Record<string, string[]> = {};
  for (const { kind, name } of places) slots[slotOf[kind]] = [...(slots[slotOf[kind]] ?? []), name];
  return slots;
}

type Told = { sentence: string; instead: string[]; intent: Intent; slots: Slots };

function told(wish: Wish): Told {
  const limit = 'set the stale threshold to 30 days';
  switch (wish.kind) {
    case 'reminder':
      return {
        sentence:
          'Reminders for a time are not there yet. A card can be snoozed on the card itself; a deal’s next step keeps what is to be done.',
        instead: ['my open deals without next step'],
        intent: 'create_rule',
        slots: { rule_text: wish.text },
      };
    case 'timetable':
      return {
        sentence: 'Answers on a timetable are not there yet; the question can be asked at any time.',
        instead: ['stale deals'],
        intent: 'create_rule',
        slots: { rule_text: wish.text },
      };
    case 'playbook':
      return {
        sentence: `Playbooks are not there yet, so ${wish.name ? `"${wish.name}"` : 'none'} cannot be switched ${wish.on ? 'on' : 'off'}; a single limit can be set with an end.`,
        instead: [limit],
        intent: wish.on ? 'activate_playbook' : 'deactivate_playbook',
        slots: {
          ...(wish.name ? { playbook: wish.name } : {}),
          ...(wish.until ? { until: wish.until.at } : {}),
          ...placeSlots(wish.places),
        },
      };
    case 'snapshot':
      return {
        sentence:
          'Snapshots of the settings are not there yet; each limit keeps its versions, and "undo" takes the last one back.',
        instead: ['agent status'],
        // Going back to a snapshot is the way back.
        intent: wish.how === 'restore' ? 'rollback' : 'snapshot',
        slots: wish.name ? { value: wish.name } : {},
      };
    case 'mode':
      return {
        sentence: `Changing ${wish.agent ? `the mode of ${wish.agent.name}` : "an agent's mode"} in words is not there yet; pausing and resuming it is.`,
        instead: ['agent status'],
        intent: 'set_mode',
        slots: { ...(wish.agent ? { agent: [wish.agent.id] } : {}), value: wish.mode },
      };
    case 'clone':
      return {
        sentence:
          'Copying settings from one place to another is not there yet; each limit can be set for its place.',
        instead: [limit],
        intent: 'clone_config',
        slots: placeSlots(wish.places),
      };
  }
}
