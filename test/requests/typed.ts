import type { ModelReading, TypedQuestion } from '../../src/requests/model-reply.ts';

/** A typed question as a language model answers with it: every deal, but for what is said. */
export const typed = (said: Partial<TypedQuestion> = {}): ModelReading['question'] => ({
  ...lookedInto(said),
  show: said.show ?? [],
  having: said.having ?? [],
  as_of: said.as_of ?? null,
});

/** One of those with which an open question is looked into: they list no columns. */
export const lookedInto = ({
  show: _,
  having: __,
  as_of: ___,
  ...said
}: Partial<TypedQuestion> = {}): TypedQuestion => ({
  of: 'deal',
  status: [],
  names: [],
  whose: 'all',
  ranges: [],
  stale: [],
  periods: [],
  missing: [],
  truths: [],
  measure: 'rows',
  measured: '',
  by: [],
  sort: [],
  limit: null,
  against: [],
  ...said,
});

export const reads = (said: Partial<TypedQuestion>, more: Partial<ModelReading> = {}): ModelReading => ({
  message: 'question',
  unread: [],
  question: typed(said),
  ...more,
});
