import type { Context, Writer, Written } from './context.ts';
import type { Csv } from './csv.ts';
import { type Kind, kinds } from './kinds.ts';
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
    sentence: sentence(kind, input, sum, rejects.count()),
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
const single: Record<string, string> = {
  people: 'person',
  activities: 'activity',
  territories: 'territory',
  history: 'row of history',
};
/** "1 deal", "2 deals"; `many` is the plural. */
const some = (count: number, many: string): string =>
  `${n(count)} ${count === 1 ? (single[many] ?? many.replace(/s$/, '')) : many}`;

function sentence(
  kind: Kind,
  input: { dryRun?: boolean },
  sum: Written & { read: number },
  rejected: number,
): string {
  const bad = rejected === 0 ? '' : ` ${some(rejected, 'rows')} ${rejected === 1 ? 'was' : 'were'} rejected.`;
  const verb = input.dryRun ? 'would be written' : 'written';
  if (sum.read === 0) return 'The file holds no rows.';
  if (sum.written === 0 && sum.unchanged > 0)
    return `Nothing ${input.dryRun ? 'would change' : 'changed'}: ${sum.unchanged === 1 ? `the one ${some(1, kind).slice(2)} was` : `all ${n(sum.unchanged)} ${kind} were`} as the file says.${bad}`;
  const same =
    sum.unchanged === 0 ? '' : `; ${n(sum.unchanged)} ${sum.unchanged === 1 ? 'was' : 'were'} so already`;
  return `${some(sum.written, kind)} ${verb}${same}.${bad}`;
}

function assumptions(kind: Kind, job: Job, { csv, mapping }: { csv: Csv; mapping: Mapping }): string[] {
  const { at } = job;
  const told = [...job.notes];
  for (const { stage, at: i } of mapping.entered.values())
    if (mapping.file.columns === undefined)
      told.push(`"${csv.header[i]}" was read as the day on which a deal entered ${stage}.`);
  for (const [name, { as, count }] of at.products.spellings)
    told.push(`Product "${name}" (${some(count, 'rows')}) was read as "${as}".`);
  for (const [what, count] of job.counts)
    told.push(`${some(count, kind)} ${count === 1 ? 'has' : 'have'} ${what}.`);
  const money = Object.entries(kinds[kind]).some(
    ([field, target]) => target.type === 'money' && mapping.at.has(field),
  );
  if (money && !mapping.at.has('currency') && !mapping.file.currency)
    told.push(`Amounts without a currency are in ${at.currency}.`);
  for (const known of [at.accounts, at.people, at.products, at.territories, at.teams]) {
    const names = known.addedNames;
    if (names.length === 0) continue;
    const first = names.slice(0, 3).join(', ');
    const were = names.length === 1 ? 'was' : 'were';
    told.push(
      `${some(names.length, known.table)} ${were} not known and ${were} added by name: ${first}${names.length > 3 ? ', …' : ''}.`,
    );
  }
  if (csv.encoding !== 'utf-8') told.push(`The file was read as ${csv.encoding}.`);
  if (csv.comments() > 0) told.push(`Lines that begin with # were skipped: ${csv.comments()}.`);
  if (mapping.unused.length > 0) told.push(`Columns not used: ${mapping.unused.join(', ')}.`);
  return told;
}
