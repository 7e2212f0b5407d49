/** The value of a setting as people read it. */
import { requiredIn, requiredLabel } from '../sales/required.ts';
import { count, list, money, number } from './format.ts';

/** "14 days", "80%", "$150,000", "40", "#deals", "amount and next step". */
export function settingSaid(
  unit: string | undefined,
  value: string | number | boolean,
  currency: string,
): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (unit === 'fields') return list(requiredIn(value).map(requiredLabel)) || 'none';
  if (typeof value !== 'number') return value === '' ? 'not set' : value;
  if (unit === 'days') return count(value, 'day');
  if (unit === 'hours') return count(value, 'hour');
  if (unit === 'minutes') return count(value, 'minute');
  if (unit === 'times') return `${number(value)}×`;
  if (unit === 'points') return count(value, 'point');
  if (unit === 'percent') return `${number(value)}%`;
  return unit === 'currency' ? money(value, currency, currency) : number(value);
}
