/** What was asked for and is not there yet: said in one sentence, with what is possible instead. Nothing is done. */
import type { NamedValue, Wish } from '../language/request.ts';
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

type Told = { sentence: string; instead: string[]; intent: Intent; slots: Slots };

function told(wish: Wish): Told {
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
  }
}
