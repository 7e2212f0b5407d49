/** Snapshots in words: taking one, the list of them, what differs from them, and going back to one. */

import { roster } from '../agents/roster.ts';
import { namesOf } from '../audit/names.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { may, whoMay } from '../policy/authorize.ts';
import type { Person } from '../policy/nouns.ts';
import { catalogue } from '../settings/catalogue.ts';
import { type Difference, differences } from '../settings/differences.ts';
import {
  named,
  restore,
  type Snapshot,
  snapshots,
  takeSnapshot,
  valuesNow,
  wayBackTo,
} from '../settings/snapshots.ts';
import { calendarDay, clockTime, count, instant, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { lacking, refusing } from './lacking.ts';
import { type Outcome, outcome, plain } from './outcome.ts';
import { type Done, type Planned, shortVerb } from './plan.ts';
import { suggestions } from './suggest.ts';
import {
  beneathPlaybooks,
  inSight,
  named as labelOf,
  markOf,
  moved,
  movedSaid,
  movedTable,
  notTheirs,
  onlySingleSeen,
  saidOf,
} from './values-changed.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Reading = Omit<Use, 'now'>;
type Take = Extract<Command, { do: 'snapshot' }>;
type Restore = Extract<Command, { do: 'restore_snapshot' }>;

const notYours = `Snapshots of the settings are not for you to take or go back to: that needs ${whoMay('snapshot')}.`;
const notToSee = `Snapshots of the settings are not for you to see: that needs ${whoMay('see_snapshots')}.`;
const snappers = (person: Person): boolean => may(person, 'snapshot');
const seers = (person: Person): boolean => may(person, 'see_snapshots');
const zoneOf = ({ by, company }: Reading): string => by.tz ?? company.zone;

export async function takePlan(use: Use, { name }: Take): Promise<Planned> {
  if (!may(use.by, 'snapshot')) return { instead: refusing(notYours, snappers) };
  const all = await snapshots(use.db);
  const wanted = name ?? freeName(all, hourOf(use));
  if (wanted.length > 60)
    return {
      instead: lacking('That name is too long. Say one of at most 60 letters.', 'take a snapshot called …'),
    };
  const taken = all.find((one) => alike(one.name, wanted));
  if (taken)
    return {
      instead: lacking(
        `There is a snapshot called "${taken.name}" already, taken by ${taken.by} on ${saidAt(use, taken.at)}. Under which other name?`,
        'take a snapshot called …',
      ),
    };
  const values = await valuesNow(use.db, use.company.now);
  return {
    headline: `Take a snapshot of all settings called "${wanted}".`,
    consequence: `It keeps ${count(values.length, 'value')} that somebody has set; everything else has its standard value. Nothing is changed by it.`,
    wayBack: `Later: "compare with the snapshot ${wanted}" or "restore the snapshot ${wanted}".`,
    count: 1,
    verb: 'Take the snapshot',
    command: { do: 'snapshot', name: wanted },
  };
}

export async function carryOutTake(use: Use, { name }: Take): Promise<Done> {
  const called = name ?? hourOf(use);
  const made = await takeSnapshot(use, { name: called, by: { kind: 'person', id: use.by.id } });
  if (!made)
    return { sentence: `There is a snapshot called "${called}" already. Nothing was done.`, back: null };
  return {
    sentence: `The snapshot "${called}" keeps ${count(made.settings.length, 'value')}.`,
    back: `compare with the snapshot ${called}`,
  };
}

export async function listSnapshots(use: Reading): Promise<Outcome> {
  if (!may(use.by, 'see_snapshots')) return refusing(notToSee, seers);
  const all = await snapshots(use.db);
  const [last] = all;
  const lines = all
    .slice(0, 50)
    .map(
      (one) => `"${one.name}": ${count(one.settings.length, 'value')}, by ${one.by}, ${saidAt(use, one.at)}.`,
    );
  const sentence = last
    ? `There ${all.length === 1 ? 'is' : 'are'} ${count(all.length, 'snapshot')}.`
    : 'There is no snapshot yet.';
  const next = last ? [`compare with the snapshot ${last.name}`] : ['take a snapshot'];
  return outcome({ kind: 'text', sentence, lines, next: suggestions(next) }, 'snapshot', {
    understood: 'Snapshots of the settings',
  });
}

/** What it keeps, as far as whoever asks may see it. */
export async function showSnapshot(asked: Reading, name: string): Promise<Outcome> {
  if (!may(asked.by, 'see_snapshots')) return refusing(notToSee, seers);
  const all = await snapshots(asked.db);
  const found = one(all, name);
  if (!found) return which(all, `There is no snapshot called "${name}".`, 'show the snapshot …');
  const use = await namedIn(asked, found.settings);
  const { seen, all: whole } = await inSight(
    use,
    found.settings.filter(({ name }) => catalogue.has(name)),
  );
  const lines = seen
    .slice(0, 50)
    .map(
      (value) =>
        `${labelOf(use.company, value)}: ${saidOf(use.company, { ...value, before: null, after: value }, value)}.`,
    );
  const more = seen.length > 50 ? ` The first 50 are shown.` : '';
  return outcome(
    {
      kind: 'text',
      sentence: `The snapshot "${found.name}" keeps ${count(found.settings.length, 'value')}, taken by ${found.by}, ${saidAt(use, found.at)}.${more} Everything else had its standard value.`,
      lines,
      next: suggestions([`compare with the snapshot ${found.name}`, `restore the snapshot ${found.name}`]),
    },
    'snapshot',
    { understood: `The snapshot "${found.name}"`, assumptions: whole ? [] : [onlySingleSeen] },
  );
}

/** With the names of all that these values are of and say. */
async function namedIn<U extends { db: Db; company: Company }>(
  use: U,
  values: { scopeId: string; value: unknown }[],
): Promise<U> {
  const ids = values.flatMap(({ scopeId, value }) => [scopeId, typeof value === 'string' ? value : '']);
  const names = await namesOf(
    use.db,
    ids.filter((id) => id !== '' && !agentsKnown.has(id)),
  );
  const channels = ids.filter((id) => /^[CG][A-Z0-9]{8,}$/.test(id) && !names.has(id));
  return {
    ...use,
    company: {
      ...use.company,
      names: new Map([...names, ...channels.map((id) => [id, `channel ${id}`] as const)]),
    },
  };
}
const agentsKnown: ReadonlySet<string> = new Set(roster.map(({ name }) => name));

/** One with what holds now, or two with each other: the older first. */
export async function compareSnapshots(use: Reading, { names }: { names: string[] }): Promise<Outcome> {
  if (!may(use.by, 'see_snapshots')) return refusing(notToSee, seers);
  const all = await snapshots(use.db);
  if (all.length === 0) return plain('There is no snapshot yet. "take a snapshot" takes one.', 'snapshot');
  const found = (names.length > 0 ? names : ['last']).map((name) => one(all, name));
  const missing = found.indexOf(null);
  if (missing >= 0)
    return which(all, `There is no snapshot called "${names[missing]}".`, 'compare with the snapshot …');
  const [first, second] = found
    .filter((each) => each !== null)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.id - b.id);
  if (!first) return which(all, 'Which snapshot?', 'compare with the snapshot …');
  const values = second ? second.settings : await valuesNow(use.db, use.company.now);
  // Of two that are past, an end that has come since is no difference.
  const at = second ? first.at : use.company.now;
  const { seen, all: whole } = await inSight(use, differences(first.settings, values, at));
  const named = await namedIn(use, [...first.settings, ...values]);
  const lines = await linesOf(named, seen, second ?? null);
  const to = second ? `"${second.name}"` : 'what holds now';
  const sentence =
    seen.length === 0
      ? `Nothing differs between "${first.name}" and ${to}.`
      : `${count(seen.length, 'value')} ${seen.length === 1 ? 'differs' : 'differ'} between "${first.name}" (${saidAt(use, first.at)}) and ${to}.`;
  const next = seen.length > 0 && !second ? [`restore the snapshot ${first.name}`] : ['list snapshots'];
  return outcome({ kind: 'text', sentence, lines, next: suggestions(next) }, 'snapshot', {
    understood: `What differs between the snapshot "${first.name}" and ${to}`,
    assumptions: whole ? [] : [onlySingleSeen],
  });
}

