/** Writing to the CRM. Only `changes` imports this: every write is decided, recorded and can be undone. */
import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { BadInput } from '../errors.ts';
import type { ActionName } from '../policy/acting-alone.ts';
import type { Actor, FieldValue } from '../policy/nouns.ts';
import { dayIn, isDay } from '../sales/days.ts';
import type { Origin } from '../sales/precedence.ts';
import { readRecord } from './builtin.ts';
import type { CrmRecord, Ref } from './crm.ts';
import { keepVersions, touch } from './mirror.ts';
import { join, raw, rowsOf, type Sql, sql } from './sql.ts';

export type Write = {
  ref: Ref;
  /** Catalogue names of writable fields: close_date, next_step, amount, lead_source, stage and product (names), owner (a person's id); of a lead owner, status, first_touch_on and what is known of the person; of a contact email and phone; of an account industry, country, employees and revenue. */
  set: Record<string, FieldValue>;
  /** What must still stand there; `version` null means that only the fields count. */
  expect: { fields: Record<string, FieldValue>; version: string | null };
  /** The same key again is the same call: it is answered as before and nothing is done. */
  key: string;
  by: Actor;
  /** Of an account: by field whose word the new value is. Absent: that of whoever writes. */
  origins?: Record<string, Origin>;
};

export type Written =
  | { say: 'written'; version: string | null }
  | { say: 'changed'; found: CrmRecord }
  | { say: 'refused'; because: string };

/** Throws Unavailable when it was certainly not done, OutcomeUnknown when the answer was lost. */
export type CrmWriter = { write(write: Write): Promise<Written> };

/** One conditional update: it happens only where version and fields are what was expected. */
export function builtinWriter(use: { db: Db; now: Clock; zone?: string }): CrmWriter {
  return {
    write: (write) => inTransaction(use.db, (trx) => writeOnce(trx, write, use.now.now(), use.zone ?? 'UTC')),
  };
}

async function writeOnce(trx: Db, write: Write, now: Date, zone: string): Promise<Written> {
  const hash = createHash('sha256')
    .update(JSON.stringify([write.ref, write.set, write.expect]))
    .digest('hex');
  const [known] = await rowsOf<{ request_hash: string; version: string }>(
    trx,
    sql`select request_hash, version from crm_writes where key = ${write.key} for update`,
  );
  if (known) {
    if (known.request_hash !== hash)
      throw new BadInput('The key of a write was used before for another write.', { fix: 'Use a new key.' });
    return { say: 'written', version: known.version };
  }
  const checked = await checkedSet(trx, write);
  if ('because' in checked) return { say: 'refused', because: checked.because };
  const by = `${write.by.kind}:${write.by.id}`;
  const version = await update(trx, write, checked.values, { now, zone, by });
  if (version === null) {
    const found = await readRecord(trx, write.ref);
    return found
      ? { say: 'changed', found }
      : { say: 'refused', because: `There is no ${write.ref.noun} "${write.ref.id}".` };
  }
  await trx('crm_writes').insert({ key: write.key, request_hash: hash, version });
  return { say: 'written', version };
}

type Values = { field: string; value: FieldValue; before: FieldValue | undefined }[];

async function checkedSet(trx: Db, write: Write): Promise<{ values: Values } | { because: string }> {
  const values: Values = [];
  for (const [field, value] of Object.entries(write.set)) {
    const because = await wrong(trx, write.ref.noun, field, value);
    if (because) return { because };
    const before = await asStored(trx, field, write.expect.fields[field]);
    values.push({ field, value: (await asStored(trx, field, value)) ?? null, before });
  }
  return values.length > 0 ? { values } : { because: 'Nothing was to be set.' };
}

type FieldOf<N extends string> =
  Extract<Exclude<ActionName, 'deal.outcome'>, `${N}.${string}`> extends `${N}.${infer F}` ? F : never;
/** Of each field that may be written. What stands in no table of what can be taken back is not written at all. */
export const columns: { [N in Ref['noun']]: Record<FieldOf<N>, string> } = {
  deal: {
    close_date: 'close_date',
    next_step: 'next_step',
    amount: 'amount',
    stage: 'stage_id',
    product: 'product_id',
    lead_source: 'lead_source',
    owner: 'owner_id',
  },
  lead: {
    owner: 'owner_id',
    status: 'status',
    first_touch_on: 'first_touch_on',
    name: 'name',
    email: 'email',
    company: 'company',
    title: 'title',
    phone: 'phone',
  },
  contact: { email: 'email', phone: 'phone' },
  account: { industry: 'industry', country: 'country', employees: 'employees', revenue: 'revenue' },
};
const columnOf: Record<Ref['noun'], Record<string, string>> = columns;
const tableOf: Record<Ref['noun'], string> = {
  deal: 'deals',
  lead: 'leads',
  contact: 'contacts',
  account: 'accounts',
};
const casts: Record<string, string> = {
  close_date: '::date',
  first_touch_on: '::date',
  amount: '::numeric',
  employees: '::integer',
  revenue: '::numeric',
};

