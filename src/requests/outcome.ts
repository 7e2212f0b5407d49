/** What came of a request before it is stored: what is said, and what is kept to go on from. */
import { confidenceOf } from '../language/confidence.ts';
import type { ByPhrasing, Path } from '../language/request.ts';
import type { Person } from '../policy/nouns.ts';
import type { Intent, Said, Slots } from './reply.ts';
import { type Kept, nothingKept } from './store.ts';

export type Outcome = {
  said: Said;
  intent: Intent;
  understood: string | null;
  changed: string | null;
  slots: Slots;
  assumptions: string[];
  confidence: number;
  kept: Kept;
  /** A language model read or worded it. */
  byModel: boolean;
  /** The accepted phrasing by which it was read. */
  phrasing: ByPhrasing | null;
  /** What the run looked up on the way, for its record. */
  steps: unknown[];
  /** For the record: a refusal's reason, a failure's category. */
  refused: string | null;
  /** Of a refusal: who may instead, so that they can be named. */
  can: ((person: Person) => boolean) | null;
  failed: {
    category:
      | 'parsing'
      | 'validation'
      | 'api'
      | 'timeout'
      | 'rate_limit'
      | 'refusal'
      | 'truncated'
      | 'database'
      | 'internal';
    error: string;
  } | null;
};

export const outcome = (
  said: Said,
  intent: Intent,
  more: Partial<Outcome> & { path?: Path } = {},
): Outcome => {
  const { path = 'plain', ...rest } = more;
  return {
    said,
    intent,
    understood: null,
    changed: null,
    slots: {},
    assumptions: [],
    confidence: confidenceOf(path),
    kept: nothingKept,
    byModel: path === 'model',
    phrasing: null,
    steps: [],
    refused: null,
    can: null,
    failed: null,
    ...rest,
  };
};

export const plain = (sentence: string, intent: Outcome['intent']): Outcome =>
  outcome({ kind: 'text', sentence, lines: [], next: [] }, intent);
