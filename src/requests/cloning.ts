/** What is set in one place is to hold in others as well: a territory, a team, a person, an agent. One deed, with one way back. */
import type { Clock } from '../clock.ts';
import { inTurn } from '../db/in-turn.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Command } from '../language/request.ts';
import type { Person } from '../policy/nouns.ts';
import { settingNamed } from '../settings/catalogue.ts';
import type { Difference, SetValue } from '../settings/differences.ts';
import { makeSo, valuesNow } from '../settings/snapshots.ts';
import { count, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { lacking, refusing } from './lacking.ts';
import { inItsUnit, placeOf, thresholds, type Where, wrongWith } from './limits.ts';
import { placeNamed } from './named-places.ts';
import { type Done, type Planned, shortVerb } from './plan.ts';
import { preferenceNames } from './resting.ts';
import { slotsOfCommand } from './slots.ts';
import { beneathPlaybooks, markOf, movedSaid, movedTable, notTheirs } from './values-changed.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Clone = Extract<Command, { do: 'clone_config' }>;
type Target = Omit<Where, 'stage'>;
type Copy = {
  from: Target;
  to: Target[];
  changed: Difference[];
  /** Settings that cannot differ by what the other place is. */
  cannot: string[];
  /** What stands there already as wanted, and what the other place alone has: it stays. */
  same: number;
  stay: number;
};

/** Channels and the clock belong to the place itself. */
const copied = [...thresholds, ...preferenceNames].filter((name) => name !== 'time_zone');

export async function clonePlan(use: Use, command: Clone): Promise<Planned> {
  const copy = await copyOf(use, command);
  if ('wrong' in copy)
    return { instead: lacking(copy.wrong, null, slotsOfCommand(command, use.by, use.company)) };
  const { from, to, changed } = copy;
  const where = list(to.map(({ said }) => said));
  // What holds for a single person or customer is not told to whoever may not set it.
  const own = from.scope === 'person' && from.scopeId === use.by.id;
  const single = (from.scope === 'person' && !own) || from.scope === 'account' ? [{ ...from, name: '' }] : [];
  const theirs = await notTheirs(use, [...single, ...changed]);
  if (theirs)
    return {
      instead: refusing(
        `Copying the settings of ${from.said} to ${where} is not possible for you: it needs ${theirs.needs}.`,
        theirs.can,
      ),
    };
  const notes = notesOf(copy);
  if (changed.length === 0)
    return {
      nothing: [
        copy.same > 0
          ? `What is set for ${from.said} is so for ${where} already.`
          : `Nothing is set for ${from.said} that could be copied to ${where}.`,
        ...(copy.cannot.length > 0 ? notes.slice(0, 1) : []),
      ].join(' '),
    };
  const over = changed.filter(({ before }) => before !== null).length;
  return {
    headline: `Set ${count(changed.length, 'value')} for ${where} as for ${from.said}${except(command)}.`,
    consequence: [
      movedSaid(use.company, changed),
      over > 0
        ? `${count(over, 'value')} of ${where} ${over === 1 ? 'is' : 'are'} overwritten.`
        : 'Nothing is overwritten.',
      ...notes,
      ...beneathPlaybooks(use.company, changed),
    ].join(' '),
    table: movedTable(use.company, `What changes for ${where}`, changed),
    wayBack: 'Way back: "undo" takes all of it back, at any time.',
    count: changed.length,
    verb: shortVerb(`Set ${count(changed.length, 'value')}`),
    mark: markOf(changed),
  };
}

export async function carryOutClone(use: Use, command: Clone): Promise<Done> {
  return inTransaction(use.db, async (db) => {
    const copy = await copyOf({ ...use, db }, command);
    if ('wrong' in copy) return { sentence: copy.wrong, back: null };
    const { from, to, changed } = copy;
    const by = { kind: 'person', id: use.by.id } as const;
    await makeSo({ ...use, db }, changed, { by, reason: `Copied from ${from.said}${except(command)}.` });
    return {
      sentence: `${count(changed.length, 'value')} of ${list(to.map(({ said }) => said))} ${changed.length === 1 ? 'is' : 'are'} as for ${from.said}${except(command)}.`,
      back: 'undo',
    };
  });
}

/** What was said to be otherwise is not as it is there. */
const except = ({ but }: Clone): string =>
  but.length === 0
    ? ''
    : `, except ${list(but.map(({ threshold }) => settingNamed(threshold).label.toLowerCase()))}`;

async function copyOf(use: Use, command: Clone): Promise<Copy | { wrong: string }> {
  const { from: source, to: targets, but, unread } = command;
  if (unread !== null)
    return {
      wrong: `"${unread}" is no territory, team, person, customer or agent that is known. ${example(use.company)}`,
    };
  if (!source || targets.length === 0) return { wrong: `From which place to which? ${example(use.company)}` };
  try {
    const [from, ...to] = await inTurn([source, ...targets], (one) => found(use, one));
    if (!from || to.length === 0) return { wrong: `From which place to which? ${example(use.company)}` };
    const same = to.some((one) => one?.scope === from.scope && one.scopeId === from.scopeId);
    if (same) return { wrong: `${from.said} is both ends of it. ${example(use.company)}` };
    const own = but.map(({ threshold, value }) => ({
      name: threshold,
      value: inItsUnit(settingNamed(threshold), value),
    }));
    return compared(await valuesNow(use.db, use.company.now), { from, to, own });
  } catch (error) {
    const wrong = wrongWith(error);
    if (wrong === null) throw error;
    return { wrong };
  }
}

async function found(use: Use, named: Clone['to'][number]): Promise<Target | null> {
  const place = placeNamed(use.company, named);
  return place && placeOf(use, place);
}

type Ends = { from: Target; to: (Target | null)[]; own: Pick<SetValue, 'name' | 'value'>[] };

function compared(values: SetValue[], { from, to, own }: Ends): Copy {
  const at = (place: Target): SetValue[] =>
    values.filter(
      ({ name, scope, scopeId }) =>
        copied.includes(name) && scope === place.scope && scopeId === place.scopeId,
    );
  const named = own.map(({ name }) => name);
  const source = [
    ...at(from).filter(({ name }) => !named.includes(name)),
    ...own.map((one) => ({ ...one, stage: '', until: null })),
  ];
  const places = to.filter((place) => place !== null);
  const copy: Copy = { from, to: places, changed: [], cannot: [], same: 0, stay: 0 };
  for (const place of places) {
    const there = at(place);
    for (const one of source) {
      const { scope, scopeId } = place;
      const { name, stage } = one;
      const before = there.find((each) => each.name === name && each.stage === stage) ?? null;
      if (!settingNamed(name).scopes.includes(scope)) copy.cannot.push(settingNamed(name).label);
      else if (before?.value === one.value && before.until === one.until) copy.same += 1;
      else
        copy.changed.push({ name, scope, scopeId, stage, before, after: asAfter(one, { scope, scopeId }) });
    }
    copy.stay += there.filter(
      (one) => !source.some(({ name, stage }) => name === one.name && stage === one.stage),
    ).length;
  }
  return copy;
}

const asAfter = (
  { name, value, stage, until }: Pick<SetValue, 'name' | 'value' | 'stage' | 'until'>,
  place: Pick<SetValue, 'scope' | 'scopeId'>,
): SetValue => ({ name, value, stage, until, ...place, version: 0, by: '', at: '', reason: null });

function notesOf({ cannot, same, stay, to }: Copy): string[] {
  const labels = [...new Set(cannot)];
  return [
    ...(labels.length > 0 ? [`Left out, because it cannot differ there: ${list(labels)}.`] : []),
    ...(same > 0 ? [`${count(same, 'value')} ${same === 1 ? 'is' : 'are'} the same already.`] : []),
    ...(stay > 0
      ? [
          `${count(stay, 'value')} that ${to.length === 1 ? 'it has' : 'they have'} beside these ${stay === 1 ? 'stays' : 'stay'}.`,
        ]
      : []),
  ];
}

function example({ lexicon }: Company): string {
  const [first, second] = lexicon.territories.length > 1 ? lexicon.territories : lexicon.teams;
  return first && second ? `For example "copy the settings of ${first.name} to ${second.name}".` : '';
}
