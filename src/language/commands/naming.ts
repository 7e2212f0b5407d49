/** Names within a command: which kind of thing they name, and which one of several. */

import { alike } from '../alike.ts';
import type { NameKind } from '../kinds.ts';
import type { Lexicon } from '../lexicon.ts';
import { type Entry, type Match, nameAt, slipAt } from '../names.ts';
import type { Choice, Command, NamedValue } from '../request.ts';
import { changes } from '../spelling.ts';
import { fold, squash } from '../text.ts';
import { isCommon } from '../vocabulary.ts';
import { type Word, words } from '../words.ts';
import { type CommandRead, named, typedOut, type Which } from './read.ts';

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

/**
 * Nobody is called that: the people whose names are nearest, each with the whole request typed out. Null where the words are
 * no name. `of`: what the request would do.
 */
export function nobodyCalled(
  text: string,
  { lexicon }: Naming,
  of: Command['do'],
  typed: (name: string) => string,
): CommandRead | null {
  const said = text.trim().replace(/^@/, '');
  const parts = said.split(' ');
  if (!/^\p{L}[\p{L}'.-]+(?: \p{L}[\p{L}'.-]*){0,2}$/u.test(said)) return null;
  if (parts.some((part) => isCommon(part)) || agentNamed(said, lexicon)) return null;
  const near = nearestPeople(lexicon, said);
  const name = parts.map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`).join(' ');
  const question = `Nobody called "${name}" is known here.`;
  return near.length === 0
    ? { lacks: `${question} Who is meant?`, completes: typed('…'), of }
    : { which: { question: `${question} Who is meant?`, options: typedOut(near.map(typed)) }, of };
}

function nearestPeople(lexicon: Lexicon, said: string): string[] {
  const like = alike(lexicon, said, ['person'], nearPeople).map(({ name }) => name);
  const apart = (name: string): number =>
    Math.min(...[name, name.split(' ')[0] ?? name].map((one) => changes(fold(one), fold(said), 12) ?? 13));
  const others = lexicon.people
    .map(({ name }) => ({ name, apart: apart(name) }))
    .filter(({ name }) => !like.includes(name))
    .sort((a, b) => a.apart - b.apart || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
  return [...like, ...others].slice(0, nearPeople);
}
const nearPeople = 4;

/** "Tom and Priya", "Tom, Dan and Priya": everybody who is named, or the first who is not known or is one of several. */
export function peopleOf(
  text: string,
  use: Naming,
  of: Command['do'],
  typed: (name: string) => string,
): { people: NamedValue[]; assumptions: string[] } | CommandRead | null {
  const whole = personOf(text, use);
  const parts = whole ? [text] : text.split(/\s*,\s*(?:and )?|\s+(?:and|&|plus)\s+/).filter(Boolean);
  const found: { name: NamedValue; assumptions: string[] }[] = [];
  for (const [at, part] of parts.entries()) {
    const person = personOf(part, use);
    const others = (name: string): string =>
      typed(parts.map((one, n) => (n === at ? name : one)).join(parts.length > 2 ? ', ' : ' and '));
    if (person === null) return nobodyCalled(part, use, of, others);
    if ('which' in person) return { ...person, of };
    found.push(person);
  }
  const people = found
    .map(({ name }) => name)
    .filter((one, n, all) => all.findIndex(({ id }) => id === one.id) === n);
  return people.length === 0 ? null : { people, assumptions: found.flatMap((one) => one.assumptions) };
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
