/**
 * How a ratio is taken so that a busy machine does not fool anybody: ours and the floor run in turn within each round, in
 * shuffled order, beside a second copy of the floor; the ratio is taken inside the round, and its median over rounds is
 * what counts. The copy (A/A) says how far two equal things differ here and now: where that is more than the goal leaves
 * room for, nothing is judged. Where results differ, no ratio is printed: a fast wrong answer is worth nothing.
 */
import { isDeepStrictEqual } from 'node:util';

export type Reading = Record<string, number>;
/** `run` does its work once and says what it took and what came out; `result` is undefined where nothing can be compared. */
export type Variant = { run: () => Promise<{ figures: Reading; result?: unknown }> };
/** Of `figure`: ours at most so many times the floor's, or the floor's at least so many times ours; neither: reported only. */
export type Goal = { figure: string; says: string; atMost?: number; atLeast?: number };

export type Verdict = 'reached' | 'missed' | 'not judged, too noisy' | 'reported';
export type Row = {
  says: string;
  ours: number;
  floor: number;
  ratio: number;
  /** How far the floor and its copy differ, in the median; null where the floor is a limit that was set, not measured. */
  noise: number | null;
  goal: string;
  verdict: Verdict;
};
export type Report = { title: string; rows: Row[]; differs: string | null };

export async function compare(input: {
  title: string;
  ours: Variant;
  floor: Variant;
  goals: Goal[];
  rounds: number;
}): Promise<Report> {
  const { title, goals } = input;
  const variants = { ours: input.ours, floor: input.floor, again: input.floor };
  const figures: Record<Key, Reading[]> = { ours: [], floor: [], again: [] };
  for (let round = -1; round < input.rounds; round++) {
    const results: Partial<Record<Key, unknown>> = {};
    for (const key of shuffled(round)) {
      if (round < 0 && key === 'again') continue; // the first round warms up and is not counted
      const { figures: read, result } = await variants[key].run();
      if (round >= 0) figures[key].push(read);
      results[key] = result;
    }
    if (!isDeepStrictEqual(results.ours, results.floor))
      return { title, rows: [], differs: difference(results.ours, results.floor) };
  }
  return { title, rows: goals.map((goal) => row(goal, figures)), differs: null };
}

type Key = 'ours' | 'floor' | 'again';

function row(goal: Goal, figures: Record<Key, Reading[]>): Row {
  const column = (key: Key) => figures[key].map((read) => read[goal.figure] ?? Number.NaN);
  const [ours, floor, again] = [column('ours'), column('floor'), column('again')];
  const of = (upper: number[], lower: number[]) => upper.map((value, i) => value / (lower[i] ?? Number.NaN));
  const twice = of(again, floor);
  const ratio = median(goal.atLeast === undefined ? of(ours, floor) : of(floor, ours));
  return {
    says: goal.says,
    ours: median(ours),
    floor: median(floor),
    ratio,
    noise: median(twice),
    goal:
      goal.atLeast !== undefined ? `≥ ${goal.atLeast}` : goal.atMost !== undefined ? `≤ ${goal.atMost}` : '',
    verdict: verdict(ratio, slackOf(twice), goal),
  };
}

/** A miss within the noise is no miss, and a hit within it no hit: both are left unjudged. */
function verdict(ratio: number, slack: number, { atMost, atLeast }: Goal): Verdict {
  const goal = atLeast ?? atMost;
  if (goal === undefined) return 'reported';
  if (Math.abs(Math.log(ratio / goal)) < slack) return 'not judged, too noisy';
  return (atLeast === undefined ? ratio <= goal : ratio >= goal) ? 'reached' : 'missed';
}

/** How far from 1 the median of so many ratios of equal things is or may well be by chance, as a logarithm. */
function slackOf(twice: number[]): number {
  const logs = twice.map(Math.log);
  const middle = median(logs);
  const spread = 1.4826 * median(logs.map((log) => Math.abs(log - middle)));
  return Math.max(Math.abs(middle), (1.2533 * spread) / Math.sqrt(logs.length));
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low = Number.NaN, high = Number.NaN] = [
    sorted[(sorted.length - 1) >> 1],
    sorted[sorted.length >> 1],
  ];
  return (low + high) / 2;
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** A fixed shuffle per round, so that two runs take the same order. */
function shuffled(round: number): Key[] {
  const keys: Key[] = ['ours', 'floor', 'again'];
  const place = (i: number) => Math.sin((round + 2) * 97 + i * 13);
  return keys.toSorted((a, b) => place(keys.indexOf(a)) - place(keys.indexOf(b)));
}

/** The first place at which two results differ. */
function difference(ours: unknown, floor: unknown, path = 'result'): string {
  const parts = (value: unknown) => (typeof value === 'object' && value !== null ? value : null);
  const [left, right] = [parts(ours), parts(floor)];
  if (left && right) {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const [a, b] = [Reflect.get(left, key), Reflect.get(right, key)];
      if (!isDeepStrictEqual(a, b)) return difference(a, b, `${path}.${key}`);
    }
  }
  const show = (value: unknown) => (JSON.stringify(value) ?? String(value)).slice(0, 160);
  return `${path}: ours ${show(ours)}, floor ${show(floor)}`;
}
