/** Values that people type into a form, checked field by field before anything is decided. */
import type { Db } from '../db/pool.ts';
import type { FieldValue } from '../policy/nouns.ts';
import { addDays, isDay } from '../sales/days.ts';
import { day } from '../story/format.ts';

export type FieldError = { field: string; sentence: string };
export type Checked = { ok: Record<string, FieldValue> } | { errors: FieldError[] };

type Check = (
  db: Db,
  value: unknown,
  today: string,
) => Promise<FieldValue | { wrong: string }> | FieldValue | { wrong: string };

const NEXT_STEP_MOST = 500;
const AMOUNT_MOST = 1e13;
const CLOSES_WITHIN_DAYS = 3_653;

const checks: Record<string, Check> = {
  close_date: (_, value, today) => {
    if (typeof value !== 'string' || !isDay(value)) return { wrong: 'Enter a day, such as 2026-04-15.' };
    if (value <= today) return { wrong: `Close date must be after today, ${day(today)}.` };
    // Further away it is a slip in the year.
    const last = addDays(today, CLOSES_WITHIN_DAYS);
    return value <= last ? value : { wrong: `Close date must be by ${day(last)}. Check the year.` };
  },
  next_step: (_, value) => {
    if (value === null || value === '') return null;
    if (typeof value !== 'string') return { wrong: 'Enter text.' };
    const text = value.replaceAll('\0', '').trim();
    return text.length <= NEXT_STEP_MOST
      ? text || null
      : { wrong: `Enter at most ${NEXT_STEP_MOST} characters; this has ${text.length}.` };
  },
  amount: (_, value) => {
    const amount = typeof value === 'string' && value.trim() !== '' ? Number(value.replace(/,/g, '')) : value;
    if (typeof amount !== 'number' || !Number.isFinite(amount))
      return { wrong: 'Enter an amount, such as 42000.' };
    if (amount < 0 || amount > AMOUNT_MOST) return { wrong: 'Enter an amount from 0 to 10,000,000,000,000.' };
    return Math.round(amount * 100) / 100;
  },
  stage: async (db, value) => {
    const stages = await db('stages').orderBy('order').pluck('name');
    return typeof value === 'string' && stages.includes(value)
      ? value
      : { wrong: `Choose one of: ${stages.join(', ')}.` };
  },
  product: async (db, value) => {
    const product =
      typeof value === 'string' ? await db('products').where({ name: value }).first('name') : null;
    return product ? product.name : { wrong: 'Choose a product from the price list.' };
  },
  lead_source: (_, value) => {
    const text = typeof value === 'string' ? value.replaceAll('\0', '').trim() : '';
    if (text === '') return { wrong: 'Choose where the deal came from.' };
    return text.length <= 100 ? text : { wrong: 'Enter at most 100 characters.' };
  },
  owner: async (db, value) => {
    const person =
      typeof value === 'string' ? await db('people').where({ id: value, active: true }).first('id') : null;
    return person ? person.id : { wrong: 'Choose somebody who works here.' };
  },
};

/** Checks what a form holds. `today` is the day in the company's zone. */
export async function checkFields(db: Db, fields: Record<string, unknown>, today: string): Promise<Checked> {
  const ok: Record<string, FieldValue> = {};
  const errors: FieldError[] = [];
  for (const [field, value] of Object.entries(fields)) {
    const check = checks[field];
    const checked = check ? await check(db, value, today) : { wrong: 'This field cannot be changed here.' };
    if (typeof checked === 'object' && checked !== null) errors.push({ field, sentence: checked.wrong });
    else ok[field] = checked;
  }
  return errors.length > 0 ? { errors } : { ok };
}
