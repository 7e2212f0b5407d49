/** Whether the latest days or weeks of a figure are out of the ordinary: a forecast, a score and a limit. Pure. */
import { addDays } from './days.ts';
import { patternOf, type Series } from './series-pattern.ts';

/**
 * The latest stretch of a series against what was to be expected.
 * `units`: how many days or weeks it is long. `score`: by how many standard deviations it is off, below zero where too
 * little came; beyond `limit` (above zero) it is out of the ordinary. `expected` and `came` are of the whole stretch.
 */
export type Judged = {
  units: number;
  from: string;
  to: string;
  expected: number;
  came: number;
  score: number;
  limit: number;
  unit: Series['unit'];
  /** Out of how many, of a share. */
  of: number | null;
  /** The last days or weeks as they were, oldest first. */
  lately: { on: string; value: number; of: number | null }[];
};

/** How many false alarms a quarter are accepted of one series. */
export type Patience = { alarmsPerQuarter: number };

const stretches = { day: [1, 2, 3, 5, 7, 10, 14], week: [1, 2, 3, 4] } as const;
/** What lies so far back teaches what is usual: nothing that is judged sets its own pattern, scale or limit. */
const unlearnt = { day: 14, week: 4 } as const;
/** The level forgets half of what it knew in so many days or weeks. */
const halfLife = { day: 42, week: 9 } as const;
/** No judgement before so many have been seen. */
const enough = { day: 84, week: 16 } as const;
const blockOf = { day: 7, week: 2 } as const;
const perQuarter = { day: 91, week: 13 } as const;
/** Blocks of the past that a prior belief in ordinary noise is worth. */
const believed = 24;

/**
 * Null where the series is too short, or so thin that nothing can be said of it.
 *
 * **Expected.** Level × pattern (day of week, end of month and quarter, and the season where there is more than a year:
 * series-pattern.ts). The level is an exponentially weighted mean of what came over what the pattern says, in which each
 * value counts at most for three standard deviations (Gelper, Fried and Croux, "Robust forecasting with exponential and
 * Holt-Winters smoothing", Journal of Forecasting 29, 2010). Its trend is what a level with a three times longer memory
 * says less, carried on as far as the level lags behind, and shrunk by what chance alone would make of it.
 *
 * **Scale.** The variance grows with what is expected, by a dispersion φ (quasi-likelihood: McCullagh and Nelder,
 * "Generalized Linear Models", chapter 9): right for counts, and for money that is a sum of so many deals. φ is Huber's
 * winsorised mean square of the past residuals ("Robust Statistics", 6.4), of single values and of blocks, the larger
 * of the two, so that what hangs together in time widens it. The stretch's variance adds what the level itself is unsure of.
 *
 * **Score.** Sums of the last 1…k values are made normal by the cube root (Wilson and Hilferty, PNAS 17, 1931: the
 * gamma of that mean and variance); of a share the arcsine of its root. The best of the stretches counts, so that a shift
 * is seen on the day on which it is clear enough (a CUSUM by windows: Willsky and Jones' generalised likelihood ratio, 1976).
 *
 * **Limit.** The scores that the series itself had in the past: the largest of each week, peaks over their median, with
 * an exponential tail (Pickands, Balkema and de Haan; as in Siffer et al., "Anomaly Detection in Streams with Extreme Value
 * Theory", KDD 2017), drawn towards what normal noise would have, each side for itself with half of the alarms.
 *
 * **What is judged teaches nothing.** The pattern, the dispersion and the limit are those of the values before the longest
 * stretch (an out-of-sample forecast: Tashman, "Out-of-sample tests of forecasting accuracy", International Journal of
 * Forecasting 16, 2000). A shift that counts among them raises what is expected and how much that varies, and hides itself.
 *
 * **What cannot be.** A single day that is three standard deviations off is found in at most 68 of 100 cases at one false
 * alarm in 90 days, whoever looks: P(|z| > 2.54) = 1/90, and P(z + 3 > 2.54) = 0.68; at a half, 59. A shift of three
 * standard deviations a day lies 3·√k off after k days, and is found on the second to third.
 */
