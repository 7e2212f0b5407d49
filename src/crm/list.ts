/** The rows themselves: deals, leads, accounts and contacts as people read them. */

import type { Db } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import type { Answer, DealRow, LeadRow, Listed, Sum } from '../sales/answer.ts';
import { usualColumns } from '../sales/columns.ts';
import { fieldNamed } from '../sales/fields.ts';
import { companyCurrency } from '../sales/leaf.ts';
import { places } from './columns.ts';
import { compile, fromWhere, valueSql } from './compile.ts';
import type { Compiler } from './compiler.ts';
import { dealColumns } from './deal-row.ts';
import { cellsSql, columnsOf } from './listed.ts';
import { nouns } from './nouns.ts';
import { countsOf, fresh, leftOutSql, type Sight, told } from './sight.ts';
import { raw, rowsOf, type Sql, sql } from './sql.ts';

/** No list is longer than this, whatever was asked for; `total` still counts all. */
export const longestList = 10_000;

/** Throws BadInput where the noun has no list. `longest` is as many as can be shown where this was asked. */
export async function listOf(db: Db, sight: Sight, longest = longestList): Promise<Answer> {
  const { question } = sight;
  const limit = Math.min(question.limit ?? longest, longest, longestList);
  if (question.of === 'deal') return dealsOf(db, sight, limit);
  if (question.of === 'lead') return leadsOf(db, sight, limit);
  if (question.of === 'account' || question.of === 'contact') return othersOf(db, sight, question.of, limit);
  throw new BadInput(`${capital(nouns[question.of])} cannot be listed yet, only counted.`, {
    fix: `Ask how many ${nouns[question.of]} there are.`,
  });
}

async function dealsOf(db: Db, sight: Sight, limit: number): Promise<Answer> {
  const { question, at, scope } = sight;
  const counts = countsOf(sight, question.where);
  const { key, down } = sortKey(sight, 'amount');
  const hits = sql`select d.id, d.amount, coalesce(d.currency, ${companyCurrency(at.use.settings)}) as currency, ${key} as sort
    ${compile(at, question.where, scope)}`;
  const rows = fresh(sight);
  const columns = dealColumns(rows);
  const statement = sql`with hit as materialized (${hits}),
    top as (select id, sort from hit order by ${order('hit', down)} limit ${limit}::integer offset ${question.skip ?? 0}::integer)
    select (select count(*) from hit) as total, ${sumsSql} as sums, ${leftOutSql(counts)} as "leftOut",
      (select coalesce(json_agg(to_json(x)), '[]') from (select ${columns} from top join ${from(rows)} on d.id = top.id
        ${joins('a', 'o', 't', 'r', 'p', 's')} order by ${order('top', down)}) x) as rows${listedSql(sight, down)}`;
  const [found] = await rowsOf<{ total: number; sums: Sum[]; rows: DealRow[]; leftOut: number[] } & Cells>(
    db,
    statement,
  );
  return {
    kind: 'rows',
    rows: found?.rows ?? [],
    total: found?.total ?? 0,
    sums: found?.sums ?? [],
    leftOut: told(counts, found?.leftOut),
    ...listed(sight, found),
  };
}

/** The newest first, unless the question says otherwise. */
async function leadsOf(db: Db, sight: Sight, limit: number): Promise<Answer> {
  const { question, at, scope } = sight;
  const counts = countsOf(sight, question.where);
  const { key, down } = sortKey(sight, 'created_on');
  const hits = sql`select d.id, ${key} as sort ${compile(at, question.where, scope)}`;
  const statement = sql`with hit as materialized (${hits}),
    top as (select id, sort from hit order by ${order('hit', down)} limit ${limit}::integer offset ${question.skip ?? 0}::integer)
    select (select count(*) from hit) as total, ${leftOutSql(counts)} as "leftOut",
      (select coalesce(json_agg(to_json(x)), '[]') from (select d.id, d.name, d.company, d.title, d.status, d.lead_source as "leadSource",
          o.name as owner, t.name as team, r.name as territory, d.segment, d.created_on as "createdOn", d.first_touch_on as "firstTouchOn",
          (d.first_touch_on - d.created_on) as "responseDays", (${at.today}::date - d.created_on) as age
        from top join ${from(at)} on d.id = top.id ${raw(['o', 't', 'r'].map((name) => places.lead.joins[name]?.sql ?? '').join(' '))}
        order by ${order('top', down)}) x) as leads${listedSql(sight, down)}`;
  const [found] = await rowsOf<{ total: number; leads: LeadRow[]; leftOut: number[] } & Cells>(db, statement);
  return {
    kind: 'leads',
    leads: found?.leads ?? [],
    total: found?.total ?? 0,
    leftOut: told(counts, found?.leftOut),
    ...listed(sight, found),
  };
}

