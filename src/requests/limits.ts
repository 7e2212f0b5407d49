/** Limits in words: which setting is meant, where it is to hold, and in which unit its value is said. */

import { agentLabel } from '../agents/roster.ts';
import type { Db } from '../db/pool.ts';
import { BadInput, StewardError } from '../errors.ts';
import type { NamedValue, Place, ThresholdValue } from '../language/request.ts';
import type { SettingPlace } from '../policy/may-set.ts';
import type { Person } from '../policy/nouns.ts';
import { checkValue, settingNamed } from '../settings/catalogue.ts';
import type { Setting, SettingScope, SettingValue } from '../settings/setting.ts';
import type { At, SettingRow } from '../settings/settings.ts';
import { number } from '../story/format.ts';
import { settingSaid } from '../story/setting.ts';
import type { Company } from './company.ts';

/** Every limit that can be set in words. */
export const thresholds: string[] = [
  'stale_days',
  'inactivity_days',
  'confidence_floor',
  'bulk_limit',
  'stop_minutes',
  'starts_per_hour',
  'hourly_cap',
  'daily_cap',
  'messages_per_hour',
  'messages_per_day',
  'canary_from',
  'canary_percent',
  'canary_minutes',
  'breaker_percent',
  'breaker_cases',
  'approval_amount',
  'discount_limit',
  'expire_days',
  'remind_hours',
  'undo_days',
  'failure_percent',
  'phrasing_bad_limit',
  'cards_per_run',
  'cards_open',
  'open_deals_limit',
  'push_limit',
  'required_fields',
  'block_stage_progress',
  'close_date_grace_days',
  'nudge_days',
  'ask_again_days',
  'amount_change_percent',
  'owner_change_days',
  'lead_remind_minutes',
  'lead_escalate_minutes',
  'repeat_limit',
  'check_email',
  'check_email_domain',
  'check_phone',
  'check_price_list',
  'check_company',
  'company_percent',
  'phone_country',
  'mail_domain_days',
  'mail_domain_hours',
  'coverage_target',
  'win_rate_points',
  'attainment_at_middle',
  'auto_bar',
  'auto_days',
  'auto_undone_limit',
  'dead_days',
  'forecast_daily_days',
  'summary_hour',
  'model_budget_usd',
  'fiscal_year_start',
  'daily_summary',
  'weekly_review',
  'daily_review',
  'monthly_report',
  'hygiene_report',
  'exception_report',
  'large_deal_report',
  'executives',
  'person_decides',
  'training_hints',
];

/** The value in the setting's own unit; an error names the range and what to say. */
export function inItsUnit(setting: Setting, said: ThresholdValue): SettingValue {
  const { number: n, unit } = said;
  if (setting.type === 'truth') return checkValue(setting, n !== 0);
  if (setting.type === 'text' || setting.type === 'choice') return checkValue(setting, said.text ?? n);
  if (setting.type === 'fields') return checkValue(setting, said.fields?.join(',') ?? n);
  const own = setting.unit ?? 'plain';
  const minutes = own === 'minutes' ? n * (unit === 'days' ? 1440 : unit === 'hours' ? 60 : 1) : n;
  const hours = own === 'hours' && unit === 'days' ? n * 24 : minutes;
  const share =
    setting.name === 'confidence_floor' && unit === 'plain' && n <= 1 ? Math.round(n * 10_000) / 100 : hours;
  const fits: Record<string, ThresholdValue['unit'][]> = {
    days: ['days'],
    hours: ['hours', 'days'],
    minutes: ['minutes', 'hours', 'days'],
    percent: ['percent'],
    // "8 points" is read as "8 percent" is: of a rate both mean the same.
    points: ['percent'],
    times: ['times'],
    currency: ['money'],
  };
  // A budget in dollars is no amount of the company's currency, and is said as one.
  const ofBudget = setting.name.endsWith('_usd') && unit === 'money';
  if (unit !== 'plain' && !ofBudget && !(fits[own] ?? []).includes(unit))
    throw new BadInput(`${setting.label} cannot be ${saidAs(said)}.`, { fix: `Enter ${rangeOf(setting)}.` });
  return checkValue(setting, share);
}

const units: Record<ThresholdValue['unit'], string> = {
  days: ' days',
  hours: ' hours',
  minutes: ' minutes',
  percent: '%',
  money: ' in money',
  times: '×',
  plain: '',
};
const saidAs = ({ number: n, unit }: ThresholdValue): string => `${number(n)}${units[unit]}`;
/** "a whole number of days from 1 to 365", in the middle of a sentence. */
export const rangeOf = (setting: Setting): string =>
  `${setting.type === 'whole number' ? 'a whole number' : 'a number'}${setting.unit && setting.unit !== 'currency' ? ` of ${setting.unit}` : ''} from ${setting.min} to ${setting.max}`;

/** "14 days", "80%", "$150,000", "40". */
export const shown = (setting: Setting, value: SettingValue, company: Company): string =>
  value === 0 && setting.zero !== undefined
    ? setting.zero
    : ((typeof value === 'string' ? company.names?.get(value) : undefined) ??
      settingSaid(setting.unit, value, company.companyCurrency));

export type Where = {
  scope: SettingScope;
  scopeId: string;
  stage: string;
  /** "EMEA", "everyone", "EMEA in Negotiation". */
  said: string;
  /** For looking up what holds there now. */
  at: At;
  place: SettingPlace;
};

