/** Finding a deal by name, and one deal as a person may see it. */
import type { Db } from '../db/pool.ts';
import { changes, changesAllowed } from '../language/spelling.ts';
import type { Scope } from '../policy/nouns.ts';
import type { DealRow } from '../sales/answer.ts';
import { fieldNamed, fields } from '../sales/fields.ts';
import { fold } from '../sales/text.ts';
import { fromWhere } from './compile.ts';
import { compiler } from './compiler.ts';
import { dealColumns } from './deal-row.ts';
import { scopeSql } from './scope.ts';
import { join, raw, rowsOf, type Sql, sql } from './sql.ts';

export type DealSeen = { deal: DealRow; version: number; editable: string[] };
type Use = { now: Date; zone: string; scope: Scope };

/** Fields of a deal that a person can be given a form for. */
export const editableFields: string[] = fields('deal')
  .filter((field) => field.writable)
  .map((field) => field.name);

/** The deal, if it exists and lies in the scope; else null, so that nobody learns what there is beyond it. */
export async function dealForPerson(db: Db, id: string, use: Use): Promise<DealSeen | null> {
  const at = compiler('deal', { ...use, settings: [] });
  const columns = dealColumns(at);
  const [row] = await rowsOf<DealRow & { version: number }>(
    db,
    sql`select ${columns}, d.version ${fromWhere(at, sql`d.id = ${id} and ${scopeSql('deal', use.scope)}`)}`,
  );
  if (!row) return null;
  const { version, ...deal } = row;
  return { deal, version, editable: editableFields };
}

/** Those of these deals that exist and lie in the scope, open ones first, by name. */
export const dealsForPerson = (db: Db, ids: string[], use: Use): Promise<DealRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : named(db, { ...use, limit: ids.length }, sql`d.id = any(${ids}) and ${scopeSql('deal', use.scope)}`);

/**
 * Deals that a text may name: by id, by name, by a name that contains it, then by likeness (typos), the most likely
 * first, open ones before closed ones. An exact name or id leaves out the rest.
 */
export async function dealsNamed(db: Db, text: string, use: Use & { limit?: number }): Promise<DealRow[]> {
  const wanted = text.trim().slice(0, 200);
  const folded = fold(wanted);
  if (folded === '') return [];
  const inScope = scopeSql('deal', use.scope);
  // What looks like a pattern in the text is taken literally; a dash is any dash, as people type what they have.
  const literal = folded.replace(/[\\%_]/g, '\\$&').replace(/[-\u2010-\u2015\u2212]/g, '_');
  const exact = await named(
    db,
    use,
    sql`(d.id = ${wanted} or d.source_id = ${wanted} or fold(d.name) like ${literal}) and ${inScope}`,
  );
  if (exact.length > 0) return exact;
  // `like` and `<%` are served by the trigram index.
  const pattern = `%${literal}%`;
  const likeness = sql`(fold(d.name) like ${pattern}) desc, word_similarity(${folded}, fold(d.name)) desc`;
  return named(
    db,
    use,
    sql`(fold(d.name) like ${pattern} or ${folded} <% fold(d.name)) and ${inScope}`,
    likeness,
  );
}

/** So many names are looked at for slips, those with most beginnings and ends of the text's words first. */
const lookedAt = 200;

/**
 * Deals whose names are the text but for slips of the finger ("Acme Platfrm"): of its words at most every third is none of
 * the name's. The likeliest first. For where `dealsNamed` finds none; which one is meant is to be asked.
 */
export async function dealsLike(db: Db, text: string, use: Use & { limit: number }): Promise<DealRow[]> {
  const wanted = fold(text.trim().slice(0, 200));
  const said = partsOf(wanted);
  const long = said.filter((word) => word.length > 2);
  const ends = [...new Set(long.flatMap((word) => [`%${word.slice(0, 3)}%`, `%${word.slice(-3)}%`]))];
  if (ends.length === 0) return [];
  const name = sql`fold(d.name)`;
  const many = join(
    ends.map((end) => sql`(${name} like ${end})::int`),
    ' + ',
  );
  const near = await named(
    db,
    { ...use, limit: lookedAt },
    sql`${name} like any(${ends}) and ${scopeSql('deal', use.scope)}`,
    sql`(${many}) desc, word_similarity(${wanted}, ${name}) desc`,
  );
  return near
    .map((deal) => ({ deal, ...slips(said, partsOf(fold(deal.name))) }))
    .filter(({ missed }) => missed <= said.length / 3)
    .sort((a, b) => a.missed - b.missed || a.changed - b.changed || closed(a) - closed(b))
    .slice(0, use.limit)
    .map(({ deal }) => deal);
}

const closed = ({ deal }: { deal: DealRow }): number => (deal.status === 'open' ? 0 : 1);
const partsOf = (folded: string): string[] => folded.match(/[\p{L}\p{N}]+/gu) ?? [];

/** How many of the words a name has not, and how many letters of the others differ. */
function slips(said: string[], name: string[]): { missed: number; changed: number } {
  const each = said.map((word) => {
    const near = name.flatMap((part) =>
      word.length > 2 && part.startsWith(word) ? 0 : (changes(word, part, changesAllowed(word.length)) ?? []),
    );
    return near.length === 0 ? null : Math.min(...near);
  });
  const found = each.filter((one) => one !== null);
  return { missed: each.length - found.length, changed: found.reduce((all, one) => all + one, 0) };
}

async function named(db: Db, use: Use & { limit?: number }, where: Sql, first?: Sql): Promise<DealRow[]> {
  const at = compiler('deal', { ...use, settings: [] });
  const columns = dealColumns(at);
  const limit = use.limit ?? 10;
  return rowsOf<DealRow>(
    db,
    sql`select ${columns} ${fromWhere(at, where)} order by ${first ? sql`${first}, ` : raw('')}(d.status = 'open') desc, d.name, d.id limit ${limit}::integer`,
  );
}

/** The choices that a field has, as value and label: stages in order, active people by name. Null where it is free. */
export async function choicesFor(db: Db, field: string): Promise<{ value: string; label: string }[] | null> {
  const names = fieldNamed('deal', field).names;
  if (names === 'stage') return db('stages').select({ value: 'name', label: 'name' }).orderBy('order');
  if (names === 'person')
    return db('people').where({ active: true }).select({ value: 'id', label: 'name' }).orderBy('name');
  return null;
}