async function wrong(trx: Db, noun: Ref['noun'], field: string, value: FieldValue): Promise<string | null> {
  if (!columnOf[noun][field]) return `${field} of a ${noun} cannot be written.`;
  if (value === null) return field === 'stage' || field === 'status' ? `${field} cannot be empty.` : null;
  if (field === 'amount')
    return typeof value === 'number' && Math.abs(value) < 1e16 ? null : 'amount must be a number.';
  if (field === 'employees')
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31
      ? null
      : 'employees must be a whole number.';
  if (field === 'revenue')
    return typeof value === 'number' && Math.abs(value) < 1e16 ? null : 'revenue must be a number.';
  if (typeof value !== 'string') return `${field} must be a text.`;
  if (field === 'close_date' || field === 'first_touch_on')
    return isDay(value) ? null : `"${value}" is no day.`;
  if (field === 'stage')
    return (await trx('stages').where({ name: value }).first('id')) ? null : `There is no stage "${value}".`;
  if (field === 'product')
    return (await trx('products').where({ name: value }).first('id'))
      ? null
      : `There is no product "${value}".`;
  if (field === 'owner')
    return (await trx('people').where({ id: value }).first('id')) ? null : `There is no person "${value}".`;
  return null;
}

/** Stages and products are stored by id, empty text as missing, and no text holds a NUL. */
async function asStored(
  trx: Db,
  field: string,
  value: FieldValue | undefined,
): Promise<FieldValue | undefined> {
  if (typeof value !== 'string') return value;
  if (field === 'stage') return (await trx('stages').where({ name: value }).first('id'))?.id ?? value;
  if (field === 'product')
    return (await trx('products').where({ name: value }).orderBy('id').first('id'))?.id ?? value;
  return value.replaceAll('\0', '\ufffd') || null;
}

type Moment = { now: Date; zone: string; by: string };

/** Null when the record is not as expected, or not there at all. */
async function update(trx: Db, write: Write, values: Values, at: Moment): Promise<string | null> {
  const { noun, id } = write.ref;
  const column = (field: string): Sql => raw(columnOf[noun][field] ?? '');
  const sets = [
    ...values.map(({ field, value }) => sql`${column(field)} = ${value}${raw(casts[field] ?? '')}`),
    ...consequences(noun, values, at),
    ...(noun === 'account' ? [sql`origins = origins || ${JSON.stringify(originsOf(write))}::jsonb`] : []),
    sql`version = version + 1, changed_by = ${at.by}, changed_at = ${at.now}::timestamptz`,
  ];
  const expected = values
    .filter(({ before }) => before !== undefined)
    .map(
      ({ field, before }) =>
        sql`${column(field)} is not distinct from ${before}${raw(casts[field] ?? '::text')}`,
    );
  const version = write.expect.version === null ? [] : [sql`version::text = ${write.expect.version}`];
  const where = join([sql`id = ${id}`, ...version, ...expected], ' and ');
  const table = raw(tableOf[noun]);
  const [done] = await rowsOf<{ version: string }>(
    trx,
    sql`update ${table} set ${join(sets, ', ')} where ${where} returning version::text`,
  );
  if (!done) return null;
  if (noun === 'deal') await keepVersions(trx, { ids: [id], at: at.now });
  else if (noun === 'lead') await touch(trx, noun, [id]);
  return done.version;
}

/** Whose word each of the new values is (sales/precedence.ts). */
const originsOf = ({ set, by, origins }: Write): Record<string, Origin> =>
  Object.fromEntries(
    Object.keys(set).map((field) => [
      field,
      origins?.[field] ?? (by.kind === 'person' ? 'person' : 'directory'),
    ]),
  );

/** What follows from a change by itself: a new stage has a new day and perhaps ends the deal; a later date is a push. */
function consequences(noun: Ref['noun'], values: Values, at: Moment): Sql[] {
  const today = dayIn(at.now, at.zone);
  return values.flatMap(({ field, value }) => {
    if (noun === 'contact' || noun === 'account') return [];
    if (noun === 'lead')
      return field === 'owner' ? [sql`assigned_on = ${value === null ? null : today}::date`] : [];
    if (field === 'stage')
      return [
        sql`status = (select "is" from stages where id = ${value})`,
        sql`stage_since = case when stage_id = ${value} then stage_since else ${today}::date end`,
      ];
    if (field === 'close_date' && typeof value === 'string')
      return [
        sql`close_date_pushes = close_date_pushes + (coalesce(close_date < ${value}::date, false))::integer`,
      ];
    return [];
  });
}