export function judge(series: Series, patience: Patience): Judged | null {
  const last = series.values.length - 1;
  if (last + 1 < enough[series.unit]) return null;
  const pattern = patternOf(series, last + 1 - unlearnt[series.unit]);
  const path = walk(series, pattern);
  if (!path) return null;
  const sums = sumsOf(series, path);
  let best: (Score & { limit: number }) | null = null;
  for (const units of stretches[series.unit]) {
    const scores = pastScores(series, path, sums, units);
    const now = scores[last];
    if (!now) continue;
    const limit = limitOf(series, scores, units, now.score >= 0 ? 1 : -1, patience);
    if (best === null || Math.abs(now.score) / limit > Math.abs(best.score) / best.limit)
      best = { ...now, limit };
  }
  if (best === null) return null;
  const now = best;
  const begin = last - now.units + 1;
  const day = (i: number): string => dayOf(series, i);
  return {
    ...now,
    from: day(begin),
    to: series.unit === 'day' ? day(last) : addDays(day(last), 6),
    unit: series.unit,
    of: series.of ? series.of.slice(begin).reduce((sum, one) => sum + one, 0) : null,
    lately: series.values.slice(-shown).map((value, n, all) => {
      const i = last + 1 - all.length + n;
      return { on: day(i), value, of: series.of?.[i] ?? null };
    }),
  };
}

/** So many of the last ones are drawn. */
const shown = 14;

const dayOf = ({ from, unit }: Series, i: number): string => addDays(from, unit === 'day' ? i : 7 * i);

/** Of single values, and of what `days` of them make together. */
type Dispersion = { single: number; block: number; of: number };

/** Before each value: the level that was known, and how unsure it was; `weights` as the pattern has them, null: not judged. */
type Path = {
  weights: (number | null)[];
  levels: number[];
  /** What the level rests on, in units of what is counted. */
  basis: number[];
  phi: Dispersion;
  warm: number;
};

function walk(series: Series, weights: (number | null)[]): Path | null {
  const { unit, values } = series;
  const warm = Math.floor(enough[unit] / 2);
  const rough = roughDispersion(series, weights);
  if (rough === null) return null;
  let phi: Dispersion = { single: rough, block: rough, of: blockOf[unit] };
  let path: Path = { weights, levels: [], basis: [], phi, warm };
  for (let round = 0; round < 3; round++) {
    path = smoothed(series, weights, phi, warm);
    const next = dispersion(series, path);
    if (next === null) return null;
    phi = next;
  }
  return { ...path, phi, levels: path.levels.slice(0, values.length) };
}

function smoothed(series: Series, weights: (number | null)[], phi: Dispersion, warm: number): Path {
  const { unit, values, of } = series;
  const { single } = phi;
  const fade = 0.5 ** (1 / halfLife[unit]);
  const slow = 0.5 ** (1 / (3 * halfLife[unit]));
  // Begins with the mean of the first stretch, which is then forgotten like everything else.
  const first = meanOver(values, weights, warm);
  let [a, b, sa, sb] = [first * warm * 0.5, warm * 0.5, first * warm * 0.5, warm * 0.5];
  const levels: number[] = [];
  const basis: number[] = [];
  for (const [i, value] of values.entries()) {
    const level = a / b;
    const lag = level > 0 && sa > 0 ? Math.log(level / (sa / sb)) : 0;
    const chance = phi.block / Math.max(a, 1e-9);
    const kept = lag * lag > chance ? lag * (1 - chance / (lag * lag)) : 0;
    const ahead = of ? 0 : Math.max(-0.4, Math.min(0.4, kept / 2));
    levels.push(level * Math.exp(ahead));
    basis.push(a);
    const weight = weights[i] ?? null;
    if (weight === null || weight <= 0) continue;
    const expected = level * Math.exp(ahead) * weight;
    const reach = 3 * Math.sqrt(varianceOf(expected, single, of?.[i]));
    const counted = Math.max(expected - reach, Math.min(expected + reach, value));
    [a, b, sa, sb] = [a * fade + counted, b * fade + weight, sa * slow + counted, sb * slow + weight];
  }
  return { weights, levels, basis, phi, warm };
}

