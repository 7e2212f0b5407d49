/** Setting all limits back in words, everywhere or in one place: one deed, with one way back. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Command } from '../language/request.ts';
import type { Person } from '../policy/nouns.ts';
import { settingNamed } from '../settings/catalogue.ts';
import { type SettingRow, settingsBeneath } from '../settings/settings.ts';
import { makeSo } from '../settings/snapshots.ts';
import { count, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { lacking, refusing } from './lacking.ts';
import { placeOf, thresholds, wrongWith } from './limits.ts';
import type { Done, Plan, Planned } from './plan.ts';
import { named as labelOf, notTheirs } from './values-changed.ts';
import { askAble } from './who-can.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };

/** All limits that somebody has set, and what they go back to. */
export async function resetPlan(use: Use, command: Reset): Promise<Planned> {
  const where = await resetWhere(use, command);
  if ('wrong' in where) return { instead: lacking(where.wrong) };
  const whose = command.place ? `all limits ${ofPlace(command.place, where)}` : 'all limits';
  const { set, stay } = await setLimits(use, where, command);
  const [first] = stay;
  const theirs = first ? await notTheirs(use, [first]) : null;
  if (set.length === 0 && theirs)
    return {
      instead: refusing(
        `Setting ${whose} back is not possible for you: it needs ${theirs.needs}.`,
        theirs.can,
      ),
    };
  if (set.length === 0)
    return { nothing: `${whose.charAt(0).toUpperCase()}${whose.slice(1)} have their standard values.` };
  const labels = [...new Set(set.map((row) => settingNamed(row.name).label))];
  return {
    headline: `Set ${whose} back to their standard values.`,
    consequence: `${count(set.length, 'value')} ${set.length === 1 ? 'goes' : 'go'}: ${list(labels)}. ${command.place ? 'What is set for everyone stays.' : 'Channels, calendar and currency stay.'}${await staysSaid(use, stay)}`,
    wayBack: 'Way back: "undo" takes all of it back, at any time.',
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

/** Those that somebody has set there, and which of them are not this person's to set back. */
async function setLimits(
  use: Use,
  where: At,
  { place }: Reset,
): Promise<{ set: SettingRow[]; stay: SettingRow[] }> {
  const all = (await settingsBeneath(use.db, use.company.now)).filter(
    (row) =>
      row.version > 0 &&
      thresholds.includes(row.name) &&
      (place === null || (row.scope === where.scope && row.scopeId === where.scopeId)),
  );
  const set: SettingRow[] = [];
  const stay: SettingRow[] = [];
  for (const row of all) ((await notTheirs(use, [row])) ? stay : set).push(row);
  return { set, stay };
}

/** What is not theirs to set back, and whom to ask. */
async function staysSaid(use: Use, stay: SettingRow[]): Promise<string> {
  const [first] = stay;
  const theirs = first ? await notTheirs(use, [first]) : null;
  if (!theirs) return '';
  const named = stay.slice(0, 3).map((row) => labelOf(use.company, row));
  const all = list(stay.length > 3 ? [...named, `${stay.length - 3} more`] : named);
  return ` ${stay.length === 1 ? 'Stays' : 'Stay'}, as not yours to set: ${all}.${await askAble(use, theirs.can)}`;
}

export async function carryOutReset(use: Use, command: Reset): Promise<Done> {
  const where = await resetWhere(use, command);
  if ('wrong' in where) return { sentence: where.wrong, back: null };
  const { set } = await setLimits(use, where, command);
  const by = { kind: 'person', id: use.by.id } as const;
  const reason = 'All limits were set back.';
  await inTransaction(use.db, (db) =>
    makeSo(
      { ...use, db },
      set.map((row) => ({ ...row, after: null })),
      { by, reason },
    ),
  );
  return {
    sentence: `${count(set.length, 'value')} ${set.length === 1 ? 'is' : 'are'} back to the standard.`,
    back: 'undo',
  };
}