/** 'Stale after for EMEA: 14 days → 21 days, by Mara Lind on 20 Mar, 11:00 CET.' */
async function linesOf(use: Reading, changed: Difference[], second: Snapshot | null): Promise<string[]> {
  const ended = second ? new Map<string, Ended>() : await endedBy(use.db, changed);
  const names = new Map((await use.db('people').select('id', 'name')).map(({ id, name }) => [id, name]));
  return changed.map((one) => {
    const who = one.after ?? ended.get(subjectOf(one));
    const by = who ? `, by ${names.get(who.by) ?? who.by} on ${saidAt(use, new Date(who.at))}` : '';
    return `${moved(use.company, one)}${by}.`;
  });
}

type Ended = { by: string; at: string };
const subjectOf = ({ name, scope, scopeId, stage }: Difference): string =>
  [name, scope, scopeId, stage].filter(Boolean).join(':');

/** Who set back what has no value of its own any more. */
async function endedBy(db: Db, changed: Difference[]): Promise<Map<string, Ended>> {
  const subjects = changed.filter(({ after }) => after === null).map(subjectOf);
  const { rows } = await db.raw<{ rows: (Ended & { subject: string })[] }>(
    `select distinct on (a.subject_id) a.subject_id as subject, a.actor_id as by, s.ended_at as at
     from audit a join settings s on concat_ws(':', s.name, s.scope, nullif(s.scope_id, ''), nullif(s.stage, '')) = a.subject_id
       and s.version = (a.details->>'version')::int
     where a.subject_kind = 'setting' and a.action = 'setting.cleared' and a.subject_id = any(?) order by a.subject_id, a.id desc`,
    [subjects],
  );
  return new Map(rows.map((row) => [row.subject, row]));
}

