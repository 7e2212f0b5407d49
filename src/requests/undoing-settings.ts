/** Taking back what somebody set: one value, or all that one sentence set. */

import { inTurn } from '../db/in-turn.ts';
import type { Db } from '../db/pool.ts';
import { settingNamed } from '../settings/catalogue.ts';
import { heldBefore, type SettingDeed } from '../settings/undo.ts';
import { count, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { placeName, shown } from './limits.ts';

export type SettingsDeed = { what: 'setting'; at: Date; deeds: [SettingDeed, ...SettingDeed[]] };

export const setTogether = (deeds: SettingDeed[]): SettingsDeed[] =>
  [...Map.groupBy(deeds, ({ together }) => together).values()].flatMap(
    ([first, ...others]): SettingsDeed[] =>
      first ? [{ what: 'setting', at: first.at, deeds: [first, ...others] }] : [],
  );

/** '"Stale after" for EMEA back to 30 days', '5 values back to what held before: …'. */
export async function settingsLine(
  use: { db: Db; company: Company },
  deeds: SettingsDeed['deeds'],
): Promise<string> {
  const [{ of }, ...others] = deeds;
  const said = await inTurn(deeds.slice(0, 3), (deed) => settingLine(use, deed));
  const since = of - deeds.length;
  const stay = since > 0 ? `; ${count(since, 'value')} changed since ${since === 1 ? 'stays' : 'stay'}` : '';
  if (others.length === 0) return `${said.join('')}${stay}`;
  const more = deeds.length - said.length;
  const all = list(more > 0 ? [...said, `${count(more, 'more value')}`] : said);
  return `${count(deeds.length, 'value')} back to what held before: ${all}${stay}`;
}

async function settingLine(use: { db: Db; company: Company }, deed: SettingDeed): Promise<string> {
  const setting = settingNamed(deed.name);
  const before = await heldBefore(use.db, deed, use.company.now);
  const to = before ? shown(setting, before.value, use.company) : 'what holds otherwise';
  const where = [placeName(use.company, deed), deed.stage ? `in ${deed.stage}` : '']
    .filter(Boolean)
    .join(' ');
  return `"${setting.label}"${where ? ` ${where}` : ''} back to ${to}`;
}