/** Where it is to hold. Throws BadInput where this setting cannot differ by that. */
export async function whereOf(
  use: { db: Db; company: Company; by: Person },
  setting: Setting,
  place: Place | null,
  stage: NamedValue | null,
): Promise<Where> {
  const found = await placeOf(use, place ?? { scope: 'everyone' });
  if (found.scope !== 'everyone' && !setting.scopes.includes(found.scope)) {
    throw new BadInput(`${setting.label} cannot differ by ${found.scope}.`, {
      fix:
        setting.scopes.length > 0 ? `It can differ by ${setting.scopes.join(', ')}.` : 'Set it for everyone.',
    });
  }
  if (stage && !setting.byStage)
    throw new BadInput(`${setting.label} cannot differ by stage.`, { fix: 'Leave the stage out.' });
  const said = [stage && found.scope === 'everyone' ? '' : found.said, stage ? `in ${stage.name}` : '']
    .filter((part) => part !== '')
    .join(' ');
  return { ...found, stage: stage?.name ?? '', said, at: { ...found.at, stage: stage?.name ?? null } };
}

/** Throws BadInput where the asker has no team or territory of their own. */
export async function placeOf(
  { db, company, by }: { db: Db; company: Company; by: Person },
  place: Place,
): Promise<Omit<Where, 'stage'>> {
  const none = { territoryId: null, teamId: null };
  if (place.scope === 'everyone')
    return {
      scope: 'everyone',
      scopeId: '',
      said: 'everyone',
      at: {},
      place: { scope: 'everyone', ...none },
    };
  if (place.scope === 'mine') return mine(company, by, place.of);
  const { scope, of } = place;
  const common = { scope, scopeId: of.id, said: of.name };
  if (scope === 'territory')
    return { ...common, at: { territoryId: of.id }, place: { scope, territoryId: of.id, teamId: null } };
  if (scope === 'team')
    return { ...common, at: { teamId: of.id }, place: { scope, teamId: of.id, territoryId: null } };
  if (scope === 'agent') return { ...common, at: { agent: of.id }, place: { scope, ...none } };
  if (scope === 'person') {
    const person = company.lexicon.people.find(({ id }) => id === of.id);
    const where = { territoryId: person?.territoryId ?? null, teamId: person?.teamId ?? null };
    return { ...common, at: { personId: of.id, ...where }, place: { scope, ...where } };
  }
  const account = await db('accounts')
    .where({ id: of.id })
    .first<{ territory_id: string | null } | undefined>('territory_id');
  const territoryId = account?.territory_id ?? null;
  return { ...common, at: { accountId: of.id, territoryId }, place: { scope, territoryId, teamId: null } };
}

function mine(company: Company, by: Person, of: 'team' | 'territory'): Omit<Where, 'stage'> {
  const [id, list] =
    of === 'team' ? [by.teamId, company.lexicon.teams] : [by.territoryId, company.lexicon.territories];
  const found = list.find((one) => one.id === id);
  if (!found) throw new BadInput(`You have no ${of}.`, { fix: `Name the ${of} it is meant for.` });
  return {
    scope: of,
    scopeId: found.id,
    said: found.name,
    at: of === 'team' ? { teamId: found.id } : { territoryId: found.id },
    place: { scope: of, teamId: by.teamId, territoryId: by.territoryId },
  };
}

/** The settings as they would be with this row set, or without it. */
export function withRow(
  rows: SettingRow[],
  name: string,
  where: Where,
  value: SettingValue | null,
): SettingRow[] {
  const others = rows.filter(
    (row) =>
      !(
        row.name === name &&
        row.scope === where.scope &&
        row.scopeId === where.scopeId &&
        row.stage === where.stage
      ),
  );
  const { scope, scopeId, stage } = where;
  if (value !== null) return [...others, { name, scope, scopeId, stage, value, version: 0 }];
  const standard = scope === 'everyone' && stage === '';
  return standard
    ? [...others, { name, scope, scopeId, stage, value: settingNamed(name).default, version: 0 }]
    : others;
}

/** What was wrong with it, as one sentence and the fix. */
export const wrongWith = (error: unknown): string | null =>
  error instanceof StewardError && error instanceof BadInput ? `${error.message} ${error.fix}`.trim() : null;

/** What can be named in a scope; a person by the address as well. */
export function placeNames(
  { lexicon }: Company,
  scope: Exclude<SettingScope, 'everyone' | 'channel'>,
): { id: string; name: string; also?: string[] }[] {
  if (scope === 'agent') return lexicon.agents.map(({ id, name }) => ({ id, name }));
  if (scope === 'person')
    return lexicon.people.map(({ id, name, email }) => ({ id, name, also: email ? [email] : [] }));
  return { territory: lexicon.territories, team: lexicon.teams, account: lexicon.accounts }[scope];
}

/** "for EMEA"; empty for everyone. */
export function placeName(
  company: Company,
  { scope, scopeId }: { scope: SettingScope; scopeId: string },
): string {
  if (scope === 'everyone') return '';
  const { territories, teams, people, accounts } = company.lexicon;
  const name = company.names?.get(scopeId);
  if (name !== undefined) return `for ${name}`;
  if (scope === 'agent') return `for ${agentLabel(scopeId)}`;
  const known = { territory: territories, team: teams, person: people, account: accounts, channel: [] }[
    scope
  ];
  return `for ${known.find(({ id }) => id === scopeId)?.name ?? scopeId}`;
}
