/** Which mode holds over a proposal: the narrowest that somebody has set, and the strictest of two that are as narrow. */
import type { Amount } from './circumstances.ts';
import type { HoldingMode, Mode, SubjectKind, Wanted } from './nouns.ts';

/** Where a mode holds: where all of this is true. What is null does not matter; of the whole agent all is null. */
export type ModeScope = {
  trigger: string | null;
  kind: 'change' | 'nudge' | null;
  /** With its noun: "contact.phone". */
  field: string | null;
  territoryId: string | null;
  /** Deals up to this amount, itself included; cents tell "under" from "up to". */
  upTo: Amount | null;
};
export const wholeAgent: ModeScope = {
  trigger: null,
  kind: null,
  field: null,
  territoryId: null,
  upTo: null,
};

export type FinerMode = ModeScope & {
  mode: Mode;
  version: number;
  /** Where it holds, in words: "for phone numbers in EMEA". */
  said: string;
};
export type AgentModes = { mode: Mode; modeVersion: number; finer: FinerMode[] };

/** What is looked at to find the mode of a proposal. */
export type ModeFacts = {
  /** All that it rests on. */
  triggers: readonly [string, ...string[]];
  of: SubjectKind;
  wants: Wanted;
  territoryId: string | null;
  amount: Amount | null;
};

const order: readonly Mode[] = ['shadow', 'suggest', 'auto'];
export const isStricter = (one: Mode, other: Mode): boolean => order.indexOf(one) < order.indexOf(other);

/** Of several triggers, and of a change of several fields, the strictest of what holds over each. */
export function modeOver(facts: ModeFacts, agent: AgentModes): HoldingMode {
  const fields =
    facts.wants.kind === 'change' ? facts.wants.fields.map(({ field }) => `${facts.of}.${field}`) : [null];
  const [first, ...others] = facts.triggers.flatMap((trigger) =>
    fields.map((field) => modeOverOne(facts, { trigger, field }, agent)),
  );
  return others.reduce<HoldingMode>(
    (held, one) => (isStricter(one.is, held.is) ? one : held),
    first ?? ofAgent(agent),
  );
}

type One = { trigger: string; field: string | null };
function modeOverOne(facts: ModeFacts, one: One, agent: AgentModes): HoldingMode {
  const [narrowest] = agent.finer.filter((row) => holdsOver(row, facts, one)).toSorted(narrowestFirst);
  return narrowest
    ? { is: narrowest.mode, version: narrowest.version, where: narrowest.said }
    : ofAgent(agent);
}

const ofAgent = ({ mode, modeVersion }: AgentModes): HoldingMode => ({ is: mode, version: modeVersion });

function holdsOver(row: FinerMode, { wants, territoryId, amount }: ModeFacts, { trigger, field }: One) {
  return (
    (row.trigger === null || row.trigger === trigger) &&
    (row.kind === null || row.kind === wants.kind) &&
    (row.field === null || row.field === field) &&
    (row.territoryId === null || row.territoryId === territoryId) &&
    (row.upTo === null || isWithin(row.upTo, amount, row.mode))
  );
}

/** Of an amount that cannot be compared nothing is known: it is reason enough to be strict, and none to act alone. */
const isWithin = (limit: Amount, amount: Amount | null, mode: Mode): boolean =>
  amount !== null && amount.currency === limit.currency ? amount.value <= limit.value : mode !== 'auto';

/** By how much each says; of two amounts the smaller one says more. */
function narrowestFirst(a: FinerMode, b: FinerMode): number {
  return (
    saysOf(b) - saysOf(a) ||
    (a.upTo?.value ?? 0) - (b.upTo?.value ?? 0) ||
    order.indexOf(a.mode) - order.indexOf(b.mode)
  );
}

const saysOf = ({ trigger, kind, field, territoryId, upTo }: ModeScope): number =>
  [trigger, kind, field, territoryId, upTo].filter((part) => part !== null).length;

export const isWhole = (scope: ModeScope): boolean => saysOf(scope) === 0;

/** The mode that holds over all of a scope where nothing narrower does: of those that hold over the whole of it. */
export function modeAround(scope: ModeScope, agent: AgentModes): HoldingMode {
  const [narrowest] = agent.finer.filter((row) => isWithinScope(scope, row)).toSorted(narrowestFirst);
  return narrowest
    ? { is: narrowest.mode, version: narrowest.version, where: narrowest.said }
    : ofAgent(agent);
}

/** Whether all of a scope lies in another one. */
export const isWithinScope = (scope: ModeScope, around: ModeScope): boolean =>
  (around.trigger === null || around.trigger === scope.trigger) &&
  (around.kind === null || around.kind === scope.kind) &&
  (around.field === null || around.field === scope.field) &&
  (around.territoryId === null || around.territoryId === scope.territoryId) &&
  (around.upTo === null ||
    (scope.upTo !== null &&
      scope.upTo.currency === around.upTo.currency &&
      scope.upTo.value <= around.upTo.value));
