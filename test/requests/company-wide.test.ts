import { expect, test } from 'vitest';
import { saysCompanyWide } from '../../src/language/company-wide.ts';
import { cast } from '../support/company.ts';
import { company, is } from './talk.ts';

test.each([
  'total pipeline company wide',
  'pipeline of the whole company',
  'how many open deals do we have globally',
  "everyone's open deals",
  'open deals in all regions',
  'win rate across the company',
  'org-wide forecast',
  'worldwide pipeline',
])('"%s" asks about the whole company', (text) => {
  expect(saysCompanyWide(text)).toBe(true);
});

test.each([
  'total pipeline',
  'pipeline by region',
  'open deals of everyone in EMEA',
  'deals for Globex',
  'my company',
])('"%s" does not', (text) => {
  expect(saysCompanyWide(text)).toBe(false);
});

test('whoever sees a part of the company is told in the understanding that it is not the whole', () =>
  company(async ({ ask }) => {
    const mara = is(await ask('total pipeline company wide', cast.mara), 'answer');
    expect(mara.understood).toBe('Open pipeline, but only of EMEA: you do not see the whole company');
    const whole = is(await ask('pipeline across the company', cast.mara), 'answer');
    expect(whole.understood).toContain('you do not see the whole company');
    const own = is(await ask('total pipeline', cast.mara), 'answer');
    expect(own.understood).toBe('Open pipeline');
    const ada = is(await ask('total pipeline company wide', cast.ada), 'answer');
    expect(ada.understood).toBe('Open pipeline');
  }));
