/** What has become of a phrasing, as sentences. */
import { count, instant } from './format.ts';

export type Became =
  | { is: 'waiting' }
  | { is: 'live'; version: number; by: string; at: Date }
  /** `by` is null where its answers have switched it off. */
  | { is: 'off'; version: number; by: string | null; at: Date; because: string | null }
  | { is: 'rejected'; by: string; at: Date };

/** "In use as v2, accepted by Oskar Weber 20 Mar, 10:00 UTC." */
export function becameSentence(became: Became, zone: string, now: Date): string {
  switch (became.is) {
    case 'waiting':
      return 'Waits for a person to accept, edit or reject it.';
    case 'live':
      return `In use as v${became.version}, accepted by ${became.by} ${instant(became.at, zone, now)}.`;
    case 'off':
      return became.by === null
        ? `v${became.version} switched itself off ${instant(became.at, zone, now)}: ${became.because ?? ''}`.trim()
        : `v${became.version} was switched off by ${became.by} ${instant(became.at, zone, now)}.`;
    case 'rejected':
      return `Rejected by ${became.by} ${instant(became.at, zone, now)}.`;
  }
}

/** "Seen 4 times, by 3 people." */
export const seenSentence = ({ seen, people }: { seen: number; people: number }): string =>
  `Seen ${count(seen, 'time')}, by ${count(people, 'person', 'people')}.`;
