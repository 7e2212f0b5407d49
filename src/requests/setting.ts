/** Setting a limit in words, and setting all of them back. */

import type { Clock } from '../clock.ts';
import { answerQuestion } from '../crm/questions.ts';
import type { Db } from '../db/pool.ts';
import type { Command, Threshold } from '../language/request.ts';
import { maySet } from '../policy/may-set.ts';
import type { Person } from '../policy/nouns.ts';
import type { Condition } from '../sales/conditions.ts';
import { requirable } from '../sales/required.ts';
import { ofAuthority, settingNamed } from '../settings/catalogue.ts';
import type { Setting, SettingValue } from '../settings/setting.ts';
import {
  clearSetting,
  currentSettings,
  type SettingRow,
  setSetting,
  settingValue,
} from '../settings/settings.ts';
import { count, list } from '../story/format.ts';
import { contextOf } from './asking.ts';
import type { Company } from './company.ts';
import { lacking, refusing } from './lacking.ts';
import {
  inItsUnit,
  placeOf,
  shown,
  thresholds,
  unread,
  type Where,
  whereOf,
  withRow,
  wrongWith,
} from './limits.ts';
import { type Outcome, outcome } from './outcome.ts';
import { type Done, type Plan, type Planned, shortVerb } from './plan.ts';
import { intentOfCommand, slotsOfCommand } from './slots.ts';
import { nothingKept } from './store.ts';
import { suggestions } from './suggest.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type SetThreshold = Extract<Command, { do: 'set_threshold' }>;

/** What would be set, where, and what that does to today's data. */
export async function thresholdPlan(use: Use, command: SetThreshold): Promise<Planned> {
  const missing = unread[command.threshold];
  const slots = slotsOfCommand(command, use.by, use.company);
  if (missing)
    return {
      instead: outcome(
        { kind: 'text', sentence: missing, lines: [], next: suggestions(['help']) },
        intentOfCommand(command),
        { slots, kept: { ...nothingKept, command } },
      ),
    };
  const meant = await meantBy(use, command);
  if ('wrong' in meant) return { instead: lacking(meant.wrong, null, slots) };
  const { setting, value, where } = meant;
  const needs = maySet(use.by, { authority: ofAuthority(setting.name), place: where.place });
  if (needs) return { instead: notYours(use, setting, where, needs, command) };
  const rows = await currentSettings(use.db, use.company.now);
  const own = rowAt(rows, setting.name, where);
  const now = settingValue(rows, setting.name, where.at);
  const of = ` for ${where.said}`.replace(' for in ', ' in ');
  if (value === null && !own)
    return {
      nothing: `${setting.label} has no value of its own${of}. It is ${shown(setting, now.value, use.company)}.`,
    };
  if (value !== null && own?.value === value && !command.until)
    return { nothing: `${setting.label} is ${shown(setting, value, use.company)}${of} already.` };
  const then = value ?? settingValue(withRow(rows, setting.name, where, null), setting.name, where.at).value;
  const until = command.until ? ` until ${command.until.said}` : '';
  const said = shown(setting, then, use.company);
  return {
    headline:
      value === null
        ? `Set "${setting.label}" back to ${said}${of}.`
        : `Set "${setting.label}" to ${said}${of}${until}.`,
    consequence: [
      nowSentence(use.company, setting, now),
      await effect(use, setting, where, value, rows),
    ].join(' '),
    wayBack: 'Way back: "undo", at any time.',
    count: 1,
    verb: shortVerb(value === null ? `Set back to ${said}` : `Set to ${said}`),
    mark: JSON.stringify([setting.name, where.scope, where.scopeId, where.stage, now.value, now.version]),
  };
}

