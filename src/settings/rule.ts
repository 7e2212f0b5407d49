/** A rule that somebody has written: the deals that it is for, and what then. */
import type { Frame, RuleEffect, RuleEvent } from '../language/request.ts';
import type { Scope } from '../policy/nouns.ts';
import type { Condition } from '../sales/conditions.ts';
import type { FieldMove } from '../sales/moves.ts';

export type RuleMode = 'on' | 'shadow' | 'off';
export type RuleBody = {
  words: string;
  frame: Frame;
  condition: Condition;
  /** What whoever made it may see: it holds for nothing else. */
  bounds: Condition;
  happens: RuleEvent | null;
  effect: RuleEffect;
};
export type How =
  | 'set'
  | 'changed'
  | 'switched on'
  | 'switched off'
  | 'put in shadow'
  | 'restored'
  | 'undone'
  /** By a playbook that it is among. */
  | 'with a playbook';
export type Rule = RuleBody & {
  /** The number by which people call it. */
  rule: number;
  version: number;
  mode: RuleMode;
  how: How;
  setBy: string;
  by: string;
  at: Date;
  /** YYYY-MM-DD: what happened before is not told. */
  begunOn: string;
  ended: { at: Date; by: string; because: 'replaced' | 'deleted' | 'undone' } | null;
};

export type RuleRow = Omit<RuleBody, 'happens'> & {
  happens: 'moved' | 'created' | 'changed' | null;
  change: FieldMove | null;
  rule: number;
  version: number;
  mode: RuleMode;
  how: How;
  set_by: string;
  by: string;
  at: Date;
  begun_on: string;
  ended_at: Date | null;
  ended_by: string | null;
  ended_because: 'replaced' | 'deleted' | 'undone' | null;
};

export const ruleOf = (row: RuleRow): Rule => ({
  rule: row.rule,
  version: row.version,
  words: row.words,
  frame: row.frame,
  condition: row.condition,
  bounds: row.bounds,
  happens: row.change ?? (row.happens === 'changed' ? null : row.happens),
  effect: row.effect,
  mode: row.mode,
  how: row.how,
  setBy: row.set_by,
  by: row.by,
  at: row.at,
  begunOn: row.begun_on,
  ended:
    row.ended_at && row.ended_because
      ? { at: row.ended_at, by: row.ended_by ?? '', because: row.ended_because }
      : null,
});

/** What a person sees, as a condition on deals. */
export function boundsOf(scope: Scope): Condition {
  if ('everything' in scope) return { all: [] };
  if ('nothing' in scope) return { any: [] };
  return {
    any: [
      ...(scope.territoryIds.length > 0 ? [{ field: 'territory', is: scope.territoryIds }] : []),
      ...(scope.personIds.length > 0 ? [{ field: 'owner', is: scope.personIds }] : []),
    ],
  };
}

/** The deals that a rule is for: its own condition within its bounds, and of an event those of which it happened since the rule began. */
export function conditionOf({ condition, bounds, happens }: RuleBody, begunOn?: string): Condition {
  const event = dayOfEvent(happens);
  return {
    all: [
      condition,
      bounds,
      ...(event !== null && begunOn !== undefined ? [{ field: event, from: begunOn }] : []),
    ],
  };
}
/** The field of a deal that names the day on which it happened; null: none does. */
export const dayOfEvent = (happens: RuleEvent | null): 'stage_since' | 'created_on' | null =>
  typeof happens === 'string' ? ({ moved: 'stage_since', created: 'created_on' } as const)[happens] : null;
/** What has to happen to a field; null: it is another rule. */
export const moveOf = ({ happens }: Pick<RuleBody, 'happens'>): FieldMove | null =>
  typeof happens === 'object' ? happens : null;

/** By which a rule is named in findings and sweeps; in a reason it is its number. */
export const ruleName = ({ rule }: { rule: number }): string => `rule:${rule}`;
