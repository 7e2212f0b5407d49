/** What a run says: the table of points and kills, and a plain summary. */
import { type Guarantee, guarantees, type Violation } from './checker.ts';
import { flows, flowWords } from './flows.ts';
import type { KillResult } from './kills.ts';
import type { Recorded } from './recording.ts';
import { type CrmMode, crmModes, modeWords } from './terms.ts';

export type Met = KillResult['met'][number] & { mode: CrmMode };

const cell = (text: string | number, width: number): string => String(text).padStart(width);

/** A row for each call of a flow: how often the flow makes it, and how many workers died before + after it, by kind of CRM. */
export function pointTable(recorded: Recorded, met: Met[]): string {
  const widest = Math.max(
    ...flows.flatMap((flow) => Object.keys(recorded[flow]).map((label) => label.length)),
    30,
  );
  const lines = [
    `${'call at which the worker was killed'.padEnd(widest)}  calls ${crmModes.map((mode) => cell(modeWords[mode], 13)).join('')}  before  after`,
  ];
  for (const flow of flows) {
    lines.push('', flowWords[flow]);
    for (const [label, calls] of Object.entries(recorded[flow])) {
      const here = met.filter((one) => one.hit && one.flow === flow && one.label === label);
      const kills = (mode: CrmMode): string => {
        const of = here.filter((one) => one.mode === mode);
        return of.length === 0 ? '·' : `${count(of, 'before')} + ${count(of, 'after')}`;
      };
      lines.push(
        `${label.padEnd(widest)}  ${cell(calls, 5)} ${crmModes.map((mode) => cell(kills(mode), 13)).join('')}  ${cell(count(here, 'before'), 6)}  ${cell(count(here, 'after'), 5)}`,
      );
    }
  }
  return lines.join('\n');
}

const count = (all: Met[], when: 'before' | 'after'): number => all.filter((one) => one.when === when).length;

export function violationLines(violations: Violation[], most = 12): string[] {
  const lines = violations
    .slice(0, most)
    .map(({ guarantee, what }) => `    ✗ ${guarantees[guarantee]}: ${what}`);
  return violations.length > most ? [...lines, `    … and ${violations.length - most} more`] : lines;
}

/** By guarantee, what was found against it. */
export function tally(violations: Violation[]): string[] {
  return (Object.keys(guarantees) as Guarantee[]).map((name) => {
    const n = violations.filter(({ guarantee }) => guarantee === name).length;
    return `  ${n === 0 ? '✓' : '✗'} ${guarantees[name].padEnd(62)} ${n === 0 ? 'held' : `broken ${n} times`}`;
  });
}
