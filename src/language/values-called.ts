/** What people call the values of a field that the data calls otherwise: "emails" where it says `mail`, "medical" where it says Healthcare. */
import type { FieldName, Noun } from '../sales/fields.ts';
import { alsoCalled } from './countries.ts';
import { fold } from './text.ts';

type Value = { noun: Noun; field: FieldName; value: string };

/** Words for one and the same, by the field that has them. */
const same: Record<string, string[][]> = {
  kind: [
    ['mail', 'email', 'emails', 'e-mail', 'e-mails'],
    ['call', 'phone call', 'phone calls', 'telephone call', 'telephone calls'],
    ['meeting', 'appointment', 'appointments'],
    ['task', 'to-do', 'to-dos', 'todo', 'todos'],
  ],
  industry: [
    ['healthcare', 'health care', 'health', 'medical', 'medtech'],
    ['finance', 'financial services', 'banking', 'banks', 'financials', 'fintech'],
    ['software', 'saas', 'software companies'],
    ['manufacturing', 'manufacturers', 'manufacturer'],
    ['retail', 'retailers', 'retailer'],
    ['logistics', 'transport', 'transportation', 'shipping'],
    ['energy', 'utilities', 'oil and gas'],
    ['telecommunications', 'telecom', 'telco', 'telecoms', 'telcos'],
    ['entertainment', 'media'],
  ],
  segment: [
    ['smb', 'small business', 'small businesses', 'sme', 'smbs', 'small and medium'],
    ['mid-market', 'midmarket', 'mid market', 'mid-size', 'midsize'],
  ],
  lead_source: [
    ['web form', 'web', 'website', 'web forms', 'online form'],
    ['event', 'trade show', 'trade shows', 'conference', 'conferences'],
    ['referral', 'referred', 'word of mouth'],
    ['outbound', 'cold outreach', 'cold calling', 'cold calls'],
  ],
  lost_reason: [
    ['price', 'pricing', 'too expensive'],
    ['competitor', 'competition', 'competitors', 'a competitor'],
    ['timing', 'bad timing'],
    ['no decision', 'indecision', 'no-decision'],
    ['missing feature', 'missing features', 'feature gap', 'feature gaps'],
  ],
};

const words = new Map(
  Object.entries(same).map(([field, groups]) => [
    field,
    new Map(groups.flatMap((group) => group.map((one) => [one, group] as const))),
  ]),
);

/** Other names of a value. None that another value of the same field bears, or begins with. */
export function calledToo({ noun, field, value }: Value, all: readonly Value[]): string[] {
  if (field === 'account.country' || field === 'country') return alsoCalled(value);
  const group = words.get(field.replace(/^account\./, ''))?.get(fold(value));
  if (!group) return [];
  const others = all
    .filter((one) => one.noun === noun && one.field === field && one.value !== value)
    .map((one) => fold(one.value));
  return group.filter(
    (one) => one !== fold(value) && !others.some((other) => other.startsWith(one) || one.startsWith(other)),
  );
}