export async function carryOutThreshold(use: Use, command: SetThreshold): Promise<Done> {
  const meant = await meantBy(use, command);
  if ('wrong' in meant) return { sentence: meant.wrong, back: null };
  const { setting, value, where } = meant;
  const rows = await currentSettings(use.db, use.company.now);
  const before = settingValue(rows, setting.name, where.at).value;
  const by = { kind: 'person', id: use.by.id } as const;
  const at = {
    name: setting.name,
    scope: where.scope,
    scopeId: where.scopeId,
    stage: where.stage,
    by,
    reason: 'Asked for in words.',
  };
  if (value === null) await clearSetting(use, at);
  else await setSetting(use, { ...at, value, until: command.until ? new Date(command.until.at) : undefined });
  const holds = settingValue(await currentSettings(use.db, use.company.now), setting.name, where.at).value;
  const until = command.until && value !== null ? ` until ${command.until.said}` : '';
  const of = ` for ${where.said}`.replace(' for in ', ' in ');
  return {
    sentence: `${setting.label} is ${shown(setting, holds, use.company)}${of}${until} (was ${shown(setting, before, use.company)}).`,
    back: 'undo',
  };
}

type Meant = { setting: Setting; value: SettingValue | null; where: Where };

async function meantBy(use: Use, command: SetThreshold): Promise<Meant | { wrong: string }> {
  try {
    const setting = settingNamed(command.threshold);
    const where = await whereOf(use, setting, command.place, command.stage);
    return { setting, value: command.value && inItsUnit(setting, command.value), where };
  } catch (error) {
    const wrong = wrongWith(error);
    if (wrong === null) throw error;
    return { wrong };
  }
}

const rowAt = (rows: SettingRow[], name: string, where: Where): SettingRow | undefined =>
  rows.find(
    (row) =>
      row.name === name &&
      row.scope === where.scope &&
      row.scopeId === where.scopeId &&
      row.stage === where.stage &&
      row.version > 0,
  );

function nowSentence(company: Company, setting: Setting, now: ReturnType<typeof settingValue>): string {
  const basis = now.version === 0 ? 'standard value' : `${now.scope}, v${now.version}`;
  return `Now ${shown(setting, now.value, company)} (${basis}).`;
}

const above = (field: string, setting: string): Condition => ({
  field,
  from: { setting },
  exclusive: ['from'],
});

const counted: Record<string, { where: Condition; word: string }> = {
  stale_days: { where: above('days_in_stage', 'stale_days'), word: 'stale' },
  inactivity_days: { where: above('days_since_activity', 'inactivity_days'), word: 'inactive' },
  required_fields: {
    where: { any: requirable.map((field) => ({ field, missing: true, namedBy: 'required_fields' })) },
    word: 'incomplete',
  },
};

/** What it does to the deals that the asker sees; of other limits what they mean. */
async function effect(
  use: Use,
  setting: Setting,
  where: Where,
  value: SettingValue | null,
  rows: SettingRow[],
): Promise<string> {
  const of = counted[setting.name];
  if (!of) return setting.meaning;
  const count_ = async (settings: SettingRow[]): Promise<number> => {
    const { total } = await answerQuestion(
      use.db,
      {
        of: 'deal',
        where: {
          all: [{ field: 'status', is: 'open' }, of.where],
        },
        measure: { count: true },
      },
      { ...contextOf(use), settings },
    );
    return total;
  };
  const [before, after] = [await count_(rows), await count_(withRow(rows, setting.name, where, value))];
  if (after === before) return `The same ${count(before, 'deal')} would be ${of.word}.`;
  const [more, word] = after > before ? [after - before, 'more'] : [before - after, 'fewer'];
  return `${more} ${word} ${more === 1 ? 'deal' : 'deals'} would be ${of.word}: ${after} instead of ${before}.`;
}

/** Who may, and what this person can do instead. */
function notYours(use: Use, setting: Setting, where: Where, needs: string, command: SetThreshold): Outcome {
  const own = use.company.lexicon.territories.find(({ id }) => id === use.by.territoryId);
  const place = { scope: 'territory', territoryId: own?.id ?? null, teamId: null } as const;
  const may =
    own !== undefined &&
    setting.scopes.includes('territory') &&
    !maySet(use.by, { authority: ofAuthority(setting.name), place });
  const can = may ? `You can set it for ${own.name}.` : 'You can ask them.';
  const of = where.said.replace(/^in /, 'all of ');
  const because = `Setting "${setting.label}" for ${of} is not possible for you: it needs ${needs}. ${can}`;
  const typed = may ? typedFor(command, own.name) : null;
  return {
    ...refusing(because),
    said: { kind: 'refused', because, next: typed ? suggestions([typed]) : [] },
    slots: slotsOfCommand(command, use.by, use.company),
  };
}

