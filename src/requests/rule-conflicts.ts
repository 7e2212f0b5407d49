/** What rules do to each other: one that says the same, one that never speaks because of another. Pure. */
import type { RuleEffect } from '../language/request.ts';
import type { Condition, Value } from '../sales/conditions.ts';
import { conditionOf, type RuleBody } from '../settings/rule.ts';

/** A value as text, its keys in order: the database keeps them in an order of its own. */
export function spelled(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spelled).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${spelled(inner)}`).join(',')}}`;
}

export type Placed = RuleBody & { rule: number };

/** Whether every deal of `narrow` is one of `wide`, as far as plain containment shows. What happens has to be the same. */
function isWithin(narrow: RuleBody, wide: RuleBody): boolean {
  if (spelled(narrow.happens) !== spelled(wide.happens)) return false;
  const [inner, outer] = [partsOf(conditionOf(narrow)), partsOf(conditionOf(wide))];
  return outer.every((part) => inner.some((one) => implies(one, part)));
}

export const isSameDeals = (a: RuleBody, b: RuleBody): boolean => isWithin(a, b) && isWithin(b, a);
export const isSameEffect = (a: RuleEffect, b: RuleEffect): boolean => spelled(a) === spelled(b);

const partsOf = (condition: Condition): Condition[] =>
  'all' in condition ? condition.all.flatMap(partsOf) : [condition];

function implies(a: Condition, b: Condition): boolean {
  if (spelled(a) === spelled(b)) return true;
  if (!('field' in a) || !('field' in b) || a.field !== b.field) return false;
  if ('is' in a && 'is' in b && !a.heldBy && !b.heldBy) {
    const [some, all] = [valuesOf(a.is), valuesOf(b.is)];
    return some.every((value) => all.includes(value));
  }
  if (!isRange(a) || !isRange(b)) return false;
  return edge(a, b, 'from', 1) && edge(a, b, 'to', -1);
}

const valuesOf = (is: Value | Value[]): string[] => [is].flat().map((value) => spelled(value));

type Range = Extract<Condition, { from?: Value }>;
const isRange = (condition: Condition): condition is Range => 'from' in condition || 'to' in condition;

/** Whether this end of the narrow range lies within that of the wide one. */
function edge(narrow: Range, wide: Range, end: 'from' | 'to', way: 1 | -1): boolean {
  const [inner, outer] = [narrow[end], wide[end]];
  if (outer === undefined) return true;
  if (typeof inner !== 'number' || typeof outer !== 'number')
    return spelled(inner) === spelled(outer) && shut(wide, end) === shut(narrow, end);
  const further = way * (inner - outer);
  return further > 0 || (further === 0 && (!shut(wide, end) || shut(narrow, end)));
}
const shut = (range: Range, end: 'from' | 'to'): boolean => range.exclusive?.includes(end) ?? false;

/** Whether nothing is left of the effect `of` where `by` holds as well. */
function leavesNothing(by: RuleEffect, of: RuleEffect): boolean {
  if (of.does === 'ask') {
    if (by.does === 'ask') return by.whom === of.whom || by.whom === 'approver';
    return by.does === 'block' || (by.does === 'skip' && by.of === 'everything');
  }
  if (of.does === 'block') return by.does === 'block';
  if (of.does === 'skip') {
    if (by.does === 'block') return true;
    return (
      by.does === 'skip' &&
      (by.of === 'everything' || (of.of !== 'everything' && of.of.every((one) => by.of.includes(one))))
    );
  }
  return isSameEffect(by, of);
}

/** The rule because of which this one never speaks; null: it does. Of two that are alike the later one has nothing left. */
export function silencedBy(rule: Placed, others: readonly Placed[]): Placed | null {
  return (
    others.find(
      (other) =>
        other.rule !== rule.rule &&
        isWithin(rule, other) &&
        leavesNothing(other.effect, rule.effect) &&
        (!(isWithin(other, rule) && leavesNothing(rule.effect, other.effect)) || other.rule < rule.rule),
    ) ?? null
  );
}

/** Where agents are kept off these deals, somebody who is told of them is told all the same. */
export const goesOnTelling = (rule: RuleBody, others: readonly Placed[]): Placed[] =>
  rule.effect.does === 'block' || rule.effect.does === 'skip'
    ? others.filter(
        ({ effect, ...other }) =>
          (effect.does === 'notify' || effect.does === 'flag') && isWithin({ effect, ...other }, rule),
      )
    : [];
