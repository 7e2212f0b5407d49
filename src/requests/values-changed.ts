/** Several values that change at once: where each holds, who may set it there, and how it is said. */
import type { Db } from '../db/pool.ts';
import { mayAudit } from '../policy/may-audit.ts';
import { everywhere, maySet, type SettingPlace, setters } from '../policy/may-set.ts';
import type { Person } from '../policy/nouns.ts';
import { ofAuthority, settingNamed } from '../settings/catalogue.ts';
import type { Difference, SetValue } from '../settings/differences.ts';
import type { SettingScope } from '../settings/setting.ts';
import { count, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { placeName, placeOf, shown } from './limits.ts';
import type { Outcome } from './outcome.ts';
import type { ThingsTable } from './reply.ts';

type Use = { db: Db; company: Company; by: Person };
type Placed = { scope: SettingScope; scopeId: string };

export async function settingPlaceOf(use: Use, { scope, scopeId }: Placed): Promise<SettingPlace> {
  if (scope === 'channel') return { scope, territoryId: null, teamId: null };
  if (scope === 'everyone') return (await placeOf(use, { scope })).place;
  return (await placeOf(use, { scope, of: { id: scopeId, name: scopeId } })).place;
}

/** Null: this person may set all of them. Otherwise who may set the first of which they may not, and which that is. */
export async function notTheirs(
  use: Use,
  values: (Placed & { name: string; stage?: string })[],
): Promise<{ needs: string; what: string; can: NonNullable<Outcome['can']> } | null> {
  const places = new Map<string, SettingPlace>();
  for (const value of values) {
    const key = `${value.scope} ${value.scopeId}`;
    const place = places.get(key) ?? (await settingPlaceOf(use, value));
    places.set(key, place);
    const authority = ofAuthority(value.name, place.scope);
    const needs = maySet(use.by, { authority, place });
    if (needs)
      return {
        needs,
        what: value.name === '' ? '' : named(use.company, value),
        can: setters(authority, place),
      };
  }
  return null;
}

/** Those that this person may know of: what holds for a single person or customer is for them, for who may set it and for who reads the audit log. */
export async function inSight<V extends Placed & { name: string }>(
  use: Use,
  values: V[],
): Promise<{ seen: V[]; all: boolean }> {
  const seen: V[] = [];
  for (const value of values) {
    const single = value.scope === 'person' || value.scope === 'account';
    const own = value.scope === 'person' && value.scopeId === use.by.id;
    if (!single || own || mayAudit(use.by) === 'all' || !(await notTheirs(use, [{ ...value, name: '' }])))
      seen.push(value);
  }
  const all = mayAudit(use.by) === 'all' || maySet(use.by, { authority: false, place: everywhere }) === null;
  return { seen, all };
}

export const onlySingleSeen = 'Values of single people and customers that you may not set are not shown.';

/** '"Stale after" for EMEA in Negotiation'. */
export function named(company: Company, value: Placed & { name: string; stage?: string }): string {
  const where = [placeName(company, value), value.stage ? `in ${value.stage}` : ''].filter(Boolean);
  return `"${settingNamed(value.name).label}"${where.length > 0 ? ` ${where.join(' ')}` : ''}`;
}

/** "21 days"; of nothing what holds there otherwise. */
export function saidOf(company: Company, { name, scope, stage }: Difference, is: SetValue | null): string {
  const setting = settingNamed(name);
  if (is) return shown(setting, is.value, company);
  return scope === 'everyone' && stage === ''
    ? `${shown(setting, setting.default, company)} (standard)`
    : 'no value of its own';
}

/** '"Stale after" for EMEA: 14 days → 21 days'. */
export const moved = (company: Company, one: Difference): string =>
  `${named(company, one)}: ${saidOf(company, one, one.before)} → ${saidOf(company, one, one.after)}`;

/** The first few as a sentence; all stand in the table. */
export function movedSaid(company: Company, changed: Difference[]): string {
  const first = changed.slice(0, 4).map((one) => moved(company, one));
  const more = changed.length - first.length;
  return `${list(more > 0 ? [...first, `${count(more, 'more value')}`] : first)}.`;
}

export const movedTable = (company: Company, caption: string, changed: Difference[]): ThingsTable => ({
  caption,
  head: ['Setting', 'Where', 'Now', 'Then'],
  rows: changed.map((one) => [
    settingNamed(one.name).label,
    [placeName(company, one).replace(/^for /, '') || 'everyone', one.stage ? `in ${one.stage}` : '']
      .filter(Boolean)
      .join(' '),
    saidOf(company, one, one.before),
    saidOf(company, one, one.after),
  ]),
});

/** The same at the yes: each place with what it was and what it is to be. */
export const markOf = (changed: Difference[]): string =>
  JSON.stringify(
    changed.map(({ name, scope, scopeId, stage, before, after }) => [
      name,
      scope,
      scopeId,
      stage,
      before && [before.version, before.value],
      after && [after.value, after.until],
    ]),
  );

/** A playbook that is on for such a place counts there until it ends. */
export function beneathPlaybooks({ settings }: Company, changed: Difference[]): string[] {
  const labels = changed.flatMap(({ name, scope, scopeId }) =>
    settings.flatMap((row) =>
      row.playbook && row.name === name && row.scope === scope && row.scopeId === scopeId
        ? [row.playbook]
        : [],
    ),
  );
  const on = [...new Set(labels)];
  return on.length === 0
    ? []
    : [
        `The playbook ${list(on)} is on there: ${count(labels.length, 'value')} ${labels.length === 1 ? 'counts' : 'count'} when it ends.`,
      ];
}
