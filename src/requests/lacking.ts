import { type Outcome, outcome } from './outcome.ts';
import type { Intent, Slots } from './reply.ts';
import { nothingKept } from './store.ts';
import { suggestions } from './suggest.ts';

/** A part is missing or cannot be: it is asked for, and `completes` says how the answer makes the request whole. */
export const lacking = (question: string, completes: string | null = null, slots: Slots = {}): Outcome =>
  outcome({ kind: 'clarify', question, options: [] }, 'clarify_needed', {
    slots,
    kept: { ...nothingKept, completes },
  });

/** A choice that is a whole request of its own: that is carried out in the place of what was asked. */
export const requestKind = 'request';
const mostOffered = 5;

/** Which of these requests is meant, each with a button; the first five of them. */
export function whichRequest(question: string, requests: { label: string; request: string }[]): Outcome {
  const offered = requests.slice(0, mostOffered);
  const cut = requests.length > mostOffered ? ' There are more; say which.' : '';
  return outcome(
    {
      kind: 'clarify',
      question: `${question}${cut}`,
      options: offered.map(({ label }, at) => ({ choice: `option:${at}`, label, fact: null })),
    },
    'clarify_needed',
    {
      kept: {
        ...nothingKept,
        options: offered.map(({ request }) => ({ words: '', kind: requestKind, ids: [request] })),
      },
    },
  );
}

/** `can`: who may instead. They are named behind it, the nearest first. */
export const refusing = (because: string, can: Outcome['can'] = null, intent: Intent = 'refuse'): Outcome =>
  outcome({ kind: 'refused', because, next: [] }, intent, { refused: 'rights', can });

/** The same, with what this person may ask for instead. */
export const refusingBut = (because: string, can: Outcome['can'], instead: string[]): Outcome => ({
  ...refusing(because, can),
  said: { kind: 'refused', because, next: suggestions(instead) },
});
