/** The form in which a setting is changed: what it offers to whom, and what was typed into it. It sets what words set. */

import { roster } from '../agents/roster.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import { preferenceTyped } from '../language/commands/resting.ts';
import { valueAt } from '../language/commands/threshold-words.ts';
import type { NamedValue, Place, Until } from '../language/request.ts';
import { untilOf } from '../language/until.ts';
import { words } from '../language/words.ts';
import { maySet } from '../policy/may-set.ts';
import type { Person } from '../policy/nouns.ts';
import { dayIn } from '../sales/days.ts';
import type { FieldName } from '../sales/fields.ts';
import { requiredLabel } from '../sales/required.ts';
import { checkValue, ofAuthority, settingNamed } from '../settings/catalogue.ts';
import { settingGroups } from '../settings/entries.ts';
import type { Setting, SettingValue } from '../settings/setting.ts';
import { settingValue } from '../settings/settings.ts';
import type { Company } from './company.ts';
import { inItsUnit, rangeOf, whereOf, wrongWith } from './limits.ts';
import { outcome } from './outcome.ts';
import { type Asked, type Asker, type AskUse, recorded } from './recorded.ts';
import { carryOutSetting, type Meant, needed, settingPlan } from './setting.ts';
import { holdsNow } from './showing-limits.ts';
import { suggestions } from './suggest.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Choice = { value: string; label: string };

/** As the form has it: the ticks of a list with commas between them; `place` as `places` offers it; `until` a day. */
export type Typed = {
  name: string;
  value: string | null;
  place: string | null;
  stage: string | null;
  until: string | null;
  reason: string | null;
};
export type FieldOf = 'value' | 'place' | 'stage' | 'until' | 'reason';

/** The settings that this person may change somewhere, by what they are about. */
export const settingsOffered = (use: Use): { label: string; of: Choice[] }[] =>
  settingGroups
    .map(({ label, of }) => ({
      label,
      of: of
        .filter((setting) => placesOf(use, setting).length > 0)
        .map(({ name, label }) => ({ value: name, label })),
    }))
    .filter(({ of }) => of.length > 0);

export type SettingOffered = {
  name: string;
  label: string;
  meaning: string;
  /** Everything that holds now: "30 days (standard value); 14 days for EMEA.". */
  now: string;
  /** "A whole number of days from 1 to 365." */
  range: string;
  is: 'typed' | 'one of' | 'some of' | 'channel';
  /** What stands there, as it would be typed; of a list its ticks. Empty: nothing, or not the same everywhere. */
  value: string[];
  choices: Choice[];
  places: Choice[];
  stages: string[];
};

/** What the form shows of one setting; null where this person may change it nowhere. */
export function settingOffered(use: Use, name: string): SettingOffered | null {
  const setting = settingNamed(name);
  const places = placesOf(use, setting);
  if (places.length === 0) return null;
  return {
    name,
    label: setting.label,
    meaning: setting.meaning,
    now: `${holdsNow(use.company, name)}.`,
    range: rangeSaid(setting),
    is: shapeOf(setting),
    value: standsEverywhere(use.company, setting),
    choices: choicesOf(setting),
    places,
    stages: setting.byStage
      ? use.company.lexicon.stages.filter(({ is }) => is === 'open').map(({ name }) => name)
      : [],
  };
}

/** What is wrong, and at which field; otherwise what is meant, for somebody who may. */
export async function settingTyped(use: Use, typed: Typed): Promise<{ wrong: string; at: FieldOf } | Meant> {
  const setting = settingNamed(typed.name);
  if (!typed.reason) return { wrong: 'Say why: it is kept with the change.', at: 'reason' };
  const until = untilDay(use, typed.until);
  if (until === 'past') return { wrong: 'That day is over. Choose one that is still to come.', at: 'until' };
  const value = orWrong(() => valueTyped(setting, typed.value));
  if ('wrong' in value) return { ...value, at: 'value' };
  const stage: NamedValue | null = typed.stage ? { id: typed.stage, name: typed.stage } : null;
  const where = await orWrongLater(() => whereOf(use, setting, placeTyped(use.company, typed.place), stage));
  if ('wrong' in where) return { ...where, at: stage ? 'stage' : 'place' };
  const meant = { setting, value: value.is, where: where.is, until };
  const needs = needed(use.by, meant);
  return needs ? { wrong: `There it needs ${needs}.`, at: 'place' } : meant;
}

/** Once it is sent: stored as a request of its own, with its run and its way back. */
export const settingSent = (
  use: AskUse,
  input: Asker & { typed: Typed; text: string; seen: string; channel: string; names: Company['names'] },
): Promise<Asked> =>
  recorded(
    use,
    {
      ...input,
      place: { kind: 'dm', channel: input.channel, thread: input.channel, top: true },
      continues: null,
    },
    async (known, stored) => {
      const [company] = await Promise.all([known, stored]);
      const { by } = input;
      const said = (sentence: string, how: 'done' | 'changed', back: string | null = null) =>
        outcome({ kind: 'done', how, sentence, next: back ? suggestions([back]) : [] }, 'set_threshold');
      if (!by) return said('Steward does not know you yet. Nothing was changed.', 'changed');
      const on = { db: use.db, now: use.now, company: { ...company, names: input.names }, by };
      const meant = await settingTyped(on, input.typed);
      if ('wrong' in meant) return said(`${meant.wrong} Nothing was changed.`, 'changed');
      const plan = await settingPlan(on, meant);
      if ('nothing' in plan) return said(plan.nothing, 'changed');
      if (plan.mark !== input.seen)
        return said(
          'Somebody has changed it meanwhile. Nothing was changed; open the form again.',
          'changed',
        );
      const done = await carryOutSetting(on, meant, input.typed.reason ?? '');
      return said(done.sentence, 'done', done.back);
    },
  );