const typedNames: Partial<Record<Threshold, string>> = {
  stale_days: 'stale threshold',
  inactivity_days: 'inactivity threshold',
};

/** The same request for the own territory, typed out. */
function typedFor({ threshold, value, stage }: SetThreshold, territory: string): string | null {
  const name = typedNames[threshold];
  return name && value
    ? `set the ${name}${stage ? ` in ${stage.name}` : ''} to ${value.number} days for ${territory}`
    : null;
}

/** All limits that somebody has set, and what they go back to. */
export async function resetPlan(use: Use, command: Reset): Promise<Planned> {
  const where = await resetWhere(use, command);
  if ('wrong' in where) return { instead: lacking(where.wrong) };
  const needs = maySet(use.by, { authority: true, place: where.place });
  const whose = command.place ? `all limits ${ofPlace(command.place, where)}` : 'all limits';
  if (needs)
    return {
      instead: refusing(
        `Setting ${whose} back is not possible for you: it needs ${needs}. You can set one limit back for your own team.`,
      ),
    };
  const set = await setLimits(use, where, command);
  if (set.length === 0)
    return { nothing: `${whose.charAt(0).toUpperCase()}${whose.slice(1)} have their standard values.` };
  const labels = [...new Set(set.map((row) => settingNamed(row.name).label))];
  return {
    headline: `Set ${whose} back to their standard values.`,
    consequence: `${count(set.length, 'value')} ${set.length === 1 ? 'goes' : 'go'}: ${list(labels)}. ${command.place ? 'What is set for everyone stays.' : 'Channels, calendar and currency stay.'}`,
    wayBack: `Way back: "undo my last ${count(set.length, 'change')}", at any time.`,
    count: set.length,
    verb: `Set ${count(set.length, 'value')} back`,
    mark: JSON.stringify(set.map((row) => [row.name, row.scope, row.scopeId, row.stage, row.version])),
  } satisfies Plan;
}

type Reset = Extract<Command, { do: 'reset_thresholds' }>;
type At = Awaited<ReturnType<typeof placeOf>>;

async function resetWhere(use: Use, { place }: Reset): Promise<At | { wrong: string }> {
  try {
    return await placeOf(use, place ?? { scope: 'everyone' });
  } catch (error) {
    const wrong = wrongWith(error);
    if (wrong === null) throw error;
    return { wrong };
  }
}

const ofPlace = (place: NonNullable<Reset['place']>, { said }: At): string =>
  place.scope === 'agent' ? `of ${said}` : `for ${said}`;

const setLimits = async (use: Use, where: At, { place }: Reset): Promise<SettingRow[]> =>
  (await currentSettings(use.db, use.company.now)).filter(
    (row) =>
      row.version > 0 &&
      thresholds.includes(row.name) &&
      (place === null || (row.scope === where.scope && row.scopeId === where.scopeId)),
  );

export async function carryOutReset(use: Use, command: Reset): Promise<Done> {
  const where = await resetWhere(use, command);
  if ('wrong' in where) return { sentence: where.wrong, back: null };
  const set = await setLimits(use, where, command);
  const by = { kind: 'person', id: use.by.id } as const;
  for (const { name, scope, scopeId, stage } of set)
    await clearSetting(use, { name, scope, scopeId, stage, by, reason: 'All limits were set back.' });
  return {
    sentence: `${count(set.length, 'value')} ${set.length === 1 ? 'is' : 'are'} back to the standard.`,
    back: set.length === 1 ? 'undo' : `undo my last ${set.length} changes`,
  };
}
