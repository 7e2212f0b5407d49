/** A request as it was read: typed, complete, and independent of the words it came in. Plain JSON, so that a thread can go on from it. */
import type { FieldName } from '../sales/fields.ts';
import type { MetricName } from '../sales/metrics.ts';
import type { NameKind } from './names.ts';
import type { AskedNoun } from './noun.ts';
import type { Motion, Status } from './phrases.ts';

export type NamedValue = { id: string; name: string };

/** One limit of a question. Fields are the catalogue's. */
export type Clause =
  | { says: 'status'; is: Status[]; implied: boolean }
  | { says: 'names'; field: FieldName; kind: NameKind; names: NamedValue[]; not: boolean }
  | { says: 'mine'; whose: 'mine' | 'team' | 'territory'; not: boolean }
  | {
      says: 'range';
      field: FieldName;
      unit: 'money' | 'days' | 'number';
      from: number | null;
      to: number | null;
      exclusive: ('from' | 'to')[];
      currency: string | null;
      said: string | null;
    }
  /** Longer than the setting says. */
  | { says: 'stale'; field: FieldName; setting: string }
  /** `period` as sales/periods.ts names it: "this quarter", "before 2026-05-12", "2026-03-01..2026-04-15". */
  | { says: 'period'; field: FieldName; period: string }
  | { says: 'missing'; fields: FieldName[]; any: boolean; not: boolean }
  | { says: 'truth'; field: FieldName; value: boolean };

export type Measured =
  | { kind: 'rows' }
  | { kind: 'count' }
  | { kind: 'sum' | 'average' | 'median' | 'largest' | 'smallest'; field: FieldName }
  | { kind: 'metric'; metric: MetricName };

export type Frame = {
  of: AskedNoun;
  clauses: Clause[];
  measure: Measured;
  by: FieldName[];
  /** `measure` sorts a series by its value. */
  sort: { field: FieldName | 'measure'; down: boolean } | null;
  limit: number | null;
  /** People said "pipeline". */
  pipeline: boolean;
  /** The other side of a comparison: these limits stand in the place of those on the same fields. */
  other: Clause[] | null;
};

/** All deals. */
export const emptyFrame: Frame = {
  of: 'deal',
  clauses: [],
  measure: { kind: 'rows' },
  by: [],
  sort: null,
  limit: null,
  pipeline: false,
  other: null,
};

/** An instant in the company's zone, ISO 8601, and how it is said. */
export type Until = { at: string; said: string };

export type Command =
  | { do: 'help'; about: 'everything' | 'filters' }
  | { do: 'agent_status'; agent: NamedValue | null }
  | { do: 'pause'; what: 'everything' | 'agents' | 'customer'; subjects: NamedValue[]; until: Until | null }
  | { do: 'resume'; what: 'everything' | 'agents' | 'customer'; subjects: NamedValue[] }
  | { do: 'run'; agent: NamedValue }
  | { do: 'undo' }
  | { do: 'deal'; name: string }
  | { do: 'owner'; name: string }
  | { do: 'yes' }
  | { do: 'no' }
  | { do: 'claim' };

/** Words used, by their places in the cleaned text, and what became of them. */
export type Span = { start: number; end: number; read: string };

/** An answer given to a question back: these words mean these things. */
export type Choice = { words: string; kind: string; ids: string[] };
export type Option = { label: string; kind: NameKind | 'reading'; fact: string | null; choice: Choice };

/** How the words were read decides how sure the reading is. */
export type Path = 'plain' | 'assumed' | 'corrected' | 'model';

type Read = { text: string; spans: Span[]; assumptions: string[]; path: Path };
export type Reading =
  | ({ say: 'question'; frame: Frame; changed: number[]; goesOn: boolean } & Read)
  | ({ say: 'command'; command: Command } & Read)
  /** Two things are meant by the same words. `choices` are those made before. */
  | ({ say: 'which'; question: string; options: Option[]; choices: Choice[] } & Read)
  /** Understood but for some words: shown, never run by itself. */
  | ({
      say: 'partly';
      frame: Frame;
      unread: string[];
      /** What was not read looks like a name: which one of those that there are? */
      asks: { question: string; options: Option[] } | null;
      choices: Choice[];
    } & Read)
  | ({ say: 'refused'; why: Refusal } & Read)
  | ({ say: 'unread'; words: string; hints: Frame | null } & Read);

export type Refusal =
  | 'private'
  | 'delete'
  | 'rules'
  | 'pay'
  | 'secrets'
  | 'bulk'
  | 'write'
  | 'send'
  | 'access'
  | 'query';
export type { Motion, NameKind, Status };
