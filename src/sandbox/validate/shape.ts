import type { Json } from '../nouns.ts';

export type Surface = 'message' | 'modal' | 'home';
/** What Slack says about one thing that is wrong. `pointer` is a JSON pointer into the payload. */
export type Problem = { message: string; pointer: string };

/** Where a check is, and what counts over the whole payload. */
export type Place = {
  surface: Surface;
  pointer: string;
  problems: Problem[];
  tally: Tally;
  /** Whether Slack has a picture by that id or address that the sender may read. */
  hasPicture: HasPicture;
};
export type HasPicture = (file: { id?: string; url?: string }) => boolean;
export type Tally = {
  blockIds: Set<string>;
  focused: number;
  /** Characters: of all text objects, of markdown blocks, of table cells, of data_table cells. */
  text: number;
  markdown: number;
  cells: number;
  dataCells: number;
  charts: number;
};
export type Check = (value: unknown, place: Place) => void;

export const startPlace = (surface: Surface, pointer = '', hasPicture: HasPicture = () => true): Place => ({
  surface,
  pointer,
  hasPicture,
  problems: [],
  tally: { blockIds: new Set(), focused: 0, text: 0, markdown: 0, cells: 0, dataCells: 0, charts: 0 },
});

export const inside = (place: Place, key: string | number): Place => ({
  ...place,
  pointer: `${place.pointer}/${key}`,
});

export function complain(place: Place, message: string): void {
  place.problems.push({ message, pointer: place.pointer });
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Text of `least` to `most` characters. */
export const chars =
  (most: number, least = 1): Check =>
  (value, place) => {
    if (typeof value !== 'string') complain(place, 'must be a string');
    else if (value.length > most) complain(place, `must be less than ${most + 1} characters`);
    else if (value.length < least) complain(place, `must be more than ${least - 1} characters`);
  };

export const flag: Check = (value, place) => {
  if (typeof value !== 'boolean') complain(place, 'must be a boolean');
};

export const whole =
  (least: number, most: number): Check =>
  (value, place) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) complain(place, 'must be an integer');
    else if (value < least || value > most) complain(place, `must be from ${least} to ${most}`);
  };

export const oneOf =
  (...values: unknown[]): Check =>
  (value, place) => {
    if (!values.includes(value)) complain(place, `must be one of: ${values.join(', ')}`);
  };

export const pattern =
  (form: RegExp, name: string): Check =>
  (value, place) => {
    if (typeof value !== 'string' || !form.test(value)) complain(place, `must be ${name}`);
  };

export const list =
  (item: Check, most: number, least = 1): Check =>
  (value, place) => {
    if (!Array.isArray(value)) {
      complain(place, 'must be an array');
      return;
    }
    if (value.length > most) complain(place, `no more than ${most} items allowed`);
    if (value.length < least) complain(place, `no fewer than ${least} items allowed`);
    for (const [i, entry] of value.entries()) item(entry, inside(place, i));
  };

/** An object with exactly these fields: each one it must have and each one it may have. */
export const shape =
  (must: Record<string, Check>, may: Record<string, Check> = {}): Check =>
  (value, place) => {
    if (!isObject(value)) {
      complain(place, 'must be an object');
      return;
    }
    for (const [name, check] of Object.entries(must)) {
      if (value[name] === undefined || value[name] === null)
        complain(place, `missing required field: ${name}`);
      else check(value[name], inside(place, name));
    }
    for (const [name, check] of Object.entries(may)) {
      if (value[name] !== undefined && value[name] !== null) check(value[name], inside(place, name));
    }
    for (const name of Object.keys(value)) {
      if (!(name in must) && !(name in may)) complain(place, `invalid additional property: ${name}`);
    }
  };

/** What belongs to the value's `type` in the table; complains where there is nothing. */
export function byType<T>(table: Record<string, T>, value: unknown, place: Place): T | undefined {
  const type = isObject(value) ? value.type : undefined;
  const known = typeof type === 'string' && Object.hasOwn(table, type) ? table[type] : undefined;
  const wrong = typeof type === 'string' ? `unsupported type: ${type}` : 'must be an object with a type';
  if (!known) complain(inside(place, 'type'), wrong);
  return known;
}

/** One check after the other. */
export const all =
  (...checks: Check[]): Check =>
  (value, place) => {
    for (const check of checks) check(value, place);
  };

/** Exactly one of these fields must be there. */
export const exactlyOne =
  (...names: string[]): Check =>
  (value, place) => {
    if (!isObject(value)) return;
    const given = names.filter((name) => value[name] !== undefined && value[name] !== null);
    if (given.length !== 1) complain(place, `must have exactly one of: ${names.join(', ')}`);
  };

export const anything: Check = () => {};

/** An address that Slack's servers could fetch or link: http or https, not of this machine for pictures. */
export const address =
  (most: number, { fetched = false } = {}): Check =>
  (value, place) => {
    chars(most)(value, place);
    if (typeof value !== 'string' || value.length > most) return;
    const url = URL.canParse(value) ? new URL(value) : null;
    if (!url || !/^(https?|mailto|tel|slack):$/.test(url.protocol)) complain(place, 'must be a valid URL');
    else if (fetched && /^(localhost|127\..*|\[::1\]|0\.0\.0\.0)$/.test(url.hostname))
      complain(place, 'downloading image failed');
  };
