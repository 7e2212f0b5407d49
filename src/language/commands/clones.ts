/** "Clone the EMEA settings to APAC", "give APAC the same thresholds as EMEA": from where and to where, in the order they stand. */
import type { NamedPlace, Threshold, ThresholdValue } from '../request.ts';
import { fold } from '../text.ts';
import { type PlaceSaid, placesAmong, placesIn } from './places.ts';
import { asTyped, type CommandRead, command, type Talk } from './read.ts';
import { partsOf } from './threshold-parts.ts';
import { thresholdIn } from './threshold-words.ts';

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

const silent =
  /^(?:the|our|my|a|an|all|any|every|same|identical|to|for|in|into|onto|on|over|from|of|as|like|with|and|also|too|well|have|has|get|gets|use|uses|be|is|are|should|match|them|that|those|this|these|it|its|apply|(?:agents?|bots?|teams?|reps?)(?:'s?)?|team|teams|territory|territories|region|regions|rep|reps|new|person|current|own|exactly|please|again|settings?|config(?:uration)?s?|thresholds?|limits?|rules?|set-?up|preferences|s)$/;
const otherwise = /\s*[,;]?\s*\b(?:but|except(?: that| for)?|only)\s+(?:with|use|set|keep|make)?\s*(.+)$/;
const likeness = /\b(?:as|like|identical to|match(?:es)?)\b/;

export function clone(text: string, bare: string, talk: Talk): CommandRead | null {
  for (const pattern of patterns) {
    const found = pattern.exec(bare)?.[1];
    if (found === undefined) continue;
    const clause = otherwise.exec(found);
    const said = clause ? found.slice(0, clause.index) : found;
    const { places, others } = placesAmong(said, talk);
    if (places.length === 0 && !new RegExp(`\\b${kept}\\b`).test(said)) continue;
    const but = clause ? overrides(clause[1] ?? '', talk) : [];
    if (but === null) return { unread: asTyped(text, clause?.[1] ?? '', fold) ?? '' };
    const unread = others.filter((word) => !silent.test(fold(word)));
    return command({
      do: 'clone_config',
      ...ends(said, places, talk),
      but,
      unread: unread.length > 0 ? asTyped(text, unread.join(' '), fold) : null,
    });
  }
  return null;
}

/** "The same as EMEA": from what stands behind the likeness. Otherwise from what it is said to be from, else from the first. */
function ends(said: string, places: PlaceSaid[], talk: Talk): { from: NamedPlace | null; to: NamedPlace[] } {
  const like = /\bsame\b|\blike\b|\bidentical to\b|\bmatch/.test(said)
    ? [...said.matchAll(new RegExp(likeness, 'g'))].at(-1)
    : undefined;
  if (like) {
    const [from, ...more] = placesIn(said.slice(like.index), talk);
    const to = placesIn(said.slice(0, like.index), talk);
    return from && more.length === 0 && to.length > 0 ? { from, to } : firstTo(places);
  }
  return firstTo(places);
}

function firstTo(places: PlaceSaid[]): { from: NamedPlace | null; to: NamedPlace[] } {
  const from =
    places.find(({ after }) => after === 'from') ??
    places.find(({ possessive }) => possessive) ??
    places.find(({ after }) => after === 'of') ??
    places.find(({ after }) => !/^(?:to|in|into|onto|on)$/.test(after));
  const named = places.filter((one) => one !== from).map(({ place }) => place);
  return {
    from: from?.place ?? null,
    to: named.filter((one, n) => named.findIndex(({ name }) => name === one.name) === n),
  };
}

/** "Stale 21 days and push limit 2". Null where some of it is not read. */
export function overrides(
  said: string,
  talk: Talk,
): { threshold: Threshold; value: ThresholdValue }[] | null {
  const found = said.split(/\s*(?:,|;|\band\b)\s*/).map((part) => {
    const named = thresholdIn(part);
    const parts = named && partsOf(named.rest, talk);
    return parts && 'value' in parts && parts.value && !parts.place && !parts.stage && !parts.until
      ? { threshold: named.threshold, value: parts.value }
      : null;
  });
  return found.every((one) => one !== null) ? found.filter((one) => one !== null) : null;
}
