/** Kinds of names that there are in the data, and the nouns that questions are about. Types only. */
import type { Noun } from '../sales/fields.ts';

export type NameKind =
  | 'person'
  | 'team'
  | 'territory'
  | 'stage'
  | 'product'
  | 'account'
  | 'tag'
  | 'agent'
  /** What a text field says: an industry, a lead source. */
  | 'value';

export type AskedNoun = Extract<Noun, 'deal' | 'lead' | 'activity'>;
