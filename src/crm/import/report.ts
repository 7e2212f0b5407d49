import { count } from '../../story/format.ts';
import type { Context, Writer, Written } from './context.ts';
import type { Csv } from './csv.ts';
import { type Kind, kinds } from './kinds.ts';
import type { Known } from './known.ts';
import type { Mapping } from './mapping.ts';
import type { Rejects } from './rejects.ts';
import type { Stage } from './stages.ts';

export type Imported = {
  kind: Kind;
  /** The result in one sentence. */
  sentence: string;
  dryRun: boolean;
  read: number;
  written: number;
  unchanged: number;
  rejected: number;
  rejectFile: string | null;
  /** The first rejected rows. */
  rejects: { line: number; reason: string }[];
  assumptions: string[];
  /** In the shape of a map file, so that it can be saved, changed and given back with --map. */
  mapping: {
    columns: Record<string, string>;
    unused: string[];
    stages?: Pick<Stage, 'name' | 'order' | 'is'>[];
    zone: string;
    currency: string;
    source: string;
  };
};

export type Job = {
  kind: Kind;
  at: Context;
  writer: Writer;
  counts: Map<string, number>;
  notes: string[];
  stages: Stage[];
};

/** What an import did and took for granted, for people and for programs. */
export function report(
  kind: Kind,
  input: { dryRun?: boolean },
  { sum, job }: { sum: Written & { read: number }; job: Job },
  use: { csv: Csv; mapping: Mapping; zone: string; rejects: Rejects; rejectFile: string | null },
): Imported {
  const { csv, mapping, rejects } = use;
  const columns = Object.fromEntries([
    ...[...mapping.at].map(([field, i]) => [field, csv.header[i] ?? '']),
    ...[...mapping.entered.values()].map((one) => [`entered.${one.stage}`, csv.header[one.at] ?? '']),
  ]);
  return {
    kind,
    sentence: sentence(kind, input, sum, rejects),
    dryRun: input.dryRun ?? false,
    ...sum,
    rejected: rejects.count(),
    rejectFile: use.rejectFile,
    rejects: rejects.reasons(),
    assumptions: assumptions(kind, job, use),
    mapping: {
      columns,
      unused: mapping.unused,
      ...(job.stages.length > 0
        ? { stages: job.stages.map(({ name, order, is }) => ({ name, order, is })) }
        : {}),
      zone: use.zone,
      currency: job.at.currency,
      source: job.at.source,
    },
  };
}

const n = (count: number): string => count.toLocaleString('en-US');

const singular: Record<Kind | Known['table'], string> = {
  deals: 'deal',
  accounts: 'account',
  contacts: 'contact',
  products: 'product',
  people: 'person',
  quotas: 'quota',
  leads: 'lead',
  activities: 'activity',
  history: 'row of history',
  enrichment: 'company of the directory',
  teams: 'team',
  territories: 'territory',
};
const plural: Partial<typeof singular> = { enrichment: 'companies of the directory' };
const counted = (n: number, what: Kind | Known['table']): string =>
  count(n, singular[what], plural[what] ?? what);
const was = (n: number): string => (n === 1 ? 'was' : 'were');

function sentence(
  kind: Kind,
  input: { dryRun?: boolean },
  sum: Written & { read: number },
  rejects: Rejects,
): string {
  const bad = rejectedSaid(rejects.count(), rejects.lines());
  const verb = input.dryRun ? 'would be written' : 'written';
  if (sum.read === 0) return 'The file holds no rows.';
  if (sum.written === 0 && sum.unchanged > 0)
    return `Nothing ${input.dryRun ? 'would change' : 'changed'}: ${sum.unchanged === 1 ? `the one ${singular[kind]} was` : `all ${counted(sum.unchanged, kind)} were`} as the file says.${bad}`;
  const same = sum.unchanged === 0 ? '' : `; ${n(sum.unchanged)} ${was(sum.unchanged)} so already`;
  return `${counted(sum.written, kind)} ${verb}${same}.${bad}`;
}

/** "1 row was rejected, 3 lines in all." */
function rejectedSaid(rows: number, lines: number): string {
  if (rows === 0) return '';
  return ` ${count(rows, 'row')} ${was(rows)} rejected${lines > rows ? `, ${count(lines, 'line')} in all` : ''}.`;
}

function assumptions(kind: Kind, job: Job, { csv, mapping }: { csv: Csv; mapping: Mapping }): string[] {
  const { at } = job;
  const told = [...job.notes];
  for (const { stage, at: i } of mapping.entered.values())
    if (mapping.file.columns === undefined)
      told.push(`"${csv.header[i]}" was read as the day on which a deal entered ${stage}.`);
  for (const [name, { as, count: rows }] of at.products.spellings)
    told.push(`Product "${name}" (${count(rows, 'row')}) was read as "${as}".`);
  for (const [what, rows] of job.counts)
    told.push(`${counted(rows, kind)} ${rows === 1 ? 'has' : 'have'} ${what}.`);
  const money = Object.entries(kinds[kind]).some(
    ([field, target]) => target.type === 'money' && mapping.at.has(field),
  );
  if (money && !mapping.at.has('currency') && !mapping.file.currency)
    told.push(`Amounts without a currency are in ${at.currency}.`);
  for (const known of [at.accounts, at.people, at.products, at.territories, at.teams]) {
    const names = known.addedNames;
    if (names.length === 0) continue;
    const first = names.slice(0, 3).join(', ');
    told.push(
      `${counted(names.length, known.table)} ${was(names.length)} not known and ${was(names.length)} added by name: ${first}${names.length > 3 ? ', …' : ''}.`,
    );
  }
  if (csv.encoding !== 'utf-8') told.push(`The file was read as ${csv.encoding}.`);
  if (csv.comments() > 0) told.push(`Lines that begin with # were skipped: ${csv.comments()}.`);
  if (mapping.unused.length > 0) told.push(`Columns not used: ${mapping.unused.join(', ')}.`);
  return told;
}
