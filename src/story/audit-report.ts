/** The report of a quarter for an auditor, as Markdown that reads the same printed. */

import { deedSaid } from './deed.ts';
import { count, number } from './format.ts';

type Listed<T> = { rows: T[]; total: number };
type Line = { at: Date; who: string; what: string; because: string | null };

export type AuditReport = {
  quarter: string;
  zone: string;
  /** Who asked for it. */
  by: string;
  from: Date;
  /** Not included. */
  to: Date;
  /** By real time, as the log has it. */
  madeAt: Date;
  /** By the house's clock. */
  clock: Date;
  verified: { ok: boolean; sentence: string; unsealed: number | null };
  counts: { action: string; people: number; agents: number; system: number }[];
  actors: { who: string; kind: string; rows: number }[];
  /** Approved where authority asked for more than the manager. */
  signed: Listed<Line & { needed: string }>;
  refused: Listed<Line>;
  /** Modes, settings, pauses, rules, playbooks, checkpoints, roles: what agents and people may do. */
  governed: Listed<Line & { before: string | null; after: string | null }>;
  undone: Listed<Line>;
  rollbacks: { at: Date; who: string; what: string; total: number; undone: number }[];
  alone: { agent: string; version: number; changes: number; records: number }[];
  gaps: { what: string; count: number }[];
};

export function auditDocument(report: AuditReport): string {
  const { zone, verified, gaps } = report;
  const at = (instant: Date): string => exact(instant, zone);
  const all = report.counts.reduce((sum, { people, agents, system }) => sum + people + agents + system, 0);
  const open = gaps.filter(({ count }) => count > 0);
  return [
    `# Audit report, ${report.quarter}`,
    `${at(report.from)} to ${at(report.to)} (not included), ${zone}. Made ${at(report.madeAt)} for ${text(report.by)}.${clockSaid(report)}`,
    '## Is the log whole?',
    verified.ok ? `Yes. ${verified.sentence}` : `**No.** ${verified.sentence}`,
    '## Gaps',
    open.length === 0
      ? 'None of those that are looked for.'
      : open.map(({ what, count }) => `- ${what}: ${number(count)}`).join('\n'),
    '## What happened',
    `${count(all, 'row')} of ${count(report.counts.length, 'kind')}.`,
    table(
      ['Kind', 'By people', 'By agents', 'By the system'],
      report.counts.map((one) => [
        deedSaid(one.action),
        number(one.people),
        number(one.agents),
        number(one.system),
      ]),
    ),
    '## By whom',
    table(
      ['Who', 'Is', 'Rows'],
      report.actors.map(({ who, kind, rows }) => [who, kind, number(rows)]),
    ),
    '## Approvals above the limits, and who signed',
    list(report.signed, ['When', 'What', 'Needed', 'Why', 'Signed by'], (one) => [
      at(one.at),
      one.what,
      one.needed,
      one.because ?? '',
      one.who,
    ]),
    '## Refused attempts',
    list(report.refused, ['When', 'Who', 'What', 'Because'], (one) => [
      at(one.at),
      one.who,
      one.what,
      one.because ?? '',
    ]),
    '## Changes of what agents and people may do',
    list(report.governed, ['When', 'Who', 'What', 'Before', 'After', 'Reason'], (one) => [
      at(one.at),
      one.who,
      one.what,
      one.before ?? '',
      one.after ?? '',
      one.because ?? '',
    ]),
    '## Undone changes',
    list(report.undone, ['When', 'Who', 'Record', 'Fields'], (one) => [
      at(one.at),
      one.who,
      one.what,
      one.because ?? '',
    ]),
    '### Undone as a whole',
    table(
      ['When', 'Who', 'What', 'Wholly undone'],
      report.rollbacks.map((one) => [
        at(one.at),
        one.who,
        one.what,
        `${number(one.undone)} of ${number(one.total)}`,
      ]),
    ),
    '## Changes that agents made alone',
    table(
      ['Agent', 'Version', 'Changes', 'Records'],
      report.alone.map((one) => [one.agent, String(one.version), number(one.changes), number(one.records)]),
    ),
    '',
  ].join('\n\n');
}

const HOUR_MS = 3_600_000;

/** Of a company whose clock is set, a quarter of the clock's may be empty. */
const clockSaid = ({ madeAt, clock, zone }: AuditReport): string =>
  Math.abs(clock.getTime() - madeAt.getTime()) < HOUR_MS
    ? ''
    : ` The clock of the house is set to ${exact(clock, zone)}; the log, and this report, keep real time.`;

function list<T>({ rows, total }: Listed<T>, head: string[], cells: (row: T) => string[]): string {
  const cut = total > rows.length ? `\n\nThe first ${number(rows.length)} of ${number(total)}.` : '';
  return `${table(head, rows.map(cells))}${cut}`;
}

/** Nothing is said in words, not as a heading without rows. */
const table = (head: string[], rows: string[][]): string =>
  rows.length === 0
    ? 'None.'
    : [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(text).join(' | ')} |`).join('\n');

/** What a person typed stays text: no table is broken, nothing is made bold or a link. */
const text = (value: string): string =>
  value
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|#]/g, '\\$&')
    .trim();

/** "2026-03-20 14:32" where the company is. */
const exact = (at: Date, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at);
