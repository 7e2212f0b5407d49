/** The names that exist in the data. The reader knows no other names: another company's people and stages work without code. */
import type { Role } from '../policy/nouns.ts';
import type { FieldName, Noun } from '../sales/fields.ts';
import type { Phrasing } from './phrasings/pattern.ts';

/** Something with a name. `also` are other spellings people use: nicknames, former names. */
export type Named = { id: string; name: string; also?: string[] };

export type LexiconPerson = Named & {
  roles: Role[];
  email?: string | null;
  slackId?: string | null;
  teamId: string | null;
  territoryId: string | null;
  managerId: string | null;
};
export type LexiconStage = Named & { order: number; is: 'open' | 'won' | 'lost' };

/** A value that a text field has in the data: an industry, a segment, a lead source, a kind of activity. */
export type LexiconValue = { noun: Noun; field: FieldName; value: string };

export type Lexicon = {
  people: LexiconPerson[];
  teams: Named[];
  territories: Named[];
  /** In their order. */
  stages: LexiconStage[];
  products: Named[];
  accounts: Named[];
  /** Tags that some account bears. */
  tags: string[];
  values: LexiconValue[];
  agents: Named[];
  /** What agents look for and do something about, each with the agent that does. */
  triggers: (Named & { agent: string })[];
  /** Settings by name, with what people call them. */
  settings: Named[];
  playbooks: Named[];
  /** Words that people have taught: read where the rules leave them, before a language model is asked. */
  phrasings: Phrasing[];
};

export const emptyLexicon: Lexicon = {
  people: [],
  teams: [],
  territories: [],
  stages: [],
  products: [],
  accounts: [],
  tags: [],
  values: [],
  agents: [],
  triggers: [],
  settings: [],
  playbooks: [],
  phrasings: [],
};

const lists = {
  person: 'people',
  team: 'teams',
  territory: 'territories',
  stage: 'stages',
  product: 'products',
  account: 'accounts',
} as const;

/** What of this kind the data names with ids; nothing where a kind has none (a tag). */
export const namedOf = (lexicon: Lexicon, kind: string): Named[] =>
  kind in lists ? lexicon[lists[kind as keyof typeof lists]] : [];
