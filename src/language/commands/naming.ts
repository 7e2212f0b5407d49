/** Names within a command: which kind of thing they name, and which one of several. */

import type { NameKind } from '../kinds.ts';
import type { Lexicon } from '../lexicon.ts';
import { type Entry, type Match, nameAt, slipAt } from '../names.ts';
import type { Choice, NamedValue } from '../request.ts';
import { changes } from '../spelling.ts';
import { squash } from '../text.ts';
import { type Word, words } from '../words.ts';
import { named, type Which } from './read.ts';

type Naming = { lexicon: Lexicon; choices: Choice[] };
export type NameRead =
  | { kind: NameKind; name: NamedValue; length: number; assumptions: string[] }
  | { which: Which }
  | null;

/** The name that the whole text is, of the first of these kinds that has one. */
export function nameOf(text: string, kinds: NameKind[], use: Naming): NameRead {
  const list = words(text.replace(/^(?:the|our)\s+/i, ''));
  const found = nameFrom(list, 0, kinds, use);
  return found && ('which' in found || found.length === list.length) ? found : null;
}

/** The name that begins at `at`. */
export function nameFrom(list: Word[], at: number, kinds: NameKind[], use: Naming): NameRead {
  const whole = nameAt(use.lexicon, list, at);
  const exact = whole && pick(whole, list, at, kinds, use);
  if (exact) return exact;
  const slip = slipAt(use.lexicon, list, at);
  const near = slip && pick(slip, list, at, kinds, use);
  return near && !('which' in near)
    ? { ...near, assumptions: [`Read "${list[at]?.text ?? ''}" as ${near.name.name}.`] }
    : near;
}

function pick(match: Match, list: Word[], at: number, kinds: NameKind[], use: Naming): NameRead {
  const kind = kinds.find((one) => match.entries.some((entry) => entry.kind === one));
  if (!kind) return null;
  const text = list
    .slice(at, at + match.length)
    .map((word) => word.text)
    .join(' ')
    .replace(/'s$/i, '');
  const all = match.entries.filter((entry) => entry.kind === kind);
  const chosen = use.choices.find((choice) => choice.words === squash(text) && choice.kind === kind);
  const entries = chosen ? all.filter((entry) => chosen.ids.includes(entry.id)) : all;
  const [first, ...others] = entries;
  if (!first) return null;
  if (others.length > 0) return { which: whichOf(text, entries) };
  return { kind, name: named(first), length: match.length, assumptions: [] };
}

export const whichOf = (text: string, entries: Pick<Entry, 'kind' | 'id' | 'name'>[]): Which => ({
  question: `Which ${text}?`,
  options: entries.slice(0, 25).map((entry) => ({
    label: entry.name,
    kind: entry.kind,
    fact: null,
    choice: { words: squash(text), kind: entry.kind, ids: [entry.id] },
  })),
});

/** "Tom", "Tom Reyes", "@tom"; "me" is whoever asks. */
export function personOf(text: string, use: Naming): NameRead {
  if (/^(?:me|myself|my name|mine)$/i.test(text.trim()))
    return { kind: 'person', name: { id: 'me', name: 'you' }, length: 1, assumptions: [] };
  return nameOf(text, ['person'], use);
}

// Those who do not work here yet are known by name, too, so that it can be said of them.
const crew = ['pipeline', 'forecasting', 'analytics', 'intake', 'quotes', 'outreach'];
// What people call them where it is plain that an agent is meant.
const nicknames: Record<string, string> = {
  pipe: 'pipeline',
  forecast: 'forecasting',
  forecasts: 'forecasting',
  forecaster: 'forecasting',
  analytic: 'analytics',
  analysis: 'analytics',
  analyst: 'analytics',
  leadintake: 'intake',
  inbound: 'intake',
  quote: 'quotes',
  quoting: 'quotes',
};
const calledAgent = /\b(?:agents?|bots?)\b/;

/** "the pipeline agent", "pipelin", "forecast bot". */
export function agentNamed(text: string, lexicon: Lexicon): NamedValue | null {
  const said = squash(text.replace(/\b(?:the|agent|agents|bot|bots|my|our|'s)\b/g, ' '));
  if (said === '') return null;
  const exactly = lexicon.agents.find((agent) =>
    [agent.name, agent.id, ...(agent.also ?? [])].some(
      (name) => squash(name.replace(/\bagent\b/i, '')) === said,
    ),
  );
  if (exactly) return named(exactly);
  const near = lexicon.agents.filter(
    ({ id }) => said.length > 4 && (id.startsWith(said) || changes(said, squash(id), 1) !== null),
  );
  if (near.length === 1 && near[0]) return named(near[0]);
  const later =
    crew.find((name) => name === said || (said.length > 5 && changes(said, name, 1) !== null)) ??
    (calledAgent.test(text) ? nicknames[said] : undefined);
  const here = lexicon.agents.find(({ id }) => id === later);
  return here ? named(here) : later ? laterAgent(later) : null;
}

const laterAgent = (name: string): NamedValue => ({
  id: name,
  name: `${name.charAt(0).toUpperCase()}${name.slice(1)} agent`,
});

// Some that no house may have, so that it can be said of them.
const playbooks = ['Quarter-end push', 'Summer slowdown', 'Renewal season'];

export const playbooksKnown = ({ playbooks: own }: Lexicon): string[] => [
  ...own.map(({ name }) => name),
  ...playbooks.filter((name) => !own.some((one) => squash(one.name) === squash(name))),
];