/** Accounts and contacts, by name unless the question says otherwise. */
async function othersOf(db: Db, sight: Sight, of: 'account' | 'contact', limit: number): Promise<Answer> {
  const show = sight.question.show ?? usualColumns[of];
  const asked: Sight = { ...sight, question: { ...sight.question, show } };
  const { question, at, scope } = asked;
  const counts = countsOf(asked, question.where);
  const { key, down } = sortKey(asked, 'name');
  const hits = sql`select d.id, ${key} as sort ${compile(at, question.where, scope)}`;
  const statement = sql`with hit as materialized (${hits}),
    top as (select id, sort from hit order by ${order('hit', down)} limit ${limit}::integer offset ${question.skip ?? 0}::integer)
    select (select count(*) from hit) as total, ${leftOutSql(counts)} as "leftOut"${listedSql(asked, down)}`;
  const [found] = await rowsOf<{ total: number; leftOut: number[] } & Cells>(db, statement);
  return {
    kind: 'listed',
    of,
    listed: { columns: columnsOf(of, show), rows: found?.listed ?? [] },
    total: found?.total ?? 0,
    leftOut: told(counts, found?.leftOut),
  };
}

type Cells = { listed?: Listed['rows'] };

/** The rows of `top` once more, with the columns that were asked for; nothing where none were. */
function listedSql(sight: Sight, down: boolean): Sql {
  const { of, show } = sight.question;
  if (!show) return raw('');
  const at = fresh(sight);
  const cells = cellsSql(at, columnsOf(of, show));
  const rows = fromWhere(at, raw('true'), sql`top join ${from(at)} on d.id = top.id`);
  return sql`, (select coalesce(json_agg(to_json(x)), '[]') from (select d.id, d.name, ${cells} as cells ${rows}
    order by ${order('top', down)}) x) as listed`;
}

const listed = ({ question }: Sight, found: Cells | undefined): { listed?: Listed } =>
  question.show
    ? { listed: { columns: columnsOf(question.of, question.show), rows: found?.listed ?? [] } }
    : {};

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const from = (at: Compiler): Sql => places[at.noun].from({ zone: at.use.zone, asOf: at.asOf });
const joins = (...names: string[]): Sql =>
  raw(names.map((name) => places.deal.joins[name]?.sql ?? '').join(' '));
const order = (of: string, down: boolean): Sql =>
  raw(`${of}.sort ${down ? 'desc' : ''} nulls last, ${of}.id`);

const sumsSql =
  raw(`(select coalesce(json_agg(json_build_object('currency', currency, 'amount', amount, 'deals', deals) order by deals desc, currency), '[]')
  from (select currency, sum(amount) as amount, count(*) as deals from hit where amount is not null group by currency) y)`);

/** The largest or latest first, unless the question says otherwise. */
export function sortKey({ at, question }: Sight, otherwise: string): { key: Sql; down: boolean } {
  if (!question.sort && otherwise !== 'name')
    return { key: valueSql(at, fieldNamed(at.noun, otherwise)), down: true };
  if (!question.sort) return { key: raw('fold(d.name)'), down: false };
  const field = fieldNamed(at.noun, question.sort.field);
  const down = question.sort.down ?? false;
  if (at.noun === 'deal' && field.name === 'stage')
    return { key: valueSql(at, fieldNamed(at.noun, 'stage.order')), down };
  const value = valueSql(at, field);
  return { key: ['text', 'name'].includes(field.type) ? sql`fold(${value})` : value, down };
}
