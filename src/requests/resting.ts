/** When somebody may be interrupted, and how often, in words: what would be set, setting it, and what holds. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { maySet, setters } from '../policy/may-set.ts';
import type { Person } from '../policy/nouns.ts';
import { settingNamed } from '../settings/catalogue.ts';
import { preferences } from '../settings/preferences.ts';
import type { Setting } from '../settings/setting.ts';
import {
  clearSetting,
  currentSettings,
  type SettingRow,
  setSetting,
  settingsBeneath,
  settingValue,
} from '../settings/settings.ts';
import { zoneOf } from '../settings/zones.ts';
import { list } from '../story/format.ts';
import type { Company } from './company.ts';
import { lacking, refusing } from './lacking.ts';
import { placeOf, shown, type Where, withRow, wrongWith } from './limits.ts';
import { type Outcome, outcome } from './outcome.ts';
import { type Done, type Planned, shortVerb } from './plan.ts';
import { suggestions } from './suggest.ts';
import { type WaysOut, whyNoMail } from './ways-out.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person; ways?: WaysOut };
type SetPreference = Extract<Command, { do: 'set_preference' }>;

export async function preferencePlan(use: Use, command: SetPreference): Promise<Planned> {
  const meant = await meantBy(use, command);
  if ('wrong' in meant) return { instead: lacking(meant.wrong) };
  const { setting, where, own } = meant;
  const needs = own ? null : maySet(use.by, { authority: false, place: where.place });
  if (needs) return { instead: notYours(setting, where, needs, command) };
  if (setting.name === 'reached_by' && command.value === 'e-mail' && own && use.by.email === null)
    return { nothing: 'No e-mail address of yours is known, so that nothing could go there.' };
  const noMail = setting.name === 'reached_by' && command.value === 'e-mail' ? whyNoMail(use.ways) : null;
  if (noMail !== null) return { nothing: noMail };
  const rows = await currentSettings(use.db, use.company.now);
  const beneath = await settingsBeneath(use.db, use.company.now);
  const now = settingValue(rows, setting.name, where.at);
  const then =
    command.value ?? settingValue(withRow(beneath, setting.name, where, null), setting.name, where.at).value;
  const said = shown(setting, then, use.company);
  const of = own ? ' for you' : ` for ${where.said}`;
  if (isSet(beneath, setting.name, where, command.value))
    return { nothing: `${setting.label}${own ? ' of yours' : ` of ${where.said}`}: ${said} already.` };
  return {
    headline: `Set "${setting.label}" to ${said}${of}.`,
    consequence: `Now ${shown(setting, now.value, use.company)}. ${setting.meaning}`,
    wayBack: 'Way back: "undo", at any time.',
    count: 1,
    verb: shortVerb(`Set to ${said}`),
    mark: JSON.stringify([setting.name, where.scope, where.scopeId, now.value, now.version]),
  };
}

/** Whether it stands there as wanted; null: that nothing of its own does. */
function isSet(rows: SettingRow[], name: string, where: Where, value: string | number | null): boolean {
  const own = rows.find(
    (row) =>
      row.name === name && row.scope === where.scope && row.scopeId === where.scopeId && row.version > 0,
  );
  return value === null ? own === undefined : own !== undefined && own.value === value;
}

export async function carryOutPreference(use: Use, command: SetPreference): Promise<Done> {
  const meant = await meantBy(use, command);
  if ('wrong' in meant) return { sentence: meant.wrong, back: null };
  const { setting, where, own } = meant;
  const before = settingValue(await currentSettings(use.db, use.company.now), setting.name, where.at).value;
  const { scope, scopeId } = where;
  const by = { kind: 'person', id: use.by.id } as const;
  const at = { name: setting.name, scope, scopeId, by, reason: 'Asked for in words.' };
  if (command.value === null) await clearSetting(use, at);
  else await setSetting(use, { ...at, value: command.value });
  const holds = settingValue(await currentSettings(use.db, use.company.now), setting.name, where.at).value;
  return {
    sentence: `${setting.label} ${own ? 'for you' : `for ${where.said}`}: ${shown(setting, holds, use.company)} (was ${shown(setting, before, use.company)}).`,
    back: 'undo',
  };
}

