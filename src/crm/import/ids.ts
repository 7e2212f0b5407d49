import { createHash } from 'node:crypto';
import { fold } from '../../sales/text.ts';

/** An id from a name: readable, the same each time, and different for different names. */
export function idFor(prefix: string, name: string): string {
  const key = nameKey(name);
  const slug = key.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  if (slug !== '' && slug.length <= 48 && slug.replaceAll('-', ' ') === key) return `${prefix}-${slug}`;
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return `${prefix}-${[...slug].slice(0, 40).join('')}-${hash}`;
}

/** Names are the same when they are alike but for case, width and blanks. */
export const nameKey = (name: string): string => fold(name).replace(/\s+/g, ' ').trim();

/** Products also when they differ in nothing but blanks and signs: "GTXPro" is "GTX Pro". */
export const productKey = (name: string): string =>
  nameKey(name).replace(/[^\p{L}\p{N}]+/gu, '') || nameKey(name);

/** The source id of something that a file knows by name only. */
export const byName = (key: string): string => `name:${key}`;
