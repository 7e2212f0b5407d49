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

/** `can`: who may instead. They are named behind it, the nearest first. */
export const refusing = (because: string, can: Outcome['can'] = null, intent: Intent = 'refuse'): Outcome =>
  outcome({ kind: 'refused', because, next: [] }, intent, { refused: 'rights', can });

/** The same, with what this person may ask for instead. */
export const refusingBut = (because: string, can: Outcome['can'], instead: string[]): Outcome => ({
  ...refusing(because, can),
  said: { kind: 'refused', because, next: suggestions(instead) },
});
