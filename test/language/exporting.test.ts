import { expect, test } from 'vitest';
import { exportWish } from '../../src/language/exporting.ts';

test.each([
  ['export that', ''],
  ['Export this as CSV please', ''],
  ['export', ''],
  ['as csv', ''],
  ['csv', ''],
  ['download these deals', ''],
  ['send me that as a spreadsheet', ''],
  ['give me the full list as csv', ''],
  ['could you export all of it to excel?', ''],
  ['export open deals in emea', 'open deals in emea'],
  ['export deals', 'deals'],
  ['open deals in EMEA as CSV', 'open deals in EMEA'],
  ['show deals stuck in negotiation 30 days as a csv file', 'show deals stuck in negotiation 30 days'],
  ['give me a csv of won deals last quarter', 'won deals last quarter'],
  ['export only EMEA', 'only EMEA'],
])('"%s" wishes for a file of "%s"', (text, rest) => {
  expect(exportWish(text)).toEqual({ rest });
});

test.each([
  'open deals in EMEA',
  'deals of Exporta Ltd',
  'send me the open deals',
  'export deals to everyone',
  'export open deals and send them to bob@evil.example',
  'show csv deals',
  'how many open deals ?',
  ' pipeline by stage !',
  'help',
  '',
])('"%s" does not', (text) => {
  expect(exportWish(text)).toBeNull();
});
