/** A CSV file into the mirror: all or nothing, harmless to repeat; what cannot be taken stands in a reject file. */
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/pool.ts';
import { inTransaction } from '../../db/transaction.ts';
import { BadInput } from '../../errors.ts';
import { calendarOf } from '../../sales/leaf.ts';
import type { Calendar } from '../../sales/periods.ts';
import { type CellUse, readCell } from './cells.ts';
import type { Context, Taken, Writer, Written } from './context.ts';
import { type Csv, openCsv } from './csv.ts';
import { dealWriter } from './deals.ts';
import { historyWriter } from './history.ts';
import { type Kind, kindNamed, kinds } from './kinds.ts';
import { Known } from './known.ts';
import { guessEntered, type Mapping, mapColumns, readMapFile } from './mapping.ts';
import { accountWriter, contactWriter, peopleWriter, productWriter } from './parties.ts';
import { openRejects, type Rejects } from './rejects.ts';
import { clearSample } from './sample-away.ts';
import { cellOf, dateUses, meant, type Scan, scan } from './scan.ts';
import { decideStages, type Stage, writeStages } from './stages.ts';
import { activityWriter, leadWriter, quotaWriter } from './work.ts';

export type ImportInput = {
  kind: string;
  path: string;
  /** Path of a map file. */
  map?: string;
  dryRun?: boolean;
  replaceSample?: boolean;
  onProgress?: (rows: number) => void;
};

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

export type ImportUse = { db: Db; now: Clock; zone: string; calendar?: Calendar };

const batch = 5_000;

/**
 * Imports a file, or with `dryRun` does all of it and takes it back. Throws BadInput for a kind, file, map or header
 * that cannot be used; a row that cannot be used never stops the others.
 */
export async function importFile(use: ImportUse, input: ImportInput): Promise<Imported> {
  const kind = kindNamed(input.kind);
  const file = await readMapFile(input.map);
  const csv = await openCsv(input.path);
  const mapping = mapColumns(kind, csv.header, file);
  const zone = checkedZone(file.zone ?? use.zone);
  const found = await scan(csv, mapping);
  if (kind === 'deals')
    guessEntered(
      mapping,
      csv.header,
      found.stages.map(({ name }) => name),
    );
  const dates = dateUses(kind, mapping, found, csv.header, zone);
  const rejects = await openRejects(input.path, csv.header, !input.dryRun);
  try {
    const imported = await inOneGo(use.db, input.dryRun ?? false, async (trx) => {
      const cleared = await clearSample(trx, input.replaceSample ?? false);
      const job = await prepare(trx, use, kind, mapping, found, zone);
      if (cleared) job.at.note('The sample company was removed.');
      const sum = await takeRows(csv, mapping, job, dates, rejects, input.onProgress);
      await noteSource(trx, kind, job.at);
      return { sum, job };
    });
    return report(kind, input, imported, { csv, mapping, zone, rejects, rejectFile: await rejects.keep() });
  } catch (error) {
    await rejects.drop();
    throw error;
  }
}

/** A dry run does everything in a transaction that is rolled back. */
async function inOneGo<T>(db: Db, dryRun: boolean, work: (trx: Db) => Promise<T>): Promise<T> {
  if (!dryRun) return inTransaction(db, work);
  const trx = await db.transaction();
  try {
    return await work(trx);
  } finally {
    await trx.rollback();
  }
}

type Job = {
  kind: Kind;
  at: Context;
  writer: Writer;
  counts: Map<string, number>;
  notes: string[];
  stages: Stage[];
};