/** Of a share the variance is that of so many throws. */
const varianceOf = (expected: number, phi: number, of: number | undefined): number =>
  of === undefined || of <= 0 ? phi * expected : phi * expected * Math.max(0.02, 1 - expected / of);

function meanOver(values: number[], weights: (number | null)[], until: number): number {
  let [sum, weight] = [0, 0];
  for (let i = 0; i < until; i++) {
    const w = weights[i];
    if (w === null || w === undefined) continue;
    sum += values[i] ?? 0;
    weight += w;
  }
  return weight > 0 ? sum / weight : 0;
}

function roughDispersion({ values, of }: Series, weights: (number | null)[]): number | null {
  const level = meanOver(values, weights, values.length);
  const squares = values.flatMap((value, i) => {
    const expected = level * (weights[i] ?? 0);
    return expected > 0 ? [(value - expected) ** 2 / varianceOf(expected, 1, of?.[i])] : [];
  });
  return squares.length < 8 ? null : winsorised(squares);
}

function dispersion(series: Series, path: Path): Dispersion | null {
  const { unit, values, of } = series;
  const block = blockOf[unit];
  const single: number[] = [];
  const blocks: number[] = [];
  let [came, expected, throws] = [0, 0, 0];
  let inBlock = 0;
  for (let i = path.warm; i < values.length - unlearnt[unit]; i++) {
    const weight = path.weights[i] ?? 0;
    const e = (path.levels[i] ?? 0) * weight;
    if (e > 0) single.push(((values[i] ?? 0) - e) ** 2 / varianceOf(e, 1, of?.[i]));
    came += weight > 0 ? (values[i] ?? 0) : 0;
    expected += e;
    throws += of?.[i] ?? 0;
    inBlock++;
    if (inBlock < block) continue;
    if (expected > 0) blocks.push((came - expected) ** 2 / varianceOf(expected, 1, of && throws));
    [came, expected, throws, inBlock] = [0, 0, 0, 0];
  }
  if (single.length < 8) return null;
  const own = Math.max(winsorised(single), 1e-9);
  // What chance makes of so few blocks is no sign that days hang together.
  const together = blocks.length < 8 ? 0 : winsorised(blocks) * (1 - Math.sqrt(1 / blocks.length));
  return { single: own, block: Math.max(own, together), of: block };
}

/** Of a stretch: between that of one value and that of a block, and beyond it as it grew until there. */
function dispersionOf({ single, block, of }: Dispersion, units: number): number {
  const grown = Math.log(units) / Math.log(of);
  return single * (block / single) ** Math.min(1.5, grown);
}

/** The mean of squares of which none counts for more than 2.5² times it, corrected so that it is right for normal noise. */
function winsorised(squares: number[]): number {
  const bound = 6.25;
  const share = 0.9775;
  let mean = squares.reduce((sum, one) => sum + one, 0) / squares.length;
  for (let round = 0; round < 30; round++) {
    const next = squares.reduce((sum, one) => sum + Math.min(one, bound * mean), 0) / squares.length / share;
    if (Math.abs(next - mean) <= 1e-6 * mean) return next;
    mean = next;
  }
  return mean;
}

type Score = { units: number; expected: number; came: number; score: number };

type Sums = Record<'came' | 'weight' | 'throws' | 'judged', number[]>;

function sumsOf({ values, of }: Series, path: Path): Sums {
  const sums: Sums = { came: [0], weight: [0], throws: [0], judged: [0] };
  for (const [i, value] of values.entries()) {
    const weight = path.weights[i] ?? null;
    sums.came.push((sums.came[i] ?? 0) + (weight === null ? 0 : value));
    sums.weight.push((sums.weight[i] ?? 0) + (weight ?? 0));
    sums.throws.push((sums.throws[i] ?? 0) + (of?.[i] ?? 0));
    sums.judged.push((sums.judged[i] ?? 0) + (weight === null || weight === 0 ? 0 : 1));
  }
  return sums;
}

