/** What agents tell each other, as sentences. */
import type { SignalKind } from '../policy/nouns.ts';
import { count } from './format.ts';

export type SignalTold = {
  kind: SignalKind;
  to: string;
  count: number;
  /** The latest first. */
  causes: { agent: string; run: string; what: string }[];
  run: string | null;
  stoppedBecause: string | null;
};

export const signalStopped = {
  acted: (agent: string): string => `The ${agent} agent has acted in this chain already.`,
  long: (steps: number): string => `A chain has at most ${steps} steps.`,
};

const kinds: Record<SignalKind, (n: number) => string> = {
  deals_changed: (n) => (n === 1 ? 'a deal changed' : `${count(n, 'change')} of deals`),
  forecast_moved: () => 'the forecast moved',
  figure_off: () => 'a figure left its limit',
};

/** "close date of Acme Platform changed, and 2 more" */
const what = ({ kind, causes, count: all }: SignalTold): string => {
  const [first] = causes;
  return first ? `${first.what}${all > 1 ? `, and ${all - 1} more` : ''}` : kinds[kind](all);
};

/**
 * How a run came to be woken: "pipeline agent, run 7F3K: close date of Acme Platform changed". `openly`: the reader may know
 * which thing it was.
 */
export const cameFrom = (signal: SignalTold, openly: boolean): string => {
  const [first] = signal.causes;
  const said = openly ? what(signal) : kinds[signal.kind](signal.count);
  return `${first?.agent ?? 'another'} agent, run ${first?.run ?? '?'}: ${said}`;
};

/** What became of it: "Told the forecasting agent (run 8A2C)". */
export const wentTo = (signal: SignalTold): string => {
  if (signal.stoppedBecause !== null)
    return `Did not tell the ${signal.to} agent: ${signal.stoppedBecause.charAt(0).toLowerCase()}${signal.stoppedBecause.slice(1).replace(/\.$/, '')}`;
  return `Told the ${signal.to} agent${signal.run === null ? ', which has not heard it yet' : ` (run ${signal.run})`}`;
};

/**
 * One step of a chain: "Pipeline agent, run 7F3K → Forecasting agent, run 8A2C: close date of Acme Platform changed".
 * `openly`: the reader may know which thing it was.
 */
export function signalStep(
  signal: SignalTold,
  { openly, label }: { openly: boolean; label: (agent: string) => string },
): string {
  const [first] = signal.causes;
  const heard =
    signal.stoppedBecause !== null
      ? `, which was not woken (${signal.stoppedBecause.replace(/\.$/, '')})`
      : signal.run === null
        ? ', which has not heard it yet'
        : `, run ${signal.run}`;
  const said = openly ? what(signal) : kinds[signal.kind](signal.count);
  return `${label(first?.agent ?? '?')}, run ${first?.run ?? '?'} → ${label(signal.to)}${heard}: ${said}`;
}

/** For a list: "pipeline → forecasting: …". */
export const signalLine = (signal: SignalTold): string =>
  `${signal.causes[0]?.agent ?? '?'} → ${signal.to}: ${what(signal)} (run ${signal.causes[0]?.run ?? '?'})${
    signal.stoppedBecause !== null
      ? `. Stopped: ${signal.stoppedBecause}`
      : signal.run === null
        ? ', waits.'
        : `, heard by run ${signal.run}.`
  }`;
