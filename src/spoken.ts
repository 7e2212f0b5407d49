import type { Imported } from './crm/import/report.ts';
import type { Reply } from './requests/reply.ts';
import type { DealRow } from './sales/answer.ts';
import { money } from './story/format.ts';

/** A reply as lines for a terminal: understanding first, as on the card. */
export function spoken(reply: Reply): string {
  const lines = reply.understood ? [`Understood: ${reply.understood}`, ''] : [];
  return `${[...lines, ...said(reply), ...reply.assumptions.map((assumption) => `(${assumption})`)].join('\n')}\n`;
}

function said(reply: Reply): string[] {
  switch (reply.kind) {
    case 'answer':
      return [reply.sentence, ...answered(reply)];
    case 'deal':
      return table([reply.deal], reply.companyCurrency);
    case 'text':
      return [reply.sentence, ...reply.lines];
    case 'help':
      return reply.groups.flatMap(({ title, lines }) => [title, ...lines.map((line) => `  ${line}`), '']);
    case 'clarify':
      return [
        reply.question,
        ...reply.options.map(({ label, fact }, i) => `  ${i + 1}. ${label}${fact ? ` (${fact})` : ''}`),
      ];
    case 'confirm':
      return [
        reply.headline,
        reply.consequence,
        reply.wayBack,
        `To go on, answer "yes" in the same thread before ${reply.expires}.`,
      ];
    case 'done':
      return [reply.sentence];
    case 'not understood':
      return [`Not understood: ${reply.words}`, reply.sentence, ...nearest(reply.next)];
    case 'refused':
      return [reply.because, ...nearest(reply.next)];
    default:
      return [reply.sentence, ...nearest(reply.next)];
  }
}

/** What an import did or, on a dry run, would do; then the mapping is shown in the shape of a map file. */
export function imported(result: Imported): string {
  const rejected = result.rejects.slice(0, 5).map(({ line, reason }) => `  line ${line}: ${reason}`);
  return [
    result.sentence,
    ...rejected,
    ...(result.rejectFile ? [`All rejected rows, with line and reason: ${result.rejectFile}`] : []),
    ...result.assumptions.map((assumption) => `(${assumption})`),
    ...(result.dryRun
      ? [
          'Nothing was kept. The mapping, to be saved, changed and given back with --map:',
          JSON.stringify(result.mapping, null, 2),
        ]
      : []),
  ].join('\n');
}

const nearest = (next: { request: string }[]): string[] => next.map(({ request }) => `  Try: ${request}`);

function answered(reply: Extract<Reply, { kind: 'answer' }>): string[] {
  const { answer, companyCurrency } = reply;
  const left = answer.leftOut.map(({ count, because }) => `${count} left out: ${because}`);
  if (answer.kind === 'rows') return [...table(answer.rows, companyCurrency), ...left];
  if (answer.kind !== 'series') return left;
  const lines = answer.series.map(({ label, value, currency }) => [
    label,
    value === null ? '–' : currency ? money(value, currency, companyCurrency) : String(value),
  ]);
  return [...columns(lines), ...left];
}

function table(rows: DealRow[], company: string): string[] {
  const lines = rows.map((row) => [
    row.name,
    row.owner ?? 'nobody',
    row.stage,
    row.amount === null ? 'no amount' : money(row.amount, row.currency, company),
    row.daysInStage === null ? '' : `${row.daysInStage} days`,
    row.closeDate ? `closes ${row.closeDate}` : '',
  ]);
  return columns(lines);
}

function columns(lines: string[][]): string[] {
  const widths = lines.reduce<number[]>(
    (wide, line) => line.map((cell, i) => Math.max(wide[i] ?? 0, cell.length)),
    [],
  );
  return lines.map((line) => `  ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd());
}
