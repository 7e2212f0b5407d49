/** Data contracts of contacts: an address that is well formed and at a domain that takes mail, a number in E.164. */
import type { Agent, HeldRecord, RecordTrigger, Suggestion } from '../nouns.ts';

export const emailWrong: RecordTrigger = {
  name: 'contact_email_wrong',
  label: 'with an e-mail that is none',
  of: 'contact',
  condition: { field: 'email_form', is: ['wrong', 'mendable'], heldBy: 'check_email' },
  since: 'email_read_on',
  severity: 'attention',
  limit: 'check_email',
  reads: ['check_email'],
  over: 'its e-mail is well formed',
};

/** Only what is certain: a domain of which nobody knows whether it takes mail is left alone. */
export const emailDomainSilent: RecordTrigger = {
  name: 'contact_email_domain',
  label: 'with an e-mail at a domain that takes none',
  of: 'contact',
  condition: { field: 'email_domain', is: 'no', heldBy: 'check_email_domain' },
  since: 'email_domain_since',
  severity: 'attention',
  limit: 'check_email_domain',
  reads: ['check_email_domain'],
  over: 'its domain is not known to take none',
};

export const phoneWrong: RecordTrigger = {
  name: 'contact_phone_wrong',
  label: 'with a phone number not in E.164',
  of: 'contact',
  condition: { field: 'phone_form', is: ['wrong', 'mendable'], heldBy: 'check_phone' },
  since: 'phone_read_on',
  severity: 'attention',
  limit: 'check_phone',
  reads: ['check_phone', 'phone_country'],
  over: 'its phone number is in E.164',
};

/** What follows from the record itself is proposed; where one field needs somebody who knows, all are asked on one form. */
export const proposeContact: NonNullable<Agent['records']>['propose'] = (held) => {
  const breaches = fieldByField(held);
  const reason = held.map(({ breach }) => breach.because).join(' ');
  if (breaches.every(({ mended }) => mended !== null))
    return {
      wants: {
        kind: 'change',
        fields: breaches.map(({ field, value, mended }) => ({ field, before: value, after: mended })),
      },
      reason,
      basis: breaches.flatMap(({ basis }) => basis ?? []).join('. ') || null,
    };
  return form(held[0], breaches, reason);
};

/** Of two contracts about one field the one that nobody can mend. */
const fieldByField = (held: HeldRecord[]): HeldRecord['breach'][] =>
  [...Map.groupBy(held, ({ breach }) => breach.field).values()].flatMap((same) => {
    const breaches = same.map(({ breach }) => breach);
    return breaches.find(({ mended }) => mended === null) ?? breaches[0] ?? [];
  });

function form({ record }: HeldRecord, breaches: HeldRecord['breach'][], reason: string): Suggestion | null {
  const to = record.owner ?? record.manager;
  const values = (of: 'value' | 'mended') =>
    Object.fromEntries(breaches.map((breach) => [breach.field, breach[of]]));
  return (
    to && {
      wants: {
        kind: 'form',
        form: {
          to: to.id,
          fields: breaches.map(({ field }) => field),
          before: values('value'),
          meant: values('mended'),
        },
      },
      reason,
      basis: null,
    }
  );
}