async function prepare(
  trx: Db,
  use: ImportUse,
  kind: Kind,
  mapping: Mapping,
  found: Scan,
  zone: string,
): Promise<Job> {
  const source = mapping.file.source ?? 'import';
  const counts = new Map<string, number>();
  const notes: string[] = [];
  const stages = await stagesFor(trx, kind, mapping, found, notes);
  const known = (table: ConstructorParameters<typeof Known>[0]) => new Known(table, source).load(trx);
  const at: Context = {
    trx,
    source,
    now: use.now.now(),
    zone,
    calendar: use.calendar ?? calendarOf({ settings: [] }),
    currency: mapping.file.currency?.toUpperCase() ?? 'USD',
    has: (field) => mapping.at.has(field),
    stages: new Map(stages.keyed),
    accounts: await known('accounts'),
    people: await known('people'),
    products: await known('products'),
    teams: await known('teams'),
    territories: await known('territories'),
    count: (what) => counts.set(what, (counts.get(what) ?? 0) + 1),
    note: (sentence) => notes.push(sentence),
  };
  return { kind, at, writer: (await writerFor(kind, at)) as Writer, counts, notes, stages: stages.list };
}

async function stagesFor(trx: Db, kind: Kind, mapping: Mapping, found: Scan, notes: string[]) {
  if (kind !== 'deals' && kind !== 'history') return { keyed: [], list: [] };
  const existing: Stage[] = await trx('stages').select('id', 'name', 'order', 'is').orderBy('order');
  const { stages, keyed, guessed } = decideStages(existing, found.stages, mapping.file.stages);
  await writeStages(trx, stages);
  if (guessed) {
    const told = stages
      .map((stage) => (stage.is === 'open' ? stage.name : `${stage.name} (${stage.is})`))
      .join(' → ');
    notes.push(`The order and outcome of stages were guessed from their names: ${told}.`);
  }
  return { keyed, list: stages };
}

function writerFor(kind: Kind, at: Context): unknown {
  const make: Record<Kind, (at: Context) => unknown> = {
    deals: dealWriter,
    accounts: accountWriter,
    contacts: contactWriter,
    products: productWriter,
    people: peopleWriter,
    quotas: quotaWriter,
    leads: leadWriter,
    activities: activityWriter,
    history: historyWriter,
  };
  return make[kind](at);
}

async function takeRows(
  csv: Csv,
  mapping: Mapping,
  job: Job,
  dates: Map<number, CellUse>,
  rejects: Rejects,
  onProgress: ((rows: number) => void) | undefined,
): Promise<Written & { read: number }> {
  const sum = { read: 0, written: 0, unchanged: 0 };
  let records: unknown[] = [];
  const flush = async () => {
    const done = await job.writer.write(records);
    sum.written += done.written;
    sum.unchanged += done.unchanged;
    records = [];
    onProgress?.(sum.read);
  };
  const read = rowReader(job.kind, mapping, dates, job.at);
  for await (const found of csv.rows()) {
    sum.read += 1;
    if ('bad' in found) {
      rejects.add(found.bad);
      continue;
    }
    const row = read(found.row.cells);
    const taken = 'wrong' in row ? row : job.writer.take(row);
    if ('wrong' in taken) rejects.add({ ...found.row, reason: taken.wrong });
    else records.push(taken.record);
    if (records.length >= batch) await flush();
  }
  await flush();
  const more = await job.writer.finish?.();
  return {
    read: sum.read,
    written: sum.written + (more?.written ?? 0),
    unchanged: sum.unchanged + (more?.unchanged ?? 0),
  };
}

type RowReader = (cells: string[]) => Taken | { wrong: string };

