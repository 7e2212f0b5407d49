import { expect, test } from 'vitest';
import { accountDomain, readCompanyDomain } from '../../src/sales/company-domain.ts';
import { yieldsTo } from '../../src/sales/precedence.ts';

test.each([
  ['globex.com', 'globex.com'],
  ['https://www.Globex.com/de?x=1', 'globex.com'],
  [' HTTP://globex.com. ', 'globex.com'],
  ['mail.globex.co.uk:8080', 'mail.globex.co.uk'],
  ['jane@globex.com', 'globex.com'],
  ['https://münchen.example', 'xn--mnchen-3ya.example'],
  ['www.com', 'www.com'],
])('the domain in %s is %s', (text, domain) => {
  expect(readCompanyDomain(text)).toEqual({ domain, free: false });
});

test.each(['', 'n/a', 'none yet', 'localhost', '192.0.2.1', 'mailto:', '株式会社'])(
  'there is none in "%s"',
  (text) => {
    expect(readCompanyDomain(text)).toBeNull();
  },
);

test('a provider of free mail is told', () => {
  expect(readCompanyDomain('https://www.gmail.com')).toEqual({ domain: 'gmail.com', free: true });
});

const of = (contacts: Record<string, number>) =>
  Object.entries(contacts).map(([domain, n]) => ({ domain, contacts: n }));

test('an account has the domain of its website, whatever its contacts have', () => {
  expect(accountDomain('globex.com', of({ 'hooli.com': 9 }))).toEqual({
    domain: 'globex.com',
    by: 'website',
  });
});

test.each([
  ['two of two', of({ 'globex.com': 2 }), 'globex.com'],
  ['three of four', of({ 'globex.com': 3, 'hooli.com': 1 }), 'globex.com'],
  ['five of seven', of({ 'globex.com': 5, 'hooli.com': 2 }), null],
  ['one alone', of({ 'globex.com': 1 }), null],
  ['free providers do not count', of({ 'globex.com': 2, 'gmail.com': 8, 'web.de': 3 }), 'globex.com'],
  ['free providers alone', of({ 'gmail.com': 8 }), null],
  ['nobody', [], null],
])('else the one that clearly dominates among its contacts: %s', (_, addresses, domain) => {
  for (const website of [null, ' ', 'n/a', 'https://gmail.com'])
    expect(accountDomain(website, addresses)).toEqual(domain === null ? null : { domain, by: 'contacts' });
});

test('a person counts more than the directory, and that more than an import', () => {
  expect(yieldsTo('person')).toEqual(['person', 'directory', 'import']);
  expect(yieldsTo('directory')).toEqual(['directory', 'import']);
  expect(yieldsTo('import')).toEqual(['import']);
});
