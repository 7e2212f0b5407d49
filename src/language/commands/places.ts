/** The places among the words, in the order they stand. */
import type { NamedPlace } from '../request.ts';
import { words } from '../words.ts';
import { agentNamed, nameFrom } from './naming.ts';
import type { Talk } from './read.ts';

export const placesIn = (text: string, talk: Talk): NamedPlace[] =>
  placesAmong(text, talk)
    .places.map(({ place }) => place)
    .filter((place, n, all) => all.findIndex(({ name }) => name === place.name) === n);

/** `after`: the word before it, articles left out. `others` are the words that name no place. */
export type PlaceSaid = { place: NamedPlace; after: string; possessive: boolean };

export function placesAmong(text: string, talk: Talk): { places: PlaceSaid[]; others: string[] } {
  const list = words(text);
  const places: PlaceSaid[] = [];
  const others: string[] = [];
  const add = (place: NamedPlace, at: number, length: number): void => {
    const before = list
      .slice(0, at)
      .filter(({ norm }) => !/^(?:the|our|team|territory|region|new)$/.test(norm));
    const possessive = list[at + length - 1]?.possessive === true;
    places.push({ place, after: before.at(-1)?.norm ?? '', possessive });
  };
  for (let at = 0; at < list.length; ) {
    const word = list[at];
    const agent = word?.kind === 'word' ? agentNamed(word.norm.replace(/'s?$/, ''), talk.lexicon) : null;
    const found = agent ? null : nameFrom(list, at, ['territory', 'team', 'person', 'account'], talk);
    if (agent) add({ kind: 'agent', name: agent.id }, at, 1);
    // A slip of the finger is no place: what is set would be set for somebody else.
    else if (found && !('which' in found) && found.assumptions.length === 0) {
      const kind = found.kind;
      if (kind === 'territory' || kind === 'team' || kind === 'person' || kind === 'account')
        add({ kind, name: found.name.name }, at, found.length);
      at += found.length;
      continue;
    } else if (word?.kind !== 'sign') others.push(word?.text ?? '');
    at += 1;
  }
  return { places, others };
}
