/** Data contracts of contacts: an address that is well formed and at a domain that takes mail, a number in E.164. */
import type { RecordTrigger } from '../nouns.ts';

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