type Meant = { setting: Setting; where: Where; own: boolean };

async function meantBy(use: Use, command: SetPreference): Promise<Meant | { wrong: string }> {
  try {
    const setting = settingNamed(command.preference);
    const { place } = command;
    const mine = place.scope === 'person' && place.of.id === 'me';
    const of = mine ? { ...place, of: { id: use.by.id, name: use.by.name } } : place;
    const found = await placeOf(use, of);
    if (setting.name === 'time_zone' && found.scope === 'everyone')
      return {
        wrong:
          'Whose time zone? Say a team, a territory, a person or your own, such as "my time zone is Europe/Berlin". The company’s is set where Steward is started, as STEWARD_TZ.',
      };
    if (found.scope !== 'everyone' && !setting.scopes.includes(found.scope))
      return {
        wrong: `${setting.label} cannot differ by ${found.scope}. It can differ by ${list(setting.scopes)}.`,
      };
    const own = found.scope === 'person' && found.scopeId === use.by.id;
    const at = own
      ? { personId: use.by.id, teamId: use.by.teamId, territoryId: use.by.territoryId }
      : found.at;
    return { setting, where: { ...found, at, stage: '' }, own };
  } catch (error) {
    const wrong = wrongWith(error);
    if (wrong === null) throw error;
    return { wrong };
  }
}

/** Everybody has their own. */
function notYours(setting: Setting, where: Where, needs: string, command: SetPreference): Outcome {
  const mine = command.value === null || command.preference === 'run_at' ? null : typedOut(command);
  const because = `Setting "${setting.label}" for ${where.said} is not possible for you: it needs ${needs}.${mine ? ' You can set your own.' : ''}`;
  return {
    ...refusing(because, setters(false, where.place)),
    said: { kind: 'refused', because, next: mine ? suggestions([mine]) : [] },
  };
}

function typedOut({ preference, value }: SetPreference): string {
  if (preference === 'quiet_hours')
    return value === 'none' ? 'no quiet hours for me' : `my quiet hours ${value}`;
  if (preference === 'working_days') return `my working days ${value}`;
  if (preference === 'time_zone') return `my time zone is ${value}`;
  if (preference === 'tone') return `be ${value} with me`;
  if (preference === 'reached_by')
    return value === 'e-mail'
      ? 'e-mail me instead'
      : value === 'Home'
        ? 'only in the Home'
        : 'message me in Slack';
  return preference === 'digest_at' ? `my digest at ${value}` : `at most ${value} cards a day for me`;
}

/** What holds for whoever asks, and where it is not the company's. */
export function showPreferences({ settings, zone, ...company }: Company, by: Person): Outcome {
  const at = { personId: by.id, teamId: by.teamId, territoryId: by.territoryId };
  const lines = preferences.map((name) => {
    const setting = settingNamed(name);
    const said = (value: string | number | boolean) => shown(setting, value, { settings, zone, ...company });
    const [mine, everyones] = [settingValue(settings, name, at), settingValue(settings, name)];
    const differs = mine.value === everyones.value ? '' : ` (everyone: ${said(everyones.value)})`;
    return `${setting.label}: ${said(mine.value)}${differs}.`;
  });
  return outcome(
    {
      kind: 'text',
      sentence: `These hold for you, by the clock of ${zoneOf(by, settings, zone)}.`,
      lines,
      next: suggestions([
        'my quiet hours 18:00 to 08:00',
        'my digest at 9:00',
        'at most 5 cards a day for me',
      ]),
    },
    'show_limits',
    { understood: 'When and how often you may be interrupted' },
  );
}

/** For everyone, one line each, beside the limits. */
export const preferenceNames: readonly string[] = preferences;
