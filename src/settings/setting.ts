/** What a setting is: its name, what it means, what it may be, and where it may differ. */

export type SettingScope = 'everyone' | 'territory' | 'team' | 'person' | 'account' | 'agent' | 'channel';
export type SettingValue = string | number | boolean;

export type Setting = {
  name: string;
  label: string;
  /** One sentence for people. */
  meaning: string;
  /** `fields`: names of deal fields with commas between them; none is an empty text. */
  type: 'whole number' | 'number' | 'text' | 'choice' | 'truth' | 'fields';
  unit?:
    | 'days'
    | 'hours'
    | 'percent'
    | 'runs'
    | 'cards'
    | 'currency'
    | 'minutes'
    | 'fields'
    | 'times'
    | 'points';
  min?: number;
  max?: number;
  choices?: string[];
  /** What 0 means, where it is no number: "off". */
  zero?: string;
  pattern?: { of: { test(text: string): boolean }; says: string };
  default: SettingValue;
  /** Where it may differ; `everyone` always may. */
  scopes: SettingScope[];
  /** May differ by stage. */
  byStage?: boolean;
};
