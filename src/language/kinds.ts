/** Kinds of names that there are in the data. */
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
