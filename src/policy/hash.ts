import { createHash } from 'node:crypto';
import type { Wanted } from './nouns.ts';

/**
 * The fingerprint of a wanted change: equal if and only if the same would be written or said. A decision names it, so
 * that what a person saw is what is applied. The order of fields and keys does not count.
 */
export function changeHash(wants: Wanted): string {
  const ordered =
    wants.kind === 'change'
      ? {
          ...wants,
          fields: [...wants.fields].sort((a, b) => (a.field < b.field ? -1 : a.field > b.field ? 1 : 0)),
        }
      : wants;
  return createHash('sha256').update(canonical(ordered)).digest('hex');
}

const shortest = 32;
/** Half of it, for where there is little room: 128 bits still name one change. */
export const shortHash = (hash: string): string => hash.slice(0, shortest);

/** Whether what was on the screen, by its whole or short hash, is the change of this hash. */
export const isShown = (hash: string, onScreen: string): boolean =>
  onScreen.length >= shortest && hash.startsWith(onScreen);

/** JSON with sorted keys. Numbers are written as JavaScript writes them, so 42 and 42.0 are one. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
