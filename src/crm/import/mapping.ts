/** Which column of a file holds which field: guessed from the names, or said in a map file. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { BadInput } from '../../errors.ts';
import { fold } from '../../sales/text.ts';
import { type Kind, kinds, type Targets } from './kinds.ts';
import { jsonTrouble, schemaTrouble } from './map-trouble.ts';

const Stage = z.strictObject({
  name: z.string().min(1),
  order: z.number().optional(),
  is: z.enum(['open', 'won', 'lost']).optional(),
});
const MapFile = z.strictObject({
  /** Field → column, or column → field. A field `entered.<stage>` is the day on which that stage was entered. */
  columns: z.record(z.string(), z.string().nullable()).optional(),
  /** By field: what the file says → what is meant. */
  values: z
    .record(
      z.string(),
      z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)),
    )
    .optional(),
  stages: z.array(Stage).optional(),
  /** A format ("DD/MM/YYYY", "dmy", "mdy") for all dates or by column; or by stage the column that proves its entry. */
  dates: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
  zone: z.string().optional(),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/, 'must be a three-letter code such as USD')
    .optional(),
  /** Names the system that the ids come from; two systems may use the same ids. */
  source: z.string().min(1).max(60).optional(),
});
export type MapFile = z.infer<typeof MapFile>;
export type StageGiven = z.infer<typeof Stage>;

export type Mapping = {
  /** Field → index of its column. */
  at: Map<string, number>;
  /** Stage's folded name → index of the column with the day on which it was entered. */
  entered: Map<string, { stage: string; at: number }>;
  unused: string[];
  file: MapFile;
};

export async function readMapFile(path: string | undefined): Promise<MapFile> {
  if (path === undefined) return {};
  const text = await readFile(path, 'utf8').catch(() => {
    throw new BadInput(`There is no map file "${path}".`, { fix: 'Check the path after --map.' });
  });
  const json = text.replace(/^\ufeff/, '');
  if (json.trim() === '')
    throw new BadInput(`The map file "${path}" is empty.`, {
      fix: 'Leave --map out, or begin with what --dry-run prints.',
    });
  const trouble = jsonTrouble(json);
  if (trouble)
    throw new BadInput(
      `The map file "${path}" cannot be read at line ${trouble.line}, column ${trouble.column}: there must be ${trouble.wanted}.`,
      { fix: 'Correct that place; --dry-run prints a map file that can be read.' },
    );
  const read = MapFile.safeParse(JSON.parse(json));
  if (read.success) return read.data;
  throw new BadInput(`The map file "${path}" is wrong: ${schemaTrouble(read.error.issues[0])}.`, {
    fix: 'It may hold columns, values, stages, dates, zone, currency and source; --dry-run prints one that can be read.',
  });
}

/** `HubSpot`-like prefixes say nothing. */
const squash = (header: string): string =>
  fold(header)
    .replace(/^(property|crm|sf)[_ ]/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');

export function mapColumns(kind: Kind, header: string[], file: MapFile): Mapping {
  const targets = kinds[kind];
  const mapping: Mapping = { at: new Map(), entered: new Map(), unused: [], file };
  const taken = new Set<number>();
  for (const [left, right] of Object.entries(file.columns ?? {}))
    said(mapping, taken, targets, header, left, right);
  for (const [stage, column] of Object.entries(typeof file.dates === 'object' ? file.dates : {})) {
    if (header.indexOf(column) >= 0 && header.indexOf(stage) < 0)
      enter(mapping, taken, stage, header.indexOf(column));
  }
  for (const [field, target] of Object.entries(targets)) {
    if (mapping.at.has(field) || file.columns?.[field] === null) continue;
    const at = target.names
      .map((name) => header.findIndex((one, i) => !taken.has(i) && squash(one) === name))
      .find((i) => i >= 0);
    if (at === undefined) continue;
    mapping.at.set(field, at);
    taken.add(at);
  }
  mapping.unused = header.filter((_, i) => !taken.has(i));
  checkRequired(kind, targets, mapping, header);
  return mapping;
}

function said(
  mapping: Mapping,
  taken: Set<number>,
  targets: Targets,
  header: string[],
  left: string,
  right: string | null,
): void {
  const column = (name: string) => header.findIndex((one) => one === name || squash(one) === squash(name));
  const isField = (name: string) => Object.hasOwn(targets, name) || name.startsWith('entered.');
  if (right === null || right === '') {
    if (column(left) >= 0) taken.add(column(left));
    return;
  }
  const [field, at] =
    isField(left) && column(right) >= 0
      ? [left, column(right)]
      : isField(right) && column(left) >= 0
        ? [right, column(left)]
        : [null, -1];
  if (field === null) {
    throw new BadInput(`The map file says "${left}": "${right}", but no column and field have these names.`, {
      fix: `Columns: ${header.join(', ')}. Fields: ${Object.keys(targets).join(', ')}, entered.<stage>.`,
    });
  }
  if (field.startsWith('entered.')) enter(mapping, taken, field.slice('entered.'.length), at);
  else mapping.at.set(field, at);
  taken.add(at);
}

function enter(mapping: Mapping, taken: Set<number>, stage: string, at: number): void {
  mapping.entered.set(fold(stage), { stage, at });
  taken.add(at);
}

function checkRequired(kind: Kind, targets: Targets, mapping: Mapping, header: string[]): void {
  const has = (field: string) => mapping.at.has(field);
  const missing = Object.entries(targets)
    .filter(([field, target]) => target.required && !has(field))
    .map(([field]) => field);
  if (kind === 'quotas' && !has('person') && !has('person_id')) missing.push('person');
  if (kind === 'contacts' && !has('name') && !has('last_name')) missing.push('name');
  if (missing.length === 0) return;
  throw new BadInput(`No column was recognised as ${missing.join(' or ')} of ${kind}.`, {
    fix: `Say in a map file which of these it is: ${header.join(', ')}. For example {"columns": {"${missing[0]}": "${header[0]}"}}.`,
  });
}

/** "engage_date" is the day on which a deal entered "Engaging": a date column named after a stage that the file has. */
export function guessEntered(mapping: Mapping, header: string[], stages: string[]): void {
  for (const [i, name] of header.entries()) {
    if ([...mapping.at.values()].includes(i) || [...mapping.entered.values()].some((one) => one.at === i))
      continue;
    const words = fold(name).replace(/[_\-.]+/g, ' ');
    if (!/\b(date|on|at|since|entered|day)\b/.test(words)) continue;
    const stem = words
      .replace(/\b(date|on|at|since|entered|day|stage|time|became)\b/g, '')
      .replace(/[^\p{L}\p{N}]+/gu, '');
    const stage = stages.find(
      (one) => stem.length >= 4 && sameStem(stem, fold(one).replace(/[^\p{L}\p{N}]+/gu, '')),
    );
    if (!stage) continue;
    mapping.entered.set(fold(stage), { stage, at: i });
    mapping.unused = mapping.unused.filter((one) => one !== name);
  }
}

function sameStem(a: string, b: string): boolean {
  let same = 0;
  while (same < Math.min(a.length, b.length) && a[same] === b[same]) same++;
  return same >= 4 && same >= Math.min(a.length, b.length) - 1 && same >= Math.max(a.length, b.length) - 4;
}
