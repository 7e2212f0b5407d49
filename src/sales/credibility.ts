/** Rates of small groups, drawn towards the rate of the larger group around them. Pure. */

/** So many of `cases` came true, in a group named from the widest to the narrowest: ["Negotiation", "31–60", "SMB"]. */
export type Counted = { path: string[]; cases: number; true: number };

/** A rate with the cases behind it; `of` is the narrowest group that has cases of its own. */
export type Rate = { rate: number; cases: number; true: number; of: string[] };

export type Rates = {
  /** The rate of a group; of one that was never seen that of the nearest group around it. */
  of(path: string[]): Rate;
};

/**
 * Hierarchical credibility: a group's rate is Z · own share + (1 − Z) · rate of the group around it, Z = n / (n + k),
 * with k = (variance within) / (variance between) of the groups on that level, as the method of moments finds it
 * (Bühlmann and Gisler, "A Course in Credibility Theory and its Applications", chapters 4 and 6). Where groups differ by
 * no more than chance does, k is infinite and the group has the rate of the one around it. The widest rate is
 * (true + 1) / (cases + 2), the rule of succession.
 */
export function credibleRates(counted: Counted[]): Rates {
  const root: Group = { cases: 0, true: 0, inner: new Map() };
  for (const one of counted) enter(root, one);
  const levels = Math.max(0, ...counted.map(({ path }) => path.length));
  const ks = Array.from({ length: levels }, (_, depth) => spreadOf(parentsAt(root, depth)));
  const widest = (root.true + 1) / (root.cases + 2);
  return {
    of: (path) => {
      let found: Rate = { rate: widest, cases: root.cases, true: root.true, of: [] };
      let group = root;
      for (const [depth, name] of path.entries()) {
        const inner = group.inner.get(name);
        if (!inner) break;
        const trust = inner.cases / (inner.cases + (ks[depth] ?? Number.POSITIVE_INFINITY));
        const own = inner.cases > 0 ? inner.true / inner.cases : 0;
        const rate = trust * own + (1 - trust) * found.rate;
        found = { rate, cases: inner.cases, true: inner.true, of: path.slice(0, depth + 1) };
        group = inner;
      }
      return found;
    },
  };
}

type Group = { cases: number; true: number; inner: Map<string, Group> };

function enter(root: Group, one: Counted): void {
  let group = root;
  for (const name of [null, ...one.path]) {
    if (name !== null) {
      const inner: Group = group.inner.get(name) ?? { cases: 0, true: 0, inner: new Map() };
      group.inner.set(name, inner);
      group = inner;
    }
    group.cases += one.cases;
    group.true += one.true;
  }
}

function parentsAt(root: Group, depth: number): Group[] {
  let groups = [root];
  for (let i = 0; i < depth; i++) groups = groups.flatMap(({ inner }) => [...inner.values()]);
  return groups;
}

/**
 * k over all groups with the same number of groups around them: the variance of one case within its group, p (1 − p),
 * over how much the groups of one parent differ beyond it. Both are pooled over all parents of the level.
 */
function spreadOf(parents: Group[]): number {
  let [within, cases, between, weight] = [0, 0, 0, 0];
  for (const parent of parents) {
    const groups = [...parent.inner.values()].filter((group) => group.cases > 0);
    if (groups.length < 2) continue;
    const mean = parent.true / parent.cases;
    const own = mean * (1 - mean);
    const apart = groups.reduce(
      (sum, group) => sum + group.cases * (group.true / group.cases - mean) ** 2,
      0,
    );
    within += own * parent.cases;
    cases += parent.cases;
    between += apart - (groups.length - 1) * own;
    weight += parent.cases - groups.reduce((sum, group) => sum + group.cases ** 2, 0) / parent.cases;
  }
  return between <= 0 || weight <= 0 ? Number.POSITIVE_INFINITY : within / cases / (between / weight);
}
