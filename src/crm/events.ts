/** What happened to deals: a difference between one version and the next. */
import { companyCurrency, type Reading } from '../sales/leaf.ts';
import type { FieldMove } from '../sales/moves.ts';
import { fromWhere } from './compile.ts';
import { type Compiler, compiler } from './compiler.ts';
import { settingSql } from './settings.ts';
import { raw, type Sql, sql } from './sql.ts';

/**
 * `amount changed`: by strictly more than the limit, in percent of what it was before, in the same currency; from zero or
 * nothing is no change. `stage moved back`: to an open stage that lies as many stages or more before an open one.
 * `owner changed`: from one person to another, no more than the limit of days before the close date, or after it.
 */
export type DealEvent = 'amount changed' | 'stage moved back' | 'owner changed';

/** A change of one field, made after this instant. */
export type MoveEvent = { move: FieldMove; after: string | null };

/** `limit` names the setting; resolved per deal. A change of a field has its own. */
export type EventTrigger = { event: DealEvent | MoveEvent; limit: string };

/** Amounts are numbers in the deal's currency; stages and owners are names. */
export type EventDetail = { before: number | string; after: number | string };

/** What happened after `from`; to these deals only, when given. `replayed`: to deals that were open then. */
type Of = { from: Date; subjects: readonly string[] | 'all'; replayed?: boolean };

/**
 * A `select` of subject_id, since (the day, in the company's zone, on which it happened) and detail (EventDetail): what
 * happened to open deals. Of two on one day the later counts. `changes` is changeRows under a name, where several events
 * are looked for among the same ones.
 */
export function eventRows(trigger: EventTrigger, of: Of, use: Reading, changes?: Sql): Sql {
  const at = compiler('deal', use);
  const { where, before, after } = parts(trigger, at);
  const column = columnOf(trigger);
  // The rows of the deals as they are now, each beside what it was and became: so that settings are those of the deal.
  const rows = sql`(
    select deals.*, c.* from ${changes ?? sql`(${changeRows([trigger], of, use)})`} c
      join deals on deals.id = c.changed_id and ${raw(of.replayed ? 'c.status_after' : 'deals.status')} = 'open'
    where c.happened_at > ${of.from}::timestamptz and ${raw(`c.${column}_after <> c.${column}_before`)} offset 0) d`;
  return sql`select distinct on (d.id, d.happened_on) d.id as subject_id, d.happened_on as since,
      jsonb_build_object('before', ${before}, 'after', ${after}) as detail
    ${fromWhere(at, where, rows)} order by d.id, d.happened_on, d.happened_at desc`;
}

/** A `select` of the changes among which these events are: each of two versions that follow each other. */
export function changeRows(triggers: readonly EventTrigger[], of: Of, use: Reading): Sql {
  const columns = [...new Set(triggers.map(columnOf))];
  const differ = raw(columns.map((column) => `v.${column} <> p.${column}`).join(' or '));
  const among = of.subjects === 'all' ? raw('') : sql` and v.deal_id = any(${of.subjects}::text[])`;
  const sides = raw(
    ['amount', 'currency', 'stage_id', 'owner_id', 'close_date']
      .map((column) => `p.${column} as ${column}_before, v.${column} as ${column}_after`)
      .join(', '),
  );
  // Said of both, so that older versions are passed over before they are looked up.
  const within = (at: string): Sql =>
    sql`${raw(at)} > ${of.from}::timestamptz and ${raw(at)} <= ${use.now}::timestamptz`;
  return sql`select v.deal_id as changed_id, v.status as status_after, v.valid_from as happened_at,
      (v.valid_from at time zone ${use.zone}::text)::date as happened_on, ${sides}
    from deal_versions v join deal_versions p on p.deal_id = v.deal_id and p.valid_to = v.valid_from
    where ${within('v.valid_from')} and ${within('p.valid_to')} and (${differ})${among}`;
}