export async function restorePlan(asked: Use, { name, preferences = false }: Restore): Promise<Planned> {
  if (!may(asked.by, 'snapshot')) return { instead: refusing(notYours, snappers) };
  const all = await snapshots(asked.db);
  if (all.length === 0)
    return {
      nothing:
        'There is no snapshot yet, so there is none to go back to. "undo" takes back your last change.',
    };
  const snapshot = name === null ? null : one(all, name);
  if (!snapshot)
    return {
      instead: which(
        all,
        name === null ? 'Which snapshot?' : `There is no snapshot called "${name}".`,
        'restore the snapshot …',
      ),
    };
  const { changed, personal } = await wayBackTo(asked.db, snapshot, {
    now: asked.company.now,
    preferences,
  });
  const use = await namedIn(asked, [...snapshot.settings, ...changed.flatMap(({ before }) => before ?? [])]);
  const beside = personalSaid(snapshot.name, personal, preferences);
  const theirs = await notTheirs(use, changed);
  if (theirs)
    return {
      instead: refusing(
        `Going back to "${snapshot.name}" is not possible for you: it changes ${theirs.what}, which needs ${theirs.needs}. You can compare with it.`,
        theirs.can,
      ),
    };
  if (changed.length === 0)
    return {
      nothing: [
        `All ${personal.length > 0 ? 'other ' : ''}settings are as in the snapshot "${snapshot.name}". There is nothing to change.`,
        ...beside,
      ].join(' '),
    };
  return {
    headline: `Put ${count(changed.length, 'value')} back to the snapshot "${snapshot.name}" of ${saidAt(use, snapshot.at)}.`,
    consequence: [movedSaid(use.company, changed), ...beside, ...beneathPlaybooks(use.company, changed)].join(
      ' ',
    ),
    table: movedTable(use.company, `What changes with "${snapshot.name}"`, changed),
    wayBack: 'Way back: "undo" takes all of it back, at any time.',
    count: changed.length,
    verb: shortVerb(`Change ${count(changed.length, 'value')}`),
    command: { do: 'restore_snapshot', name: snapshot.name, ...(preferences ? { preferences: true } : {}) },
    mark: markOf(changed),
  };
}

export async function carryOutRestore(use: Use, { name, preferences = false }: Restore): Promise<Done> {
  const snapshot = name === null ? null : one(await snapshots(use.db), name);
  if (!snapshot) return { sentence: 'That snapshot is not there.', back: null };
  const changed = await restore(use, { snapshot, by: { kind: 'person', id: use.by.id }, preferences });
  const [only] = changed;
  const sentence =
    changed.length === 1 && only
      ? `${moved(use.company, only)}, as in the snapshot "${snapshot.name}".`
      : `${count(changed.length, 'value')} are as in the snapshot "${snapshot.name}" again.`;
  return { sentence, back: 'undo' };
}

/** What people have set for themselves, and whether it is in it. */
function personalSaid(snapshot: string, personal: Difference[], included: boolean): string[] {
  const people = new Set(personal.map(({ scopeId }) => scopeId)).size;
  if (people === 0) return [];
  const what = `${count(personal.length, 'preference')} that ${count(people, 'person has', 'people have')} set for themselves`;
  return included
    ? [`With it ${what}.`]
    : [
        `${what.charAt(0).toUpperCase()}${what.slice(1)} ${personal.length === 1 ? 'differs, too, and stays as it is' : 'differ, too, and stay as they are'}: "restore the snapshot ${snapshot} with preferences" takes them along.`,
      ];
}

const alike = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** "Last" is the newest where none is called so. */
const one = (all: Snapshot[], name: string): Snapshot | null =>
  named(all, name) ?? (name === 'last' ? (all[0] ?? null) : null);

function which(all: Snapshot[], because: string, completes: string): Outcome {
  const names = list(
    all.slice(0, 8).map(({ name }) => `"${name}"`),
    'or',
  );
  const more = all.length > 8 ? ' and older ones' : '';
  return lacking(`${because} There ${all.length === 1 ? 'is' : 'are'}: ${names}${more}.`, completes);
}

const hourOf = (use: Reading): string =>
  `${calendarDay(use.company.now, zoneOf(use))}, ${clockTime(use.company.now, zoneOf(use))}`;

/** Two in one minute: "20 Mar 2026, 10:00 (2)". */
function freeName(all: Snapshot[], wanted: string): string {
  const taken = (name: string): boolean => all.some((each) => alike(each.name, name));
  let at = 1;
  while (taken(at === 1 ? wanted : `${wanted} (${at})`)) at += 1;
  return at === 1 ? wanted : `${wanted} (${at})`;
}

const saidAt = (use: Reading, at: Date): string => instant(at, zoneOf(use), use.company.now);
