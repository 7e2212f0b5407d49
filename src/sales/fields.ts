/**
 * The field catalogue: for each noun its fields with type, label, synonyms, unit, whether personal data, whether writable.
 * It drives the SQL compiler, the language reader, the reply schema given to a model, the help and the masks.
 */
export type Noun = 'deal' | 'lead' | 'account' | 'contact' | 'person' | 'activity';
export type FieldName = string;
export type FieldType = 'text' | 'name' | 'money' | 'number' | 'day' | 'instant' | 'days' | 'truth' | 'list';

export type Field = {
  name: FieldName;
  type: FieldType;
  /** Sentence-case label as people read it. */
  label: string;
  /** Words people use for it, lower case. */
  synonyms: string[];
  unit?: 'days' | 'currency' | 'percent';
  /** Personal data: replaced by a placeholder before a model sees it, masked in logs. */
  personal?: boolean;
  writable?: boolean;
  /** May be a basis of `group by`. */
  groupable?: boolean;
  /** Names of this field come from a list that exists in the data (people, stages, accounts, …). */
  names?: 'person' | 'team' | 'territory' | 'stage' | 'account' | 'product' | 'tag';
};