/** `where`: what beside a change of its column makes it such an event. */
type Parts = { where: Sql; before: Sql; after: Sql };

function parts({ event, limit }: EventTrigger, at: Compiler): Parts {
  if (typeof event === 'object') return moved(event, at);
  const most = settingSql(at, limit);
  if (event === 'amount changed') {
    return {
      where: sql`d.amount_before <> 0 and d.currency_after is not distinct from d.currency_before
        and abs(d.amount_after - d.amount_before) * 100 > ${most} * abs(d.amount_before)`,
      before: raw('d.amount_before'),
      after: raw('d.amount_after'),
    };
  }
  if (event === 'stage moved back') {
    const order = (column: string): Sql =>
      raw(`(select "order" from stages x where x.id = d.${column} and x."is" = 'open')`);
    return {
      where: sql`${order('stage_id_before')} - ${order('stage_id_after')} >= ${most}`,
      before: raw('(select x.name from stages x where x.id = d.stage_id_before)'),
      after: raw('(select x.name from stages x where x.id = d.stage_id_after)'),
    };
  }
  return {
    where: sql`d.close_date - d.happened_on <= ${most}`,
    before: raw('(select x.name from people x where x.id = d.owner_id_before)'),
    after: raw('(select x.name from people x where x.id = d.owner_id_after)'),
  };
}

/** Amounts are compared in one currency, and with a sum of money in the company's. */
function moved({ move: { field, way, by }, after }: MoveEvent, at: Compiler): Parts {
  const since = after === null ? raw('true') : sql`d.happened_at > ${after}::timestamptz`;
  const named = (list: string, column: string): Sql =>
    raw(`(select x.name from ${list} x where x.id = d.${column})`);
  if (field === 'owner')
    return {
      where: since,
      before: named('people', 'owner_id_before'),
      after: named('people', 'owner_id_after'),
    };
  if (field === 'stage') {
    const order = (column: string): Sql =>
      raw(`(select "order" from stages x where x.id = d.${column} and x."is" = 'open')`);
    return {
      where: sql`${since} and ${order('stage_id_before')} > ${order('stage_id_after')}`,
      before: named('stages', 'stage_id_before'),
      after: named('stages', 'stage_id_after'),
    };
  }
  const column = field === 'amount' ? 'amount' : 'close_date';
  const [before, now] = [raw(`d.${column}_before`), raw(`d.${column}_after`)];
  const difference = sql`(${now} - ${before})`;
  const turned =
    way === 'any'
      ? raw('true')
      : raw(`(d.${column}_after - d.${column}_before) ${way === 'up' ? '>' : '<'} 0`);
  const sign = raw(by?.including ? '>=' : '>');
  const far =
    by === null
      ? raw('true')
      : by.unit === 'percent'
        ? sql`${before} <> 0 and abs(${difference}) * 100 ${sign} ${by.value}::numeric * abs(${before})`
        : sql`abs(${difference}) ${sign} ${by.value}::numeric`;
  const company = companyCurrency(at.use.settings);
  const money =
    field === 'close_date'
      ? raw('true')
      : by?.unit === 'money'
        ? sql`coalesce(d.currency_before, ${company}) = ${company} and coalesce(d.currency_after, ${company}) = ${company}`
        : raw('d.currency_after is not distinct from d.currency_before');
  return { where: sql`${since} and ${turned} and ${far} and ${money}`, before, after: now };
}

/** The columns of a deal whose change may be such an event, or end it. */
export const eventColumns = (trigger: EventTrigger): Set<string> => new Set(['status', columnOf(trigger)]);

const columnOf = ({ event }: EventTrigger): string =>
  typeof event === 'object'
    ? { amount: 'amount', close_date: 'close_date', owner: 'owner_id', stage: 'stage_id' }[event.move.field]
    : { 'amount changed': 'amount', 'stage moved back': 'stage_id', 'owner changed': 'owner_id' }[event];
