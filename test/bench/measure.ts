/**
 * How a ratio is taken so that a busy machine does not fool anybody: ours and the floor run in turn within each round, in
 * shuffled order, beside a second copy of the floor; the ratio is taken inside the round, and its median over rounds is
 * what counts. The copy (A/A) says how far two equal things differ here and now: where that is more than the goal leaves
 * room for, nothing is judged. Where results differ, no ratio is printed: a fast wrong answer is worth nothing.
 */
import { isDeepStrictEqual } from 'node:util';

export type Reading = Record<string, number>;
export type Variant = { name: string; run: () => Promise<{ figures: Reading; result: unknown }> };
export type Goal = { figure: string; atMost: number; unit: string };

export type Report = {
  title: string;
  rows: {
    figure: string;
    ours: number;
    floor: number;
    ratio: number;
    noise: number;
    goal: number;
    verdict: Verdict;
  }[];
  differs: string | null;
};
export type Verdict = 'reached' | 'missed' | 'not judged, machine too noisy';

const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
};

export async function compare(input: {
  title: string;
  ours: Variant;
  floor: Variant;
  goals: Goal[];
  rounds?: number;
}): Promise<Report> {
  const variants = {
    ours: input.ours,
    floor: input.floor,
    again: { ...input.floor, name: `${input.floor.name} again` },
  };
  type Key = keyof typeof variants;
  const figures: Record<Key, Reading[]> = { ours: [], floor: [], again: [] };
  for (const variant of [variants.ours, variants.floor]) await variant.run(); // warm-up, not counted
  for (let round = 0; round < (input.rounds ?? 7); round++) {
    const results: Partial<Record<Key, unknown>> = {};
    for (const key of shuffled(Object.keys(variants) as Key[], round)) {
      const { figures: read, result } = await variants[key].run();
      figures[key].push(read);
      results[key] = result;
    }
    if (!isDeepStrictEqual(results.ours, results.floor)) {
      return {
        title: input.title,
        rows: [],
        differs: `ours ${show(results.ours)}, floor ${show(results.floor)}`,
      };
    }
  }
  const rows = input.goals.map((goal) => {
    const column = (key: Key) => figures[key].map((read) => read[goal.figure] ?? Number.NaN);
    const [ours, floor, again] = [column('ours'), column('floor'), column('again')];
    const ratio = median(ours.map((value, i) => value / (floor[i] ?? Number.NaN)));
    const noise = median(again.map((value, i) => value / (floor[i] ?? Number.NaN)));
    return {
      figure: `${goal.figure}, ${goal.unit}`,
      ours: median(ours),
      floor: median(floor),
      ratio,
      noise,
      goal: goal.atMost,
      verdict: verdict(ratio, noise, goal.atMost),
    };
  });
  return { title: input.title, rows, differs: null };
}

/** A miss within the noise is no miss, and a hit within it no hit: both are left unjudged. */
function verdict(ratio: number, noise: number, goal: number): Verdict {
  const slack = Math.abs(noise - 1);
  if (Math.abs(ratio - goal) < slack * goal) return 'not judged, machine too noisy';
  return ratio <= goal ? 'reached' : 'missed';
}

export function print(report: Report): void {
  console.log(`\n${report.title}`);
  if (report.differs) console.log(`  no ratio: the results differ (${report.differs})`);
  for (const row of report.rows) {
    const figure = (n: number) => (n >= 100 ? n.toFixed(0) : n.toPrecision(3));
    console.log(
      `  ${row.figure}: ${figure(row.ours)} against ${figure(row.floor)} = ${row.ratio.toFixed(2)}× (goal ≤ ${row.goal}×, same thing twice ${row.noise.toFixed(2)}×): ${row.verdict}`,
    );
  }
}

/** A fixed shuffle per round, so that two runs take the same order. */
function shuffled<T>(items: T[], round: number): T[] {
  return items
    .map((item, i) => ({ item, key: Math.sin((round + 1) * 97 + i * 13) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

const show = (value: unknown) => JSON.stringify(value)?.slice(0, 120) ?? String(value);
