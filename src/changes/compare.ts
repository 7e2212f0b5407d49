/** What is to be written against what stands in the CRM. Pure. */
import type { FieldChange, FieldValue } from '../policy/nouns.ts';
import type { Clash, Conflict } from './nouns.ts';

/** What the CRM says of a record; null when it has none of that id. */
export type Standing = {
  fields: Record<string, FieldValue>;
  changedBy: string | null;
  changedAt: Date | null;
} | null;

export type Plan =
  | { say: 'done' }
  /** Some fields still hold what was there before. `left`: those that somebody has changed meanwhile. */
  | { say: 'write'; fields: FieldChange[]; left: Clash[] }
  | { say: 'conflict'; conflict: Conflict };

/**
 * Field by field: after → done, before → to be written, anything else → somebody was there. A change is written whole or
 * not at all; an undo (`each`) gives back each field that nobody has touched and lists the others. `theirs`: fields that are
 * somebody else's, whatever their value (`taken-over.ts`).
 */
export function plan(
  fields: FieldChange[],
  found: Standing,
  each: boolean,
  theirs: ReadonlySet<string> = new Set(),
): Plan {
  if (!found) return { say: 'conflict', conflict: { clashes: [], gone: true } };
  const todo: FieldChange[] = [];
  const clashes: Clash[] = [];
  let done = 0;
  for (const field of fields) {
    const value = found.fields[field.field] ?? null;
    if (same(value, field.after)) done += 1;
    else if (same(value, field.before) && !theirs.has(field.field)) todo.push(field);
    else
      clashes.push({
        field: field.field,
        expected: field.before,
        found: value,
        by: found.changedBy,
        at: found.changedAt?.toISOString() ?? null,
      });
  }
  if (clashes.length > 0 && (!each || (todo.length === 0 && done === 0)))
    return { say: 'conflict', conflict: { clashes } };
  return todo.length === 0 && clashes.length === 0
    ? { say: 'done' }
    : { say: 'write', fields: todo, left: clashes };
}

/** Empty text and a missing value are one; amounts are equal to the cent. */
export function same(a: FieldValue, b: FieldValue): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.round(a * 100) === Math.round(b * 100);
  return (a === '' ? null : a) === (b === '' ? null : b);
}