/** Of the stretch of that length that ends at each value; null where nothing can be said. */
function pastScores(series: Series, path: Path, sums: Sums, units: number): (Score | null)[] {
  const between = (all: number[], from: number, to: number): number => (all[to] ?? 0) - (all[from] ?? 0);
  const phi = dispersionOf(path.phi, units);
  return series.values.map((_, last) => {
    const from = last + 1 - units;
    if (from < path.warm || between(sums.judged, from, last + 1) === 0) return null;
    const expected = (path.levels[from] ?? 0) * between(sums.weight, from, last + 1);
    if (expected <= 0) return null;
    const came = between(sums.came, from, last + 1);
    const unsure = (0.75 * path.phi.block * expected * expected) / Math.max(path.basis[from] ?? 0, 1e-9);
    const throws = series.of && between(sums.throws, from, last + 1);
    const variance = varianceOf(expected, phi, throws) + unsure;
    return { units, expected, came, score: scoreOf(came, expected, variance, throws) };
  });
}

function scoreOf(came: number, expected: number, variance: number, throws: number | undefined): number {
  if (throws !== undefined && throws > 0) {
    const at = (share: number): number => Math.asin(Math.sqrt(Math.max(0, Math.min(1, share))));
    const share = expected / throws;
    const spread = Math.sqrt(variance / Math.max(1e-9, share * (1 - share))) / throws;
    return (2 * (at(came / throws) - at(share))) / spread;
  }
  const power = 2 / 3;
  const relative = variance / (expected * expected);
  const middle = 1 + (power * (power - 1) * relative) / 2;
  return ((Math.max(0, came) / expected) ** power - middle) / (power * Math.sqrt(relative));
}

/** Of normal noise: the median of the largest scores of blocks, and the mean by which what lies above exceeds it. */
const ordinary = {
  day: (units: number) => ({ middle: 1.3 - 0.3 * Math.log(units), excess: 0.5 + 0.07 * Math.log(units) }),
  week: (units: number) => ({ middle: 0.55 - 0.25 * Math.log(units), excess: 0.65 }),
};

/** So many times as often as one stretch alone gives an alarm one of all gives one, on a pattern that has not learnt from it. */
const apart = { day: 4, week: 3 };

function limitOf(
  { unit }: Series,
  scores: (Score | null)[],
  units: number,
  side: 1 | -1,
  { alarmsPerQuarter }: Patience,
): number {
  const block = blockOf[unit];
  const usual = ordinary[unit](units);
  const blocks = perQuarter[unit] / block;
  const maxima: number[] = [];
  for (let end = scores.length - unlearnt[unit]; end - block >= 0; end -= block) {
    const inside = scores.slice(end - block, end).flatMap((one) => (one ? [side * one.score] : []));
    if (inside.length > 0) maxima.push(Math.max(...inside));
  }
  const sorted = maxima.toSorted((x, y) => x - y);
  const own = sorted[Math.floor(sorted.length / 2)] ?? usual.middle;
  const over = sorted.filter((one) => one > own).map((one) => one - own);
  const trust = maxima.length / (maxima.length + believed);
  const middle = trust * own + (1 - trust) * usual.middle;
  const meanOver = over.length > 0 ? over.reduce((sum, one) => sum + one, 0) / over.length : usual.excess;
  const excess = trust * meanOver + (1 - trust) * usual.excess;
  const each = alarmsPerQuarter / 2 / apart[unit];
  return Math.max(leastLimit[unit], middle + excess * Math.log((0.5 * blocks) / each));
}

/** Nothing within so many standard deviations is worth a word. */
const leastLimit = { day: 2.2, week: 1.5 };