const everyone = 'everyone:';

/** One person or customer among many is named in words. */
function placesOf({ by, company }: Pick<Use, 'by' | 'company'>, setting: Setting): Choice[] {
  const { territories, teams } = company.lexicon;
  const none = { territoryId: null, teamId: null };
  const all = [
    { value: everyone, label: 'Everyone', place: { scope: 'everyone', ...none } as const },
    ...territories.map(({ id, name }) => ({
      value: `territory:${id}`,
      label: name,
      place: { scope: 'territory', territoryId: id, teamId: null } as const,
    })),
    ...teams.map(({ id, name }) => ({
      value: `team:${id}`,
      label: name,
      place: { scope: 'team', teamId: id, territoryId: null } as const,
    })),
    ...roster.map(({ name, label }) => ({
      value: `agent:${name}`,
      label,
      place: { scope: 'agent', ...none } as const,
    })),
  ];
  return all
    .filter(({ place: { scope } }) => scope === 'everyone' || setting.scopes.includes(scope))
    .filter(({ place }) => maySet(by, { authority: ofAuthority(setting.name, place.scope), place }) === null)
    .map(({ value, label }) => ({ value, label }));
}

/** Where it differs by place or stage nothing is filled in: it would be another place's value when that is chosen. */
function standsEverywhere({ settings }: Company, setting: Setting): string[] {
  const own = settings.some(
    ({ name, scope, stage }) => name === setting.name && (scope !== 'everyone' || stage !== ''),
  );
  if (own) return [];
  const { value } = settingValue(settings, setting.name);
  if (setting.type === 'truth') return [value === true ? 'on' : 'off'];
  const typed = String(value);
  return setting.type === 'fields' ? typed.split(',').filter(Boolean) : typed === '' ? [] : [typed];
}

/** "A whole number of days from 1 to 365. 0: off." */
function rangeSaid(setting: Setting): string {
  if (setting.type === 'text') return setting.pattern ? `${upper(setting.pattern.says)}.` : '';
  if (setting.type !== 'number' && setting.type !== 'whole number') return '';
  return `${upper(rangeOf(setting))}.${setting.zero ? ` 0: ${setting.zero}.` : ''}`;
}
const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function placeTyped({ lexicon }: Company, place: string | null): Place {
  const [scope, id] = (place ?? everyone).split(/:(.*)/s);
  if (scope === 'everyone') return { scope };
  const lists = { territory: lexicon.territories, team: lexicon.teams, agent: lexicon.agents };
  const of =
    scope === 'territory' || scope === 'team' || scope === 'agent'
      ? lists[scope].find((one) => one.id === id)
      : undefined;
  if (!of) throw new BadInput('This place is no longer there.', { fix: 'Choose another one.' });
  return { scope: scope as 'territory' | 'team' | 'agent', of: { id: of.id, name: of.name } };
}

function untilDay(use: Use, day: string | null): Until | null | 'past' {
  if (!day) return null;
  const zone = use.company.zone;
  const about = { ...use.company, zone, today: dayIn(use.company.now, zone) };
  const read = untilOf(`until ${day}`, about);
  return typeof read === 'string' ? 'past' : read.until;
}

const shapeOf = ({ type, name }: Setting): SettingOffered['is'] => {
  if (type === 'truth' || type === 'choice') return 'one of';
  if (type === 'fields') return 'some of';
  return name.endsWith('_channel') ? 'channel' : 'typed';
};

const choicesOf = (setting: Setting): Choice[] =>
  setting.type === 'truth'
    ? [
        { value: 'on', label: 'On' },
        { value: 'off', label: 'Off' },
      ]
    : (setting.choices ?? []).map((value) => ({
        value,
        label: upper(setting.type === 'fields' ? requiredLabel(value as FieldName) : value),
      }));

function valueTyped(setting: Setting, typed: Typed['value']): SettingValue {
  const text = typed ?? '';
  if (setting.type === 'fields') return checkValue(setting, text);
  if (setting.type === 'truth') return checkValue(setting, text === 'on');
  if (setting.type === 'text') {
    // As it is said in words: "7" is a time, "Berlin" a time zone.
    const said = setting.pattern?.of.test(text) ? text : (preferenceTyped(setting.name, text) ?? text);
    return checkValue(setting, said);
  }
  if (setting.type === 'choice') return checkValue(setting, text);
  const list = words(text.toLowerCase());
  const said = valueAt(list, 0);
  if (!said || said.length < list.length)
    throw new BadInput(`${setting.label} cannot be "${text}".`, { fix: `Enter ${rangeOf(setting)}.` });
  return inItsUnit(setting, said.value);
}

function orWrong<T>(work: () => T): { is: T } | { wrong: string } {
  try {
    return { is: work() };
  } catch (error) {
    return wrongOf(error);
  }
}
async function orWrongLater<T>(work: () => Promise<T>): Promise<{ is: T } | { wrong: string }> {
  try {
    return { is: await work() };
  } catch (error) {
    return wrongOf(error);
  }
}
function wrongOf(error: unknown): { wrong: string } {
  const wrong = wrongWith(error);
  if (wrong === null) throw error;
  return { wrong };
}