function rowReader(kind: Kind, mapping: Mapping, dates: Map<number, CellUse>, at: Context): RowReader {
  const usual: CellUse = { zone: at.zone, order: 'ymd' };
  const columns = [...mapping.at].map(([field, i]) => ({
    field,
    type: kinds[kind][field]?.type ?? 'text',
    use: dates.get(i) ?? usual,
  }));
  const entered = [...mapping.entered.values()].map((one) => ({ ...one, use: dates.get(one.at) ?? usual }));
  return (cells) => {
    const row: Taken = { values: {}, currency: null, entered: [] };
    for (const { field, type, use } of columns) {
      const cell = readCell(cellOf(mapping, field, cells), type, use);
      if ('wrong' in cell) return { wrong: `${field.replaceAll('_', ' ')}: ${cell.wrong}` };
      row.values[field] = cell.value;
      if (cell.currency) row.currency = cell.currency;
    }
    for (const { stage, at: i, use } of entered) {
      const cell = readCell(meant(mapping, `entered.${stage}`, cells[i] ?? ''), 'day', use);
      if ('wrong' in cell) return { wrong: `day of ${stage}: ${cell.wrong}` };
      if (typeof cell.value === 'string') row.entered.push({ stage, on: cell.value });
    }
    return row;
  };
}

/** How far back the history is proven: to the earliest version of this source's deals. */
async function noteSource(trx: Db, kind: Kind, at: Context): Promise<void> {
  const proven = kind === 'deals' || kind === 'history';
  await trx.raw(
    `insert into sources (name, kind, imported_at, proven_from)
     select ?, ?, ?, case when ? then (select min(v.valid_from) from deal_versions v join deals d on d.id = v.deal_id where d.source = ?) end
     on conflict (name) do update set imported_at = excluded.imported_at, proven_from = excluded.proven_from`,
    [`${at.source}:${kind}`, kind, at.now, proven, at.source],
  );
}

function checkedZone(zone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    throw new BadInput(`"${zone}" is no time zone.`, { fix: 'Write it like Europe/Berlin or UTC.' });
  }
}

function report(
  kind: Kind,
  input: ImportInput,
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

function sentence(kind: Kind, input: ImportInput, sum: Written & { read: number }, rejected: number): string {
  const bad = rejected === 0 ? '' : ` ${n(rejected)} rows were rejected.`;
  const verb = input.dryRun ? 'would be written' : 'written';
  if (sum.read === 0) return 'The file holds no rows.';
  if (sum.written === 0 && sum.unchanged > 0)
    return `Nothing ${input.dryRun ? 'would change' : 'changed'}: all ${n(sum.unchanged)} ${kind} were as the file says.${bad}`;
  const same = sum.unchanged === 0 ? '' : `; ${n(sum.unchanged)} were so already`;
  return `${n(sum.written)} ${kind} ${verb}${same}.${bad}`;
}

function assumptions(kind: Kind, job: Job, { csv, mapping }: { csv: Csv; mapping: Mapping }): string[] {
  const { at } = job;
  const told = [...job.notes];
  for (const { stage, at: i } of mapping.entered.values())
    if (mapping.file.columns === undefined)
      told.push(`"${csv.header[i]}" was read as the day on which a deal entered ${stage}.`);
  for (const [name, { as, count }] of at.products.spellings)
    told.push(`Product "${name}" (${n(count)} rows) was read as "${as}".`);
  for (const [what, count] of job.counts) told.push(`${n(count)} ${kind} have ${what}.`);
  const money = Object.entries(kinds[kind]).some(
    ([field, target]) => target.type === 'money' && mapping.at.has(field),
  );
  if (money && !mapping.at.has('currency') && !mapping.file.currency)
    told.push(`Amounts without a currency are in ${at.currency}.`);
  for (const known of [at.accounts, at.people, at.products, at.territories, at.teams]) {
    const names = known.addedNames;
    if (names.length === 0) continue;
    const some = names.slice(0, 3).join(', ');
    told.push(
      `${n(names.length)} ${known.table} were not known and were added by name: ${some}${names.length > 3 ? ', …' : ''}.`,
    );
  }
  if (csv.encoding !== 'utf-8') told.push(`The file was read as ${csv.encoding}.`);
  if (csv.comments() > 0) told.push(`Lines that begin with # were skipped: ${csv.comments()}.`);
  if (mapping.unused.length > 0) told.push(`Columns not used: ${mapping.unused.join(', ')}.`);
  return told;
}
