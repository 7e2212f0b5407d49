/** What holds now: every limit that can be set in words, and where it differs. */
import type { Command, Threshold } from '../language/request.ts';
import { settingNamed } from '../settings/catalogue.ts';
import { type SettingRow, settingValue } from '../settings/settings.ts';
import { count, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { placeName, shown, thresholds } from './limits.ts';
import { type Outcome, outcome } from './outcome.ts';
import { preferenceNames } from './resting.ts';
import { suggestions } from './suggest.ts';

export function showLimits(company: Company, { threshold }: Extract<Command, { do: 'limits' }>): Outcome {
  if (threshold)
    return said(
      [threshold, ...(beside[threshold] ?? [])].map((name) => `${lineOf(company, name)}.`).join(' '),
      [],
    );
  const lines = [...thresholds, ...preferenceNames].map((name) => `${lineOf(company, name)}.`);
  return said(`${lines.length} limits hold now.`, lines);
}

/** What is asked for by the same words. */
const beside: Partial<Record<Threshold, Threshold[]>> = {
  mail_domain_hours: ['mail_domain_days'],
  mail_domain_days: ['mail_domain_hours'],
};

const said = (sentence: string, lines: string[]): Outcome =>
  outcome(
    { kind: 'text', sentence, lines, next: suggestions(['set the stale threshold to 14 days']) },
    'show_limits',
    { understood: 'The limits that hold now' },
  );

const lineOf = (company: Company, name: string): string =>
  `${settingNamed(name).label}: ${holdsNow(company, name)}`;

/** "21 days (standard value); 14 days for EMEA". */
export function holdsNow(company: Company, name: string): string {
  const setting = settingNamed(name);
  const { value, version } = settingValue(company.settings, name);
  const own = company.settings.filter(
    (row) => row.name === name && (row.scope !== 'everyone' || row.stage !== ''),
  );
  // Whose limit is another one is for those whom it concerns.
  const single = own.filter(({ scope }) => scope === 'person' || scope === 'account').length;
  const others = [
    ...own
      .filter(({ scope }) => scope !== 'person' && scope !== 'account')
      .map((row) => `${shown(setting, row.value, company)} ${whereOf(company, row)}`),
    ...(single > 0 ? [`${count(single, 'value')} for single people or customers`] : []),
  ];
  const basis = version === 0 ? ' (standard value)' : '';
  return `${shown(setting, value, company)}${basis}${others.length > 0 ? `; ${list(others)}` : ''}`;
}

const whereOf = (company: Company, row: SettingRow): string =>
  [placeName(company, row), row.stage ? `in ${row.stage}` : ''].filter((part) => part !== '').join(' ');
