/** Modes in words: where one holds, and what follows from it. */
import { kindOf } from '../policy/acting-alone.ts';
import type { ModeScope } from '../policy/modes.ts';
import type { Mode } from '../policy/nouns.ts';
import { money } from './format.ts';

/** "for phone numbers in EMEA under $20,000"; empty of a whole agent. `territory` is its name. */
export function scopeSaid(
  { trigger, kind, field, upTo }: ModeScope,
  territory: string | null,
  companyCurrency: string,
): string {
  const about = [
    trigger === null ? null : triggerSaid(trigger),
    field !== null ? (kindOf(field)?.said ?? field) : null,
    field === null && kind !== null ? { change: 'changes', nudge: 'nudges' }[kind] : null,
  ].filter((part) => part !== null);
  return [
    about.length > 0 ? `for ${about.join(', ')}` : null,
    territory === null ? null : `in ${territory}`,
    upTo === null ? null : amountSaid(upTo, companyCurrency),
  ]
    .filter((part) => part !== null)
    .join(' ');
}

/** "close date past" */
export const triggerSaid = (name: string): string => name.replaceAll('_', ' ');

/** What ends a cent below a whole amount was said as "under" it. */
function amountSaid({ value, currency }: { value: number; currency: string }, company: string): string {
  const above = Math.round(value * 100 + 1) / 100;
  const under = !Number.isInteger(value) && Number.isInteger(above);
  return `${under ? 'under' : 'up to'} ${money(under ? above : value, currency, company)}`;
}

/** What comes of what an agent finds, after its mode. */
export const modeMeans: Record<Mode, string> = {
  shadow: 'What it finds is recorded; nothing is changed and nobody is asked.',
  suggest: 'What it finds comes as cards; nothing is changed without a person.',
  auto: 'It acts alone within its authority; the rest comes as cards.',
};

/** What became of a request for auto mode, as a clause. */
export const endedSaid = (as: 'approved' | 'rejected' | 'withdrawn' | 'expired' | 'lost'): string =>
  ({
    approved: 'it was approved',
    rejected: 'it was rejected',
    withdrawn: 'it was taken back',
    expired: 'nobody signed it in time',
    lost: 'its evidence was no longer there',
  })[as];
