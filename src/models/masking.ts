/**
 * Personal data is replaced by placeholders before a text goes to a model, and put back after. Known names (people,
 * contacts) come from the data; e-mail addresses and phone numbers are found by their form. Detection in free text is
 * a second net, not a promise that everything is found.
 */
export type Personal = { kind: 'PERSON' | 'EMAIL' | 'PHONE'; value: string };
export type Masked = { text: string; unmask: <T>(value: T) => T };

const email = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;
// Seven digits or more, with the separators people write between them; a plain amount ("100000") has no separator or plus.
const phone =
  /(?<![\p{L}\p{N}.,$€£])(?:\+\d[\d ()/.-]{6,20}\d|\(?0\d{1,4}\)?[ /-]{1,3}\d[\d -]{4,14}\d|(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4})(?!\p{N})/gu;

export function mask(text: string, known: Personal[]): Masked {
  const placeholders = new Map<string, string>(); // placeholder → what it stands for
  const byValue = new Map<string, string>();
  const put = (kind: Personal['kind'], value: string) => {
    const key = value.normalize('NFKC').toLowerCase();
    const given = byValue.get(key);
    if (given) return given;
    const placeholder = `<${kind}_${placeholders.size + 1}>`;
    placeholders.set(placeholder, value);
    byValue.set(key, placeholder);
    return placeholder;
  };

  let out = text
    .replace(email, (found) => put('EMAIL', found))
    .replace(phone, (found) => put('PHONE', found));
  const longestFirst = known
    .filter((k) => k.value.trim().length > 1)
    .sort((a, b) => b.value.length - a.value.length);
  if (longestFirst.length > 0) {
    const kinds = new Map(longestFirst.map((k) => [k.value.toLowerCase(), k.kind]));
    const names = new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${longestFirst.map((k) => escaped(k.value)).join('|')})(?![\\p{L}\\p{N}])`,
      'giu',
    );
    out = out.replace(names, (found) => put(kinds.get(found.toLowerCase()) ?? 'PERSON', found));
  }
  return { text: out, unmask: (value) => putBack(value, placeholders) as typeof value };
}

/** Fills the placeholders in every string of a JSON value. */
function putBack(value: unknown, placeholders: Map<string, string>): unknown {
  if (typeof value === 'string')
    return value.replace(
      /<(?:PERSON|EMAIL|PHONE)_\d+>/g,
      (placeholder) => placeholders.get(placeholder) ?? placeholder,
    );
  if (Array.isArray(value)) return value.map((item) => putBack(item, placeholders));
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, putBack(item, placeholders)]));
  return value;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
