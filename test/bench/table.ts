/** The reports as one table. */
import type { Report } from './measure.ts';

export function print(reports: Report[]): void {
  const head = ['', 'ours', 'floor', 'ratio', 'goal', 'same twice', 'verdict'];
  const lines = reports.flatMap(({ title, rows, differs }) => [
    [title],
    ...(differs ? [[`  no ratio: the results differ (${differs})`]] : []),
    ...rows.map((row) => [
      `  ${row.says}`,
      figure(row.ours),
      figure(row.floor),
      `${figure(row.ratio)}×`,
      row.goal && `${row.goal}×`,
      row.noise === null ? '' : `${row.noise.toFixed(2)}×`,
      row.verdict,
    ]),
  ]);
  const wide = head.map((_, i) =>
    Math.max(...[head, ...lines].filter((line) => line.length > 1).map((line) => line[i]?.length ?? 0)),
  );
  for (const line of [head, ...lines]) {
    const cells = line.map((cell, i) =>
      i === 0 || i === head.length - 1 ? cell.padEnd(wide[i] ?? 0) : cell.padStart(wide[i] ?? 0),
    );
    console.log((line.length === 1 ? (line[0] ?? '') : cells.join('  ')).trimEnd());
  }
}

const figure = (n: number): string =>
  n >= 100 ? Math.round(n).toLocaleString('en-US') : n >= 10 ? n.toFixed(1) : n.toFixed(2);
