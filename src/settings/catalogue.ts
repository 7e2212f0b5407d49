/** Looking a setting up, and checking what it is to be. */
import { BadInput } from '../errors.ts';
import { requiredIn, requiredLabel } from '../sales/required.ts';
import { entries } from './entries.ts';
import type { Setting, SettingScope, SettingValue } from './setting.ts';

export const catalogue: ReadonlyMap<string, Setting> = new Map(
  entries.map((setting) => [setting.name, setting]),
);

/** The setting of that name; otherwise an error that names the nearest thing to do. */
export function settingNamed(name: string): Setting {
  const found = catalogue.get(name);
  if (!found) {
    throw new BadInput(`There is no setting "${name}".`, {
      fix: `The settings are: ${[...catalogue.keys()].join(', ')}.`,
    });
  }
  return found;
}

/** The value as the setting's type, or an error that says what would be right. */
export function checkValue(setting: Setting, value: unknown): SettingValue {
  const wrong = (says: string) =>
    new BadInput(`${setting.label} cannot be ${JSON.stringify(value)}.`, { fix: `Enter ${says}.` });
  if (setting.type === 'truth') {
    if (typeof value !== 'boolean') throw wrong('true or false');
    return value;
  }
  if (setting.type === 'choice') {
    if (typeof value !== 'string' || !setting.choices?.includes(value))
      throw wrong(`one of: ${setting.choices?.join(', ')}`);
    return value;
  }
  if (setting.type === 'fields') {
    const given = typeof value === 'string' ? value.split(',').flatMap((name) => name.trim() || []) : null;
    if (given === null || given.some((name) => !setting.choices?.includes(name)))
      throw wrong(`fields of these: ${setting.choices?.map(requiredLabel).join(', ')}`);
    return requiredIn(given.join(',')).join(',');
  }
  if (setting.type === 'text') {
    if (typeof value !== 'string' || value.length > 200) throw wrong('a text of at most 200 characters');
    if (setting.pattern && !setting.pattern.of.test(value)) throw wrong(setting.pattern.says);
    return value;
  }
  const whole = setting.type === 'whole number';
  const range = `${whole ? 'a whole number' : 'a number'}${setting.unit && setting.unit !== 'currency' ? ` of ${setting.unit}` : ''} from ${setting.min} to ${setting.max}`;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || (whole && !Number.isInteger(number)))
    throw wrong(range);
  if (number < (setting.min ?? -Infinity) || number > (setting.max ?? Infinity)) throw wrong(range);
  return number;
}

const above = [
  'approval_amount',
  'discount_limit',
  'bulk_limit',
  'stop_minutes',
  'confidence_floor',
  'auto_bar',
  'auto_days',
  'auto_undone_limit',
  'auto_request_days',
];
/** What the figures and warnings of the whole company's reports are made by. */
const ofReports = [
  'company_currency',
  'fiscal_year_start',
  'coverage_target',
  'win_rate_points',
  'attainment_at_middle',
];

/**
 * Limits above which somebody else is asked, and, for everyone, what executive reports are made by: only those who are
 * asked may move them.
 */
export const ofAuthority = (name: string, scope: SettingScope): boolean =>
  above.includes(name) || (scope === 'everyone' && ofReports.includes(name));
