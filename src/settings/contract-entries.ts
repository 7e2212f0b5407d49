/** Settings of data contracts: each has its switch, and what it is read with. */
import type { Setting } from './setting.ts';

/** Where a contact or an account lies; who looks after it may change. */
const places: Setting['scopes'] = ['territory', 'account'];

const held = (name: string, label: string, meaning: string): Setting => ({
  name,
  label,
  meaning,
  type: 'truth',
  default: true,
  scopes: places,
});

export const contractEntries: Setting[] = [
  held('check_email', 'E-mail form held', 'The e-mail address of a contact must be well formed.'),
  held(
    'check_email_domain',
    'E-mail domain held',
    'The domain of a contact’s e-mail address must take mail; what is not known is left alone.',
  ),
  held('check_phone', 'Phone form held', 'The phone number of a contact must be in E.164, with its country.'),
  held(
    'check_price_list',
    'Price list held',
    'The product of an open deal must be in the price list, and not retired from it.',
  ),
  held(
    'check_company',
    'Company directory held',
    'What the company directory says of an account is proposed where it is empty or came by an import.',
  ),
  {
    name: 'company_percent',
    label: 'Company figures may differ by',
    meaning:
      'Employees and revenue of an account are left as they are while the company directory differs by at most this share.',
    type: 'number',
    unit: 'percent',
    min: 0,
    max: 1_000,
    default: 20,
    scopes: places,
  },
  {
    name: 'phone_country',
    label: 'Numbers dialled in',
    meaning:
      'Where a phone number without its country is dialled when the account has no country, as a two-letter code; left empty, the rep is asked.',
    type: 'text',
    pattern: { of: /^([A-Z]{2})?$/, says: 'a two-letter country code such as DE' },
    default: '',
    scopes: [],
  },
  {
    name: 'mail_domain_days',
    label: 'E-mail domains known for',
    meaning: 'Whether a domain takes mail is looked up again after this many days.',
    type: 'whole number',
    unit: 'days',
    min: 1,
    max: 365,
    default: 30,
    scopes: [],
  },
  {
    name: 'mail_domain_hours',
    label: 'Unclear e-mail domains asked again after',
    meaning:
      'A domain of which nobody could say whether it takes mail is looked up again after this many hours.',
    type: 'whole number',
    unit: 'hours',
    min: 1,
    max: 720,
    default: 6,
    scopes: [],
  },
];
