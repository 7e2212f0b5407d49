/** Settings of a usual shape. */
import type { Setting, SettingScope } from './setting.ts';

/** Where a limit on deals may be otherwise. */
export const narrower: SettingScope[] = ['territory', 'team', 'person', 'account'];
const channelId = { of: /^([CGD][A-Z0-9]{2,})?$/, says: 'a Slack channel id such as C0123ABCD' };

export function days(
  name: string,
  label: string,
  meaning: string,
  standard: number,
  min: number,
  max: number,
  more: { scopes?: SettingScope[]; byStage?: boolean } = {},
): Setting {
  return {
    name,
    label,
    meaning,
    type: 'whole number',
    unit: 'days',
    min,
    max,
    default: standard,
    scopes: [],
    ...more,
  };
}

export function cards(name: string, label: string, meaning: string, standard: number, min: number): Setting {
  return {
    name,
    label,
    meaning,
    type: 'whole number',
    unit: 'cards',
    min,
    max: 1_000,
    default: standard,
    scopes: ['agent'],
  };
}

export function cap(name: string, label: string, meaning: string, standard: number): Setting {
  return {
    name,
    label,
    meaning,
    type: 'whole number',
    min: 1,
    max: 10_000,
    default: standard,
    scopes: ['agent'],
  };
}

export function minutes(name: string, label: string, meaning: string, standard: number): Setting {
  return {
    name,
    label,
    meaning,
    type: 'whole number',
    unit: 'minutes',
    min: 1,
    max: 10_080,
    default: standard,
    scopes: ['territory', 'team'],
  };
}

export function channel(name: string, label: string, meaning: string): Setting {
  return {
    name,
    label,
    meaning,
    type: 'text',
    pattern: channelId,
    default: '',
    scopes: ['territory', 'team'],
  };
}
