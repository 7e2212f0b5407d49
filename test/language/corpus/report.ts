/** `npm run corpus`: how many of the corpus's lines are read exactly, and what becomes of the others. */
import { parseArgs } from 'node:util';
import type { Path } from '../../../src/language/request.ts';
import { startServer } from '../../support/server.ts';
import { company, isHere } from './asking.ts';
import { type Half, halves, type Line, linesOf } from './lines.ts';
import { type Scored, score } from './score.ts';

/** All lines of a half whose companies are here. */
export async function scored(url: string, half: Half, only?: Line['company']): Promise<Scored[]> {
  const lines = (await linesOf(half)).filter((line) => only === undefined || line.company === only);
  const results: Scored[] = [];
  for (const name of ['sample', 'maven-crm', 'revops-northwind'] as const) {
    const theirs = lines.filter((line) => line.company === name);
    if (!isHere(name) || !theirs[0]) continue;
    const there = await company(url, name, new Date(theirs[0].now));
    try {
      for (const line of theirs)
        results.push(score(line, await there.hear(line), { now: there.now, asker: there.asker(line) }));
    } finally {
      await there.close();
    }
  }
  return results;
}

const isThread = (line: Line): boolean => line.turns.length > 1;
const wants = (line: Line, what: 'clarify' | 'refuse'): boolean =>
  line.turns.length === 1 && line.turns.some(({ expect }) => what in expect);

/** Shares are of the lines named; `decided` is what the rules answered, asked back or refused without a model. */
export function totals(results: Scored[]) {
  const of = (which: (line: Line) => boolean) => {
    const some = results.filter(({ line }) => which(line));
    const count = (verdict: Scored['verdict']) => some.filter((one) => one.verdict === verdict).length;
    return { lines: some.length, exact: count('exact'), wrong: count('wrong'), over: count('handed over') };
  };
  const plain = (line: Line) => !isThread(line) && !line.tags.includes('extra-field');
  const command = (line: Line) => line.tags.includes('command') && !wants(line, 'refuse');
  return {
    all: of(() => true),
    questions: of(
      (line) => plain(line) && !command(line) && !wants(line, 'clarify') && !wants(line, 'refuse'),
    ),
    commands: of((line) => plain(line) && command(line) && !wants(line, 'clarify')),
    ambiguous: of((line) => wants(line, 'clarify')),
    dangerous: of((line) => wants(line, 'refuse')),
    threads: of(isThread),
    'fields beyond the list': of((line) => line.tags.includes('extra-field')),
  };
}

/** Of what the rules answered or carried on: how much was right, by the way it was read. */
export function byPath(results: Scored[], path: Path): { cases: number; right: number } {
  const turns = results.flatMap((one) => one.turns).filter((turn) => turn.path === path);
  const right = turns.filter((turn) => turn.verdict === 'exact').length;
  return { cases: right + turns.filter((turn) => turn.verdict === 'wrong').length, right };
}

const share = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)}%`;

function printed(half: Half, results: Scored[]): string {
  const rows = Object.entries(totals(results)).map(([name, { lines, exact, wrong, over }]) =>
    [
      name.padEnd(24),
      String(lines).padStart(5),
      share(exact, lines).padStart(9),
      share(wrong, lines).padStart(9),
      share(lines - over, lines).padStart(15),
    ].join(''),
  );
  const head = `${`${half} half`.padEnd(24)}lines    exact    wrong  without a model`;
  const paths = (['plain', 'assumed', 'corrected'] as const).map((path) => {
    const { cases, right } = byPath(results, path);
    return `read ${path}: ${right} of ${cases} right`;
  });
  return [head, ...rows, paths.join(' · ')].join('\n');
}

/** Prints the totals, and with `--misses` what each miss of an open half was. */
export async function report(): Promise<void> {
  const { values } = parseArgs({
    options: { half: { type: 'string' }, misses: { type: 'boolean' } },
    allowNegative: true,
  });
  const server = await startServer();
  try {
    for (const half of halves) {
      if (values.half && values.half !== half) continue;
      const results = await scored(server.url, half);
      process.stdout.write(`${printed(half, results)}\n\n`);
      // The kept halves are for measuring: whoever writes rules does not read them.
      if (!values.misses || half.startsWith('kept')) continue;
      for (const { line, verdict, turns } of results) {
        if (verdict === 'exact') continue;
        const at = turns.findIndex((turn) => turn.verdict !== 'exact');
        const said = line.turns.slice(0, at + 1).map(({ text }) => `"${text}"`);
        process.stdout.write(
          `${verdict.padEnd(12)}${line.id} ${line.as ?? line.company}: ${said.join(' / ')}\n            ${turns[at]?.differences.join('; ')}\n`,
        );
      }
    }
  } finally {
    await server.stop();
  }
}
