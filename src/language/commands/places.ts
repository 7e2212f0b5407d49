/** The places among the words, in the order they stand. */
import type { NamedPlace } from '../request.ts';
import { words } from '../words.ts';
import { agentNamed, nameFrom } from './naming.ts';
import type { Talk } from './read.ts';

export function placesIn(text: string, talk: Talk): NamedPlace[] {
  const list = words(text);
  const places: NamedPlace[] = [];
  for (let at = 0; at < list.length; ) {
    const word = list[at];
    const agent = word?.kind === 'word' ? agentNamed(word.norm.replace(/'s?$/, ''), talk.lexicon) : null;
    const found = agent ? null : nameFrom(list, at, ['territory', 'team', 'person', 'account'], talk);
    if (agent) places.push({ kind: 'agent', name: agent.id });
    else if (found && !('which' in found)) {
      const kind = found.kind;
      if (kind === 'territory' || kind === 'team' || kind === 'person' || kind === 'account')
        places.push({ kind, name: found.name.name });
      at += found.length;
      continue;
    }
    at += 1;
  }
  return places.filter((place, n) => places.findIndex(({ name }) => name === place.name) === n);
}
