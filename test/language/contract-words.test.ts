import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs as readWith } from './say.ts';

const readAs = (text: string): string => readWith(text, cast);

describe('data contracts in words', () => {
  test.each([
    ['check phone numbers', '> check_phone = 1 plain'],
    ['stop checking phone numbers in EMEA', '> check_phone = 0 plain for territory EMEA'],
    ["don't check e-mail domains", '> check_email_domain = 0 plain'],
    ['stop checking email addresses', '> check_email = 0 plain'],
    ['check products against the price list', '> check_price_list = 1 plain'],
    ['numbers without a country are dialled in Germany', '> phone_country = DE'],
    ['set the phone country to the United Kingdom', '> phone_country = GB'],
    ['check company data', '> check_company = 1 plain'],
    ['check accounts against the directory', '> check_company = 1 plain'],
    [
      'stop checking companies against the company directory in EMEA',
      '> check_company = 0 plain for territory EMEA',
    ],
    ['stop enriching accounts', '> check_company = 0 plain'],
    ['enrich our accounts from the directory', '> check_company = 1 plain'],
    ['set the company difference to 30%', '> company_percent = 30 percent'],
    ['reset the company difference limit', '> company_percent back'],
    ['reset the company data check setting', '> check_company back'],
    ['reset the phone check setting', '> check_phone back'],
    ['set mail domain days to 14', '> mail_domain_days = 14 plain'],
  ])('%s', (text, said) => {
    expect(readAs(text)).toBe(said);
  });

  test('a country that is none is not taken for one', () => {
    expect(readAs('numbers without a country are dialled in Atlantis')).not.toContain('phone_country');
  });

  test.each([
    'show me the phone numbers of Globex',
    'list e-mail addresses',
    'check the phone numbers of Globex',
    'check accounts',
    'show me the company data of Globex',
  ])('whoever wants to see them is refused as before: %s', (text) => {
    expect(readAs(text)).not.toContain('check_');
  });
});
