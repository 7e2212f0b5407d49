/** What a playbook would change, as the confirmation shows it. */

import { inTurn } from '../db/in-turn.ts';
import type { Db } from '../db/pool.ts';
import type { Person } from '../policy/nouns.ts';
import { settingNamed } from '../settings/catalogue.ts';
import type { Difference } from '../settings/differences.ts';
import type { Playbook } from '../settings/playbook-entries.ts';
import { activePlaybooks, valuesAt } from '../settings/playbooks.ts';
import type { SettingValue } from '../settings/setting.ts';
import { type SettingRow, settingsBeneath, settingValue } from '../settings/settings.ts';
import { count, instant, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { effectOn } from './effect.ts';
import { placeName, shown, type Where } from './limits.ts';
import type { ThingsTable } from './reply.ts';
import { inSight } from './values-changed.ts';

type Use = { db: Db; company: Company; by: Person };
export type Target = Omit<Where, 'stage'>;
export type Move = Pick<Difference, 'name' | 'scope' | 'scopeId'> & { from: SettingValue; to: SettingValue };

/** What holds at the place itself, before and after, where that is not the same. */
export const movesAt = (
  place: Target,
  onTop: SettingRow[],
  before: SettingRow[],
  after: SettingRow[],
): Move[] =>
  onTop
    .filter(({ scope, scopeId }) => scope === place.scope && scopeId === place.scopeId)
    .map(({ name }) => ({
      name,
      scope: place.scope,
      scopeId: place.scopeId,
      from: settingValue(before, name, place.at).value,
      to: settingValue(after, name, place.at).value,
    }))
    .filter(({ from, to }) => from !== to);

export function movesSaid(company: Company, moves: Move[]): string {
  const said = moves.slice(0, 5).map((move) => {
    const setting = settingNamed(move.name);
    return `${setting.label.toLowerCase()} ${shown(setting, move.from, company)} → ${shown(setting, move.to, company)}`;
  });
  const more = moves.length - said.length;
  return list(more > 0 ? [...said, `${more} more`] : said);
}

export const tableOf = (company: Company, { label }: Playbook, moves: Move[]): ThingsTable => ({
  caption: `What changes with ${label}`,
  head: ['Setting', 'Where', 'Now', 'Then'],
  rows: moves.map(({ from, to, ...move }) => {
    const setting = settingNamed(move.name);
    const where = placeName(company, move).replace(/^for /, '') || 'everyone';
    return [setting.label, where, shown(setting, from, company), shown(setting, to, company)];
  }),
});

export async function effects(
  use: Use,
  rows: SettingRow[],
  settings: { before: SettingRow[]; after: SettingRow[] },
): Promise<string[]> {
  const said = await inTurn([...new Set(rows.map(({ name }) => name))], (name) =>
    effectOn(use, name, settings),
  );
  return said.filter((one) => one !== null && !one.startsWith('The same ')) as string[];
}

/** What it would set for everyone and cannot for one place. */
export function leftOut(playbook: Playbook, places: Target[]): string[] {
  const cannot = places.flatMap((place) =>
    Object.keys(playbook.values).filter((name) => !(name in valuesAt(playbook, place))),
  );
  const labels = [...new Set(cannot)].map((name) => settingNamed(name).label.toLowerCase());
  return labels.length > 0 ? [`Left out, because it cannot differ there: ${list(labels)}.`] : [];
}

/** A narrower place keeps what is set for it. */
export async function narrower(use: Use, places: Target[], onTop: SettingRow[]): Promise<string[]> {
  if (!places.some(({ scope }) => scope === 'everyone')) return [];
  const names = new Set(onTop.map(({ name }) => name));
  const own = (await settingsBeneath(use.db, use.company.now)).filter(
    ({ name, scope }) => names.has(name) && !['everyone', 'agent', 'channel'].includes(scope),
  );
  const { seen } = await inSight(use, own);
  return seen.length > 0
    ? [`${count(seen.length, 'value')} of narrower places ${seen.length === 1 ? 'stays' : 'stay'}.`]
    : [];
}

/** Others that are on and set the same: for one place the later counts, else the narrower. */
export async function overlaps(use: Use, places: Target[], onTop: SettingRow[]): Promise<string[]> {
  const names = new Set(onTop.map(({ name }) => name));
  const all = await activePlaybooks(use.db, use.company.now);
  const others = all.filter(({ values }) => Object.keys(values).some((name) => names.has(name)));
  const { seen } = await inSight(
    use,
    others.map((one) => ({ ...one, name: '' })),
  );
  return seen.map((one) => {
    const same = places.some(({ scope, scopeId }) => scope === one.scope && scopeId === one.scopeId);
    const where = forSaid(use.company, [one]);
    return same
      ? `${one.label} is on${where} as well: of what both set this one counts, as the later.`
      : `${one.label} is on${where}: of what both set the narrower place counts.`;
  });
}

export function forSaid(company: Company, places: Pick<Target, 'scope' | 'scopeId'>[]): string {
  const named = places.map((place) => placeName(company, place).replace(/^for /, '') || 'everyone');
  return ` for ${list(named)}`;
}

export const saidAt = ({ by, company }: Use, at: Date): string =>
  instant(at, by.tz ?? company.zone, company.now);
export const untilSaid = (use: Use, until: Date | null): string =>
  until ? ` until ${saidAt(use, until)}` : '';
