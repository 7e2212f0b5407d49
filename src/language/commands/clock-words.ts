/** Times of day and time zones as people say them: "6am and 14:00", "America/Los_Angeles", "Los Angeles time". */
import { timeSaid } from '../../policy/quiet-hours.ts';

/** Hour, minutes and half of the day, as three groups. */
export const time = String.raw`(\d{1,2})(?:[:.h](\d\d))?\s?(am|pm|a\.m\.|p\.m\.|h|uhr|o'clock)?`;

type Said<V> = { value: V; rest: string } | null;

/** Minutes after midnight. */
export function minutesOf(hour: string | undefined, minute = '00', half = ''): number | null {
  const h = Number(hour);
  const afternoon = half.startsWith('p');
  if ((afternoon || half.startsWith('a')) && (h < 1 || h > 12)) return null;
  const whole = afternoon ? (h % 12) + 12 : half.startsWith('a') ? h % 12 : h === 24 ? 0 : h;
  return whole > 23 || Number(minute) > 59 ? null : whole * 60 + Number(minute);
}

/** All times of day in the words, in their order: "06:00, 14:00". */
export function timesIn(rest: string): Said<string> {
  const pattern = new RegExp(String.raw`\b${time}(?![\d:%])`, 'g');
  const found = [...rest.matchAll(pattern)].map(([, hour, minute, half]) => minutesOf(hour, minute, half));
  if (found.length === 0 || found.length > 6 || found.some((at) => at === null)) return null;
  const times = [...new Set(found.map((at) => timeSaid(at ?? 0)))].toSorted();
  return { value: times.join(', '), rest: rest.replace(pattern, ' ') };
}

const zones = Intl.supportedValuesOf('timeZone');
const byName = new Map([
  ...zones.map((zone): [string, string] => [zone.toLowerCase(), zone]),
  ['utc', 'UTC'] as const,
  ['gmt', 'UTC'] as const,
]);
const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ').toLowerCase();
/** Cities that several zones name mean none. */
const byCity = new Map(
  [...Map.groupBy(zones, cityOf)].flatMap(([city, [first, ...others]]): [string, string][] =>
    first && others.length === 0 && city.length > 2 ? [[city, first]] : [],
  ),
);

/** A zone by its name, or by its city behind "to" or "is"; abbreviations such as PST stand for half a year each and are not read. */
export function zoneIn(rest: string): Said<string> {
  const whole = /\b[a-z]+(?:\s?\/\s?[a-z_+-]+){1,2}\b/.exec(rest)?.[0] ?? /\b(?:utc|gmt)\b/.exec(rest)?.[0];
  const named = whole && byName.get(whole.replace(/\s/g, ''));
  if (named && whole) return { value: named, rest: rest.replace(whole, ' ') };
  const [all = '', said = ''] =
    /\b(?:to|is|as|in|on|like)\s+(?:the\s+)?([a-z][a-z .'-]*?)(?:\s+time)?\s*$/.exec(rest) ?? [];
  const city = byCity.get(said.trim());
  return city ? { value: city, rest: rest.replace(all, ' ') } : null;
}
