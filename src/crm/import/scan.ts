/** A first look through the whole file: which stages it has, and in which order it writes its dates. */
import { BadInput } from '../../errors.ts';
import { type DateOrder, isYearFirst, orderHint } from '../../sales/dates.ts';
import { fold } from '../../sales/text.ts';
import { type CellUse, readCell } from './cells.ts';
import type { Csv } from './csv.ts';
import type { Kind } from './kinds.ts';
import { kinds } from './kinds.ts';
import type { Mapping } from './mapping.ts';

export type StageSeen = { name: string; count: number; order: number | null; won: boolean; lost: boolean };
/** How many dates of a column are written year first, and how many say what of the order of day and month. */
type DateForms = { yearFirst: number; dmy: number; mdy: number; either: number };
export type Scan = { rows: number; stages: StageSeen[]; dates: Map<number, DateForms> };

export async function scan(csv: Csv, mapping: Mapping): Promise<Scan> {
  const found: Scan = { rows: 0, stages: [], dates: new Map() };
  const stages = new Map<string, StageSeen>();
  const columns = csv.header
    .map((_, i) => i)
    .filter((i) => !['id', 'name', 'next_step'].some((field) => mapping.at.get(field) === i));
  for await (const read of csv.rows()) {
    if ('bad' in read) continue;
    const { cells } = read.row;
    found.rows += 1;
    seeStage(stages, mapping, cells);
    for (const i of columns) {
      const text = (cells[i] ?? '').trim();
      const form = isYearFirst(text) ? 'yearFirst' : orderHint(text);
      if (!form) continue;
      const forms = found.dates.get(i) ?? { yearFirst: 0, dmy: 0, mdy: 0, either: 0 };
      forms[form] += 1;
      found.dates.set(i, forms);
    }
  }
  found.stages = [...stages.values()];
  return found;
}

/** What a cell says after the map file's values. */
export const meant = (mapping: Mapping, field: string, raw: string): string =>
  mapping.file.values?.[field]?.[raw] ?? mapping.file.values?.[field]?.[raw.trim()] ?? raw;

export const cellOf = (mapping: Mapping, field: string, cells: string[]): string => {
  const at = mapping.at.get(field);
  return at === undefined ? '' : meant(mapping, field, cells[at] ?? '');
};

function seeStage(stages: Map<string, StageSeen>, mapping: Mapping, cells: string[]): void {
  const name = cellOf(mapping, 'stage', cells).trim();
  if (name === '') return;
  const seen = stages.get(fold(name)) ?? { name, count: 0, order: null, won: false, lost: false };
  const use: CellUse = { zone: 'utc', company: 'utc', order: 'ymd' };
  const truth = (field: string): boolean | null => {
    const cell = readCell(cellOf(mapping, field, cells), 'truth', use);
    return 'value' in cell && typeof cell.value === 'boolean' ? cell.value : null;
  };
  const order = Number(cellOf(mapping, 'stage_order', cells) || Number.NaN);
  const [closed, won] = [truth('is_closed'), truth('is_won')];
  stages.set(fold(name), {
    name: seen.name,
    count: seen.count + 1,
    order: Number.isFinite(order) ? Math.min(order, seen.order ?? order) : seen.order,
    won: seen.won || (won === true && closed !== false),
    lost: seen.lost || (closed === true && won === false),
  });
}

/** For each column of dates how to read it: as the map file says, else as the file itself proves. */
export function dateUses(
  kind: Kind,
  mapping: Mapping,
  found: Scan,
  header: string[],
  zones: { zone: string; company: string },
): Map<number, CellUse> {
  const uses = new Map<number, CellUse>();
  const fields = [...mapping.at]
    .filter(([field]) => ['day', 'instant'].includes(kinds[kind][field]?.type ?? ''))
    .map(([, at]) => at);
  for (const at of [...fields, ...[...mapping.entered.values()].map((one) => one.at)]) {
    const given = formatFor(mapping, header[at] ?? '', at);
    uses.set(
      at,
      given === null ? { ...zones, order: provenOrder(found, at, header[at] ?? '') } : { ...zones, ...given },
    );
  }
  return uses;
}

function formatFor(
  mapping: Mapping,
  column: string,
  at: number,
): { order: DateOrder; format?: string } | null {
  const { dates } = mapping.file;
  const field = [...mapping.at].find(([, i]) => i === at)?.[0] ?? '';
  const given = typeof dates === 'string' ? dates : (dates?.[column] ?? dates?.[field]);
  if (given === undefined || given === column) return null;
  const word = given.trim().toLowerCase();
  if (word === 'iso' || word === 'ymd' || word === 'iso8601') return { order: 'ymd' };
  return word === 'dmy' || word === 'mdy' ? { order: word } : { order: 'ymd', format: given };
}

/** Single dates of another form than all others say nothing of the column: their rows are rejected. */
function provenOrder(found: Scan, at: number, column: string): DateOrder {
  const forms = found.dates.get(at);
  if (!forms) return 'ymd';
  if (forms.dmy > 0 !== forms.mdy > 0) return forms.dmy > 0 ? 'dmy' : 'mdy';
  if (forms.either === 0) return forms.dmy > 0 ? 'dmy' : 'ymd';
  const others = forms.dmy + forms.mdy + forms.either;
  if (forms.yearFirst > others && others <= Math.max(1, forms.yearFirst / 10)) return 'ymd';
  throw new BadInput(`The dates in "${column}" can be read two ways (is 03/04 in March or in April?).`, {
    fix: 'Say it in a map file: {"dates": "DD/MM/YYYY"} or {"dates": "MM/DD/YYYY"}.',
  });
}
