/** Setting a limit in words. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Command, Threshold, Until } from '../language/request.ts';
import { maySet, setters } from '../policy/may-set.ts';
import type { Person } from '../policy/nouns.ts';
import { ofAuthority, settingNamed } from '../settings/catalogue.ts';
import type { Setting, SettingValue } from '../settings/setting.ts';
import {
  clearSetting,
  currentSettings,
  type SettingRow,
  setSetting,
  settingsBeneath,
  settingValue,
} from '../settings/settings.ts';
import type { Company } from './company.ts';
import { effectOn } from './effect.ts';
import { lacking, refusing } from './lacking.ts';
import { inItsUnit, shown, type Where, whereOf, withRow, wrongWith } from './limits.ts';
import type { Outcome } from './outcome.ts';
import { type Done, type Plan, type Planned, shortVerb } from './plan.ts';
import { slotsOfCommand } from './slots.ts';
import { suggestions } from './suggest.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type SetThreshold = Extract<Command, { do: 'set_threshold' }>;

/** What would be set, where, and what that does to today's data. */
export async function thresholdPlan(use: Use, command: SetThreshold): Promise<Planned> {
  const slots = slotsOfCommand(command, use.by, use.company);
  const meant = await meantBy(use, command);
  if ('wrong' in meant) return { instead: lacking(meant.wrong, null, slots) };
  const needs = needed(use.by, meant);
  return needs ? { instead: notYours(use, meant, needs, command) } : settingPlan(use, meant);
}

/** One setting at one place; `value` null: set back. */
export type Meant = { setting: Setting; value: SettingValue | null; where: Where; until: Until | null };

/** Null: this person may; otherwise who may. */
export const needed = (by: Person, { setting, where }: Pick<Meant, 'setting' | 'where'>): string | null =>
  maySet(by, { authority: ofAuthority(setting.name, where.scope), place: where.place });

/** For somebody who may: what it would be, and what that does to today's data; `nothing`: it is so already. */
export async function settingPlan(
  use: Use,
  { setting, value, where, until }: Meant,
): Promise<Plan | { nothing: string }> {
  const rows = await currentSettings(use.db, use.company.now);
  const beneath = await settingsBeneath(use.db, use.company.now);
  const own = rowAt(beneath, setting.name, where);
  const now = settingValue(rows, setting.name, where.at);
  const of = ` for ${where.said}`.replace(' for in ', ' in ');
  if (value === null && !own)
    return {
      nothing: `${setting.label} has no value of its own${of}. It is ${shown(setting, now.value, use.company)}.`,
    };
  if (value !== null && own?.value === value && !until)
    return { nothing: `${setting.label} is ${shown(setting, value, use.company)}${of} already.` };
  const then =
    value ?? settingValue(withRow(beneath, setting.name, where, null), setting.name, where.at).value;
  const said = shown(setting, then, use.company);
  return {
    headline:
      value === null
        ? `Set "${setting.label}" back to ${said}${of}.`
        : `Set "${setting.label}" to ${said}${of}${until ? ` until ${until.said}` : ''}.`,
    consequence: [
      nowSentence(use.company, setting, now),
      ...(then === '' && setting.name.endsWith('_channel')
        ? ['Without a channel, what would be posted there is posted nowhere.']
        : []),
      beneathPlaybook(rows, setting.name, where) ??
        (await effectOn(use, setting.name, {
          before: rows,
          after: withRow(rows, setting.name, where, value),
        })) ??
        setting.meaning,
    ].join(' '),
    wayBack: 'Way back: "undo", at any time.',
    count: 1,
    verb: shortVerb(value === null ? `Set back to ${said}` : `Set to ${said}`),
    mark: JSON.stringify([setting.name, where.scope, where.scopeId, where.stage, now.value, now.version]),
  };
}

export async function carryOutThreshold(use: Use, command: SetThreshold): Promise<Done> {
  const meant = await meantBy(use, command);
  return 'wrong' in meant
    ? { sentence: meant.wrong, back: null }
    : carryOutSetting(use, meant, 'Asked for in words.');
}

/** `reason` is kept with the new version. */
export async function carryOutSetting(
  use: Use,
  { setting, value, where, until }: Meant,
  reason: string,
): Promise<Done> {
  const rows = await currentSettings(use.db, use.company.now);
  const before = settingValue(rows, setting.name, where.at).value;
  const by = { kind: 'person', id: use.by.id } as const;
  const { scope, scopeId, stage } = where;
  const at = { name: setting.name, scope, scopeId, stage, by, reason };
  if (value === null) await clearSetting(use, at);
  else await setSetting(use, { ...at, value, until: until ? new Date(until.at) : undefined });
  const after = await currentSettings(use.db, use.company.now);
  const holds = settingValue(after, setting.name, where.at).value;
  const ends = until && value !== null ? ` until ${until.said}` : '';
  const of = ` for ${where.said}`.replace(' for in ', ' in ');
  const waits = beneathPlaybook(after, setting.name, where);
  if (waits)
    return {
      sentence: `${setting.label} is set${of}${ends}. ${waits} Until then it is ${shown(setting, holds, use.company)}.`,
      back: 'undo',
    };
  return {
    sentence: `${setting.label} is ${shown(setting, holds, use.company)}${of}${ends} (was ${shown(setting, before, use.company)}).`,
    back: 'undo',
  };
}

async function meantBy(use: Use, command: SetThreshold): Promise<Meant | { wrong: string }> {
  try {
    const setting = settingNamed(command.threshold);
    const where = await whereOf(use, setting, command.place, command.stage);
    return {
      setting,
      value: command.value && inItsUnit(setting, command.value),
      where,
      until: command.until,
    };
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

/** A playbook that is on for the very place counts for as long as it is. */
function beneathPlaybook(rows: SettingRow[], name: string, { scope, scopeId }: Where): string | null {
  const top = rows.find((row) => row.name === name && row.scope === scope && row.scopeId === scopeId);
  return top?.playbook ? `The playbook ${top.playbook} is on there: what is set counts when it ends.` : null;
}

function nowSentence(company: Company, setting: Setting, now: ReturnType<typeof settingValue>): string {
  const basis = now.playbook
    ? `playbook ${now.playbook}`
    : now.version === 0
      ? 'standard value'
      : `${now.scope}, v${now.version}`;
  return `Now ${shown(setting, now.value, company)} (${basis}).`;
}

/** Who may, and what this person can do instead. */
function notYours(use: Use, { setting, where }: Meant, needs: string, command: SetThreshold): Outcome {
  const own = use.company.lexicon.territories.find(({ id }) => id === use.by.territoryId);
  const place = { scope: 'territory', territoryId: own?.id ?? null, teamId: null } as const;
  const may =
    own !== undefined &&
    setting.scopes.includes('territory') &&
    !maySet(use.by, { authority: ofAuthority(setting.name, 'territory'), place });
  const instead = may ? ` You can set it for ${own.name}.` : '';
  const of = where.said.replace(/^in /, 'all of ');
  const because = `Setting "${setting.label}" for ${of} is not possible for you: it needs ${needs}.${instead}`;
  const typed = may ? typedFor(command, own.name) : null;
  return {
    ...refusing(because, setters(ofAuthority(setting.name, where.scope), where.place)),
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
