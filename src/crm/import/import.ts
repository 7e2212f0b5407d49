/** A CSV file into the mirror: all or nothing, harmless to repeat; what cannot be taken stands in a reject file. */
import { record } from '../../audit/record.ts';
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/pool.ts';
import { inTransaction } from '../../db/transaction.ts';
import { BadInput } from '../../errors.ts';
import { calendarOf, companyCurrency } from '../../sales/leaf.ts';
import type { ScopedSetting } from '../../sales/settings.ts';
import { type CellUse, readCell } from './cells.ts';
import type { Context, Taken, Writer, Written } from './context.ts';
import { type Csv, openCsv } from './csv.ts';
import { dealWriter } from './deals.ts';
import { enrichmentWriter } from './enrichment.ts';
import { historyWriter } from './history.ts';
import { type Kind, kindNamed, kinds } from './kinds.ts';
import { Known } from './known.ts';
import { leadWriter } from './leads.ts';
import { guessEntered, type Mapping, mapColumns, readMapFile } from './mapping.ts';
import { accountWriter, contactWriter, peopleWriter, productWriter } from './parties.ts';
import { openRejects, type Rejects } from './rejects.ts';
import { type Imported, type Job, report } from './report.ts';
import { clearSample } from './sample-away.ts';
import { cellOf, dateUses, meant, type Scan, scan } from './scan.ts';
import { decideStages, type Stage, writeStages } from './stages.ts';
import { activityWriter, quotaWriter } from './work.ts';

export type ImportInput = {
  kind: string;
  path: string;
  /** Path of a map file. */
  map?: string;
  dryRun?: boolean;
  replaceSample?: boolean;
  onProgress?: (rows: number) => void;
};

export type ImportUse = { db: Db; now: Clock; zone: string };

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
  const stages = found.stages.map(({ name }) => name);
  if (kind === 'deals') guessEntered(mapping, csv.header, stages);
  const dates = dateUses(kind, mapping, found, csv.header, { zone, company: use.zone });
  const rejects = await openRejects(input.path, csv.header, !input.dryRun);
  try {
    const imported = await inOneGo(use.db, input.dryRun ?? false, async (trx) => {
      // What is taken back may be tried beside the sample: it is as if that was gone.
      const cleared = await clearSample(trx, input.replaceSample ?? input.dryRun ?? false);
      const job = await prepare(trx, use, kind, mapping, found);
      if (cleared)
        job.at.note(
          input.replaceSample
            ? 'The sample company was removed.'
            : 'The sample company would have to go: import with --replace-sample.',
        );
      const sum = await takeRows(csv, mapping, job, dates, rejects, input.onProgress);
      await noteSource(trx, kind, job.at);
      await record(trx, {
        action: 'import.done',
        subject: { kind: 'import', id: `${job.at.source}:${kind}` },
        by: { kind: 'system', id: 'command line' },
        details: { ...sum, sampleRemoved: cleared },
      });
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

async function prepare(trx: Db, use: ImportUse, kind: Kind, mapping: Mapping, found: Scan): Promise<Job> {
  const source = mapping.file.source ?? 'import';
  const counts = new Map<string, number>();
  const notes: string[] = [];
  const settings: ScopedSetting[] = await trx('settings')
    .whereNull('ended_at')
    .where({ scope: 'everyone' })
    .select('name', 'scope', { scopeId: 'scope_id' }, 'stage', 'value');
  const stages = await stagesFor(trx, kind, mapping, found, notes);
  const known = (table: ConstructorParameters<typeof Known>[0]) =>
    new Known(table, source, use.now.now()).load(trx);
  const at: Context = {
    trx,
    source,
    now: use.now.now(),
    zone: use.zone,
    calendar: calendarOf({ settings }),
    currency: mapping.file.currency?.toUpperCase() ?? companyCurrency(settings),
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
    enrichment: enrichmentWriter,
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
  const usual: CellUse = { zone: at.zone, company: at.zone, order: 'ymd' };
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
    if (row.values.deleted === true) return { wrong: 'it is deleted in its source' };
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
