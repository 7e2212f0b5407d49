/** Words that several cards share. */
import { calendarDay, count, money, percent } from '../src/story/format.ts';
import { type About, about, actions } from './ids.ts';
import { button, type Here, row } from './kit.ts';
import { data, type Markup, md, nothing, type Plain, plainly } from './text.ts';

export const agentName = (agent: string): string => `${agent.charAt(0).toUpperCase()}${agent.slice(1)} agent`;

/** "Confidence high, 0.93 (people accepted 38 of 41 like it)"; under 10 cases it says that it does not know yet. */
export const confidence = (of: { share: number; cases: number; accepted: number }): Markup => {
  const share = of.share.toFixed(2);
  if (of.cases < 10) return md`Confidence not yet known, assumed ${share} (${count(of.cases, 'case')})`;
  const word = of.share >= 0.9 ? 'high' : of.share >= 0.7 ? 'fair' : 'low';
  return md`Confidence ${word}, ${share} (people accepted ${of.accepted} of ${of.cases} like it)`;
};

export const amount = (value: number | null, currency: string | null, here: Here): string =>
  value === null ? 'no amount' : money(value, currency, here.currency);

/** "22%, limit 5%" never lands on the wrong side: a rate just over its limit keeps a decimal. */
export const rate = (share: number, limit: number): string => {
  const rounded = Math.round(share * 100) / 100;
  const crosses = share > limit ? rounded <= limit : rounded > limit;
  return crosses ? `${(share * 100).toFixed(1)}%` : percent(share);
};

/** Said while the clock is set to another day than today. */
export const clockSetTo = (here: Here): Markup =>
  here.clockSet ? md`Clock set to ${calendarDay(here.now, here.zone)}` : nothing;

/** [Why] [Good] [Bad] [Needs Edit], always in this order, under everything an agent found or answered. */
export const footRow = (kind: About, id: string | number, of: string | Plain) => {
  const options = { value: about(kind, id), of: typeof of === 'string' ? plainly(of) : of };
  return row(
    button(actions.why, 'Why', options),
    button(actions.good, 'Good', options),
    button(actions.bad, 'Bad', options),
    button(actions.needsEdit, 'Needs Edit', options),
  );
};

export const severityMark: Record<string, Markup> = {
  critical: { markup: '🔴 *Critical.* ' },
  attention: nothing,
  information: nothing,
};

/** With a full stop where it has no end of its own. */
export const ended = (text: string): string => {
  const whole = text.trim();
  return '.?!…'.includes(whole.at(-1) ?? '-') ? whole : `${whole}.`;
};
export const sentence = (text: string): Markup => data(ended(text));

export const localWorkspace = (sample: boolean): string =>
  `This is a local workspace${sample ? ' with a sample company' : ''}. Nothing leaves this machine.`;
