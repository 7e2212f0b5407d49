/** What proofs share: their size, their lanes, and what they draw by lot. */
import { luckFrom } from '../trials/terms.ts';

/** What a proof draws by lot: the same again with PROOF_SEED, which a proof that fails names. */
export type Chance = {
  seed: { seed: number };
  /** A whole number from 0 up to `most`, which is not among them. */
  below(most: number): number;
  is(likely: number): boolean;
  of<T>(from: readonly T[]): T;
};

/** So many of them in `npm run proofs`, and the given share where not everything is to be shown each time (`.ci/run`). */
export const sized = (many: number): number => Math.ceil(many * Number(process.env.PROOF_SHARE ?? 1));

/** Does `work` for each, so many at a time. */
export async function inLanes<T>(
  all: Iterable<T>,
  lanes: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const left = all[Symbol.iterator]();
  const lane = async () => {
    for (let next = left.next(); !next.done; next = left.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

export function chances(
  seed = Number(process.env.PROOF_SEED ?? Math.floor(Math.random() * 2 ** 31)),
): Chance {
  const { next, below } = luckFrom(seed);
  return {
    seed: { seed },
    below,
    is: (likely) => next() < likely,
    of: (from) => {
      const one = from[below(from.length)];
      if (one === undefined) throw new Error('Nothing to draw from.');
      return one;
    },
  };
}
