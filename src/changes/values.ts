/** Values that people type into a form, checked field by field before anything is decided. */
import type { Db } from '../db/pool.ts';
import type { FieldValue } from '../policy/nouns.ts';
import { emailContract, phoneContract } from '../sales/contracts.ts';
import { countryCode } from '../sales/countries.ts';
import { addDays, isDay } from '../sales/days.ts';
import { currentSettings, textSetting } from '../settings/settings.ts';
import { day } from '../story/format.ts';
import type { Subject } from './nouns.ts';

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
    const listed = "listing = 'listed' or not exists (select 1 from products where listing = 'listed')";
    const product =
      typeof value === 'string'
        ? await db('products').where({ name: value }).whereRaw(`(${listed})`).first('name')
        : null;
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

/** What is typed is held to the contracts of a contact, and kept as they would have it. */
const contactChecks = (id: string): Record<string, Check> => ({
  email: async (db, value) => {
    const text = plain(value);
    if (text === '') return { wrong: 'Enter an address, such as jane@acme.com.' };
    const read = emailContract(text);
    if (read.is === 'wrong') return { wrong: read.because };
    const silent = await db('mail_domains').where({ domain: read.domain, takes: 'no' }).first('because');
    if (silent) return { wrong: silent.because };
    return read.is === 'fine' ? text : read.mended;
  },
  phone: async (db, value) => {
    const text = plain(value);
    if (text === '') return { wrong: 'Enter a number with its country, such as +49 89 1234567.' };
    const row = await db('contacts as c')
      .leftJoin('accounts as a', 'a.id', 'c.account_id')
      .where('c.id', id)
      .first<{ country: string | null } | undefined>('a.country');
    const house = textSetting(await currentSettings(db), 'phone_country');
    const read = phoneContract(text, (row?.country && countryCode(row.country)) || house || null);
    if (read.is === 'wrong') return { wrong: read.because };
    return read.is === 'fine' ? text : read.mended;
  },
});
/** What a person may say of an account; an empty field is their word, too. */
const accountChecks: Record<string, Check> = {
  industry: (_, value) => words(value),
  country: (_, value) => words(value),
  employees: (_, value) => {
    const number = amountOf(value);
    return number === null || (Number.isInteger(number) && number >= 0 && number < 2 ** 31)
      ? number
      : { wrong: 'Enter a whole number, such as 250.' };
  },
  revenue: (_, value) => {
    const number = amountOf(value);
    return number === null || Math.abs(number) <= AMOUNT_MOST
      ? number
      : { wrong: 'Enter an amount, such as 2500000.' };
  },
};
const words = (value: unknown): string | null | { wrong: string } => {
  const text = plain(value);
  return text.length <= 100 ? text || null : { wrong: 'Enter at most 100 characters.' };
};
/** Null where nothing is said, NaN where it is no number. */
const amountOf = (value: unknown): number | null => {
  if (typeof value === 'number') return value;
  const text = plain(value).replace(/,/g, '');
  return text === '' ? null : Math.round(Number(text) * 100) / 100;
};

const plain = (value: unknown): string =>
  typeof value === 'string' ? value.replaceAll('\0', '').trim() : '';

/** Checks what a form holds. `today` is the day in the company's zone; `of` what is changed: absent, a deal. */
export async function checkFields(
  db: Db,
  fields: Record<string, unknown>,
  today: string,
  of?: Subject,
): Promise<Checked> {
  const ok: Record<string, FieldValue> = {};
  const errors: FieldError[] = [];
  const mine =
    of?.kind === 'contact' ? contactChecks(of.id) : of?.kind === 'account' ? accountChecks : checks;
  for (const [field, value] of Object.entries(fields)) {
    const check = mine[field];
    const checked = check ? await check(db, value, today) : { wrong: 'This field cannot be changed here.' };
    if (typeof checked === 'object' && checked !== null) errors.push({ field, sentence: checked.wrong });
    else ok[field] = checked;
  }
  return errors.length > 0 ? { errors } : { ok };
}
