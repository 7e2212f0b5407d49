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
    ['set mail domain hours to 12', '> mail_domain_hours = 12 plain'],
    ['set the unknown mail domains limit to 12 hours', '> mail_domain_hours = 12 hours'],
    ['reset the mail domain hours', '> mail_domain_hours back'],
    ['look mail domains up every 12 hours', '> mail_domain_hours = 12 hours'],
    ['look up the e-mail domains every hour', '> mail_domain_hours = 1 hours'],
    ['mail domains should be looked up again after 3 hours', '> mail_domain_hours = 3 hours'],
    ['look up mail domains every 10 days', '> mail_domain_days = 10 days'],
    ['look mail domains up daily', '> mail_domain_days = 1 days'],
    ['look unclear mail domains up every 2 days', '> mail_domain_hours = 2 days'],
    ['look mail domains up every 12', '> ? How often? Say it in hours or days, such as 12 hours.'],
    ['how often are mail domains looked up', '> limits mail_domain_hours'],
    ['how often do you look up e-mail domains?', '> limits mail_domain_hours'],
    ['after how many hours are unknown mail domains looked up again', '> limits mail_domain_hours'],
    ['how long are mail domains known', '> limits mail_domain_days'],
    ['what are the mail domain hours', '> limits mail_domain_hours'],
  ])('%s', (text, said) => {
    expect(readAs(text)).toBe(said);
  });

  test.each([
    ['what is the time zone of team EMEA', '> time_zone of territory EMEA'],
    ['what is the time zone of EMEA Sales?', '> time_zone of team EMEA Sales'],
    ['what time zone does the AMER Sales team run in', '> time_zone of team AMER Sales'],
    ['which time zone does EMEA work in', '> time_zone of territory EMEA'],
    ['in which time zone is AMER Sales', '> time_zone of team AMER Sales'],
    ["what's Tom's time zone", '> time_zone of person Tom Reyes'],
    ['what is my time zone', '> preferences'],
    ['what is the schedule of the pipeline agent', '> run_at of agent Pipeline agent'],
  ])('what was set is told: %s', (text, said) => {
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
