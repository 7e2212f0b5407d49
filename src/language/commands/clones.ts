/** "Clone the EMEA settings to APAC", "give APAC the same thresholds as EMEA": from where and to where, in the order they stand. */
import { fold } from '../text.ts';
import { placesIn } from './places.ts';
import { asTyped, type CommandRead, command, type Talk } from './read.ts';

const kept = '(?:settings?|config(?:uration)?s?|thresholds?|limits?|rules?|set-?up|preferences)';
const patterns = [
  new RegExp(
    `^(?:(?:clone|copy|duplicate|mirror|replicate|carry over|port|transfer|reuse|inherit)\\s+)(.*\\b${kept}\\b.*)$`,
  ),
  /^(?:clone|duplicate)\s+(.+)$/,
  new RegExp(`^(?:apply|use|take)\\s+(.+ ${kept} (?:to|for|in|on|also in) .+)$`),
  new RegExp(`^(?:give|make|set|use|apply|we want|want)?\\s*(.*\\bsame\\b.*\\b${kept}\\b.*\\bas\\b.+)$`),
  new RegExp(`^(?:give|make|set|use)\\s+(.*\\b${kept}\\b.*\\b(?:the same as|like|identical to|match)\\b.+)$`),
  new RegExp(`^(?:use the same )(.*\\b${kept}\\b.*)$`),
];

export function clone(text: string, bare: string, talk: Talk): CommandRead | null {
  for (const pattern of patterns) {
    const found = pattern.exec(bare)?.[1];
    if (found === undefined) continue;
    const places = placesIn(found, talk);
    if (places.length === 0 && !new RegExp(`\\b${kept}\\b`).test(found)) continue;
    return command({
      do: 'not_yet',
      wish: { kind: 'clone', text: asTyped(text, found.trim(), fold) ?? '', places },
    });
  }
  return null;
}
