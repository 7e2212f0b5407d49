/** Which part of a figure makes most of the difference between two moments. Pure. */
import type { SeriesItem } from './answer.ts';

/** One way to take the figure apart, at both moments. */
export type PartOf = { dimension: string; is: SeriesItem[]; was: SeriesItem[] };
export type Effect = {
  dimension: string;
  label: string;
  is: SeriesItem | null;
  was: SeriesItem | null;
  /** Of the whole difference, 0 to 1 and more where others went the other way. */
  share: number;
};

/** Less than that is no explanation; and what is large explains much of anything (as in contribution.ts). */
const least = { share: 0.3, surprise: 0.1 };

/**
 * The effect of a part is the figure less what it would be had that part alone stayed as it was: of a sum the part's own
 * difference; of a share the part's numerator and denominator of then stand in the place of those of now. The one that
 * explains most beyond its size is told.
 */
export function largestEffect(parts: PartOf[], difference: number): Effect | null {
  if (difference === 0) return null;
  const found = parts.flatMap((part) => effectsOf(part, difference));
  const [best] = found
    .filter(({ share, surprise }) => share >= least.share && surprise >= least.surprise)
    .toSorted((a, b) => b.surprise - a.surprise || a.label.localeCompare(b.label));
  if (!best) return null;
  const { surprise: _, ...effect } = best;
  return effect;
}

function effectsOf({ dimension, is, was }: PartOf, difference: number): (Effect & { surprise: number })[] {
  const keys = [...new Set([...is, ...was].map(({ key }) => key))];
  // A sum of several currencies is none.
  const currencies = new Set([...is, ...was].map(({ currency }) => currency));
  if (keys.length < 2 || currencies.size > 1) return [];
  const rates = is.some(({ whole }) => whole !== undefined);
  const all = totals(is);
  return keys.map((key) => {
    const [now, then] = [find(is, key), find(was, key)];
    const own = { part: now?.part ?? 0, whole: now?.whole ?? 0 };
    const without = {
      part: all.part - own.part + (then?.part ?? 0),
      whole: all.whole - own.whole + (then?.whole ?? 0),
    };
    const effect = rates ? ratio(all) - ratio(without) : (now?.value ?? 0) - (then?.value ?? 0);
    const size = rates
      ? ratio({ part: own.whole, whole: all.whole })
      : ratio({ part: now?.value ?? 0, whole: all.value });
    const share = effect / difference;
    return {
      dimension,
      label: now?.label ?? then?.label ?? key,
      is: now,
      was: then,
      share,
      surprise: share - size,
    };
  });
}

const find = (items: SeriesItem[], key: string): SeriesItem | null =>
  items.find((one) => one.key === key) ?? null;
const ratio = ({ part, whole }: { part: number; whole: number }): number => (whole === 0 ? 0 : part / whole);

const totals = (items: SeriesItem[]) => ({
  part: items.reduce((sum, { part }) => sum + (part ?? 0), 0),
  whole: items.reduce((sum, { whole }) => sum + (whole ?? 0), 0),
  value: items.reduce((sum, { value }) => sum + (value ?? 0), 0),
});
