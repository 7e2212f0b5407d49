/** Fields that a stage asks for. A house says which, stage by stage, in the setting `required_fields`. */
import { type FieldName, fieldNamed } from './fields.ts';

/** What may be required of a deal: what somebody can fill in. In the order in which they are asked for. */
export const requirable = ['amount', 'close_date', 'next_step', 'product', 'lead_source'] as const;
export type Requirable = (typeof requirable)[number];

/** The names in the value of the setting, in the order in which they are asked for; unknown ones are left out. */
export function requiredIn(value: unknown): Requirable[] {
  const named = typeof value === 'string' ? value.split(',').map((name) => name.trim()) : [];
  return requirable.filter((name) => named.includes(name));
}

/** "amount", "next step". */
export const requiredLabel = (name: FieldName): string => fieldNamed('deal', name).label.toLowerCase();

/** Of what is required, what is empty. */
export const missingOf = (
  required: readonly Requirable[],
  deal: Record<Requirable, string | number | null>,
): Requirable[] => required.filter((name) => deal[name] === null || deal[name] === '');
