/** The stages of a file: what the map says, else what its columns say, else what their names say. */
import type { Db } from '../../db/pool.ts';
import { fold } from '../../sales/text.ts';
import { idFor } from './ids.ts';
import type { StageGiven } from './mapping.ts';
import type { StageSeen } from './scan.ts';

export type Stage = { id: string; name: string; order: number; is: 'open' | 'won' | 'lost' };

/** Where stages of such names usually stand. */
const usual: [RegExp, number][] = [
  [/^(new|lead|open|target|identif)/, 5],
  [/prospect/, 10],
  [/qualif|appointment/, 20],
  [/discover|needs|meeting/, 25],
  [/engag|contacted|working/, 28],
  [/demo|present|evaluat|value|solution/, 35],
  [/propos|quote|pricing/, 40],
  [/negoti|review/, 50],
  [/verbal|commit|decision/, 55],
  [/contract|legal|procure|signature/, 60],
  [/won/, 90],
  [/lost/, 95],
];

/** All stages in order, those that exist already first in their right; `guessed` says that nobody named order and outcome. */
export function decideStages(
  existing: Stage[],
  seen: StageSeen[],
  given: StageGiven[] | undefined,
): { stages: Stage[]; keyed: [string, Stage][]; guessed: boolean } {
  const stages = new Map<string, Stage>();
  const known = new Map(existing.map((stage) => [fold(stage.name), stage]));
  const said = new Map(
    (given ?? []).map((stage, i) => [fold(stage.name), { ...stage, order: stage.order ?? i + 1 }]),
  );
  const asSeen = new Map(seen.map((stage) => [fold(stage.name), stage]));
  const names = [...new Map([...seen, ...(given ?? [])].map(({ name }) => [fold(name), name]))];
  let guessed = false;
  const ranked = names.map(([key, name], i) => {
    const one = asSeen.get(key);
    const rank = said.get(key)?.order ?? known.get(key)?.order ?? one?.order ?? null;
    if (rank === null) guessed = true;
    return {
      key,
      name,
      is: outcome(key, said.get(key), known.get(key), one),
      rank: rank ?? usual.find(([of]) => of.test(key))?.[1] ?? 45,
      i,
    };
  });
  // Open stages before won before lost, whatever numbers a file gives to them.
  const place = { open: 0, won: 1, lost: 2 };
  ranked.sort((a, b) => place[a.is] - place[b.is] || a.rank - b.rank || a.i - b.i);
  for (const [i, { key, name, is, rank }] of ranked.entries()) {
    const before = known.get(key);
    const order = said.has(key) ? rank : (before?.order ?? existing.length + i + 1);
    stages.set(key, {
      id: before?.id ?? idFor('S', key),
      name: said.get(key)?.name ?? before?.name ?? name,
      order,
      is,
    });
  }
  return { stages: [...stages.values()], keyed: [...stages], guessed };
}

function outcome(
  key: string,
  said: StageGiven | undefined,
  known: Stage | undefined,
  seen: StageSeen | undefined,
): Stage['is'] {
  if (said?.is) return said.is;
  if (known) return known.is;
  if (seen?.won && !seen.lost) return 'won';
  if (seen?.lost && !seen.won) return 'lost';
  if (/\bwon\b/.test(key)) return 'won';
  return /\b(lost|dead|disqualified|abandoned|cancelled|canceled)\b/.test(key) ? 'lost' : 'open';
}

export async function writeStages(trx: Db, stages: Stage[]): Promise<void> {
  if (stages.length === 0) return;
  await trx('stages').insert(stages).onConflict('id').merge(['name', 'order', 'is']);
}
