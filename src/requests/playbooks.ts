/** Playbooks in words: switching one on for a place and a time, and off again. */
import type { Clock } from '../clock.ts';
import { inTurn } from '../db/in-turn.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import type { Person } from '../policy/nouns.ts';
import { addDays, dayIn, startOfDay } from '../sales/days.ts';
import { resolvePeriod } from '../sales/periods.ts';
import { layered } from '../settings/layers.ts';
import { anyPlaybook } from '../settings/own-playbooks.ts';
import type { Playbook } from '../settings/playbook-entries.ts';
import { dropPlan, type Plan, plannedPlaybooks, planPlaybook } from '../settings/playbook-plans.ts';
import {
  type Activation,
  activate,
  activePlaybooks,
  deactivate,
  rowsOf,
  valuesAt,
} from '../settings/playbooks.ts';
import { currentSettings, settingsBeneath } from '../settings/settings.ts';
import { count, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { lacking, refusingBut } from './lacking.ts';
import { placeOf, wrongWith } from './limits.ts';
import { placeNamed } from './named-places.ts';
import { type Done, type Planned, shortVerb } from './plan.ts';
import {
  effects,
  forSaid,
  leftOut,
  movesAt,
  movesSaid,
  narrower,
  overlaps,
  saidAt,
  type Target,
  tableOf,
  untilSaid,
} from './playbook-preview.ts';
import { slotsOfCommand } from './slots.ts';
import { inSight, notTheirs } from './values-changed.ts';
import { ownPlace } from './who-can.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Switch = Extract<Command, { do: 'playbook' }>;
type Meant = { playbook: Playbook; places: Target[] };

export async function playbookPlan(use: Use, command: Switch): Promise<Planned> {
  if (!(await anyPlaybook(use.db, command.name)))
    return { nothing: unknownPlaybook(use.company, command.name) };
  const meant = await meantBy(use, command);
  if ('wrong' in meant) {
    const slots = slotsOfCommand(command, use.by, use.company);
    return { instead: lacking(meant.wrong, meant.completes ?? null, slots) };
  }
  const theirs = await notTheirs(
    use,
    meant.places.map((place) => ({ ...place, name: '' })),
  );
  if (theirs) {
    const where = list(meant.places.map(({ said }) => said));
    const verb = command.on ? 'on' : 'off';
    const everywhere = meant.places.every(({ scope }) => scope === 'everyone');
    const own = command.on && everywhere ? ownPlace(use) : null;
    return {
      instead: refusingBut(
        `Switching the playbook ${meant.playbook.label} ${verb} for ${where} is not possible for you: it needs ${theirs.needs}.${own ? ` You can for ${own}.` : ''}`,
        theirs.can,
        own ? [`activate ${meant.playbook.label} for ${own}`] : [],
      ),
    };
  }
  return command.on ? onPlan(use, command, meant) : offPlan(use, meant);
}

export async function carryOutPlaybook(use: Use, command: Switch): Promise<Done> {
  const meant = await meantBy(use, command);
  if ('wrong' in meant) return { sentence: meant.wrong, back: null };
  const { playbook, places } = meant;
  const by = { kind: 'person', id: use.by.id } as const;
  const reason = 'Asked for in words.';
  if (!command.on) {
    const ends = await onThere(use, meant);
    const planned = ends.length === 0 ? await plannedHere(use, meant) : [];
    for (const { id } of planned) await dropPlan(use, { id, byId: use.by.id, because: reason });
    if (planned.length > 0)
      return {
        sentence: `${playbook.label} no longer comes on${forSaid(use.company, planned)}.`,
        back: null,
      };
    for (const { id } of ends) await deactivate({ ...use, zone: use.company.zone }, { id, by, reason });
    return {
      sentence: `${playbook.label} is off${forSaid(use.company, ends)}. What is set there holds again.`,
      back: 'undo',
    };
  }
  const from = command.from ? new Date(command.from.at) : null;
  const until = endOf(use, playbook, command, from ?? undefined);
  if (from) return plannedThen(use, { playbook, places }, { from, until });
  for (const { scope, scopeId } of places)
    await activate({ ...use, zone: use.company.zone }, { playbook, scope, scopeId, by, until, reason });
  return {
    sentence: `${playbook.label} is on${forSaid(use.company, places)}${untilSaid(use, until)}.`,
    back: 'undo',
  };
}

async function onPlan(use: Use, command: Switch, { playbook, places }: Meant): Promise<Planned> {
  if (command.from) return laterPlan(use, command, { playbook, places });
  const on = await onThere(use, { playbook, places });
  if (on.length > 0)
    return {
      nothing: `${playbook.label} is on${forSaid(use.company, on)} already${untilSaid(use, on[0]?.until ?? null)}. Switch it off first to give it another end.`,
    };
  const until = endOf(use, playbook, command);
  const before = await currentSettings(use.db, use.company.now);
  const onTop = places.flatMap((place) => rowsOf(playbook, place, valuesAt(playbook, place)));
  const after = layered(before, onTop);
  const moves = places.flatMap((place) => movesAt(place, onTop, before, after));
  const label = placesSaid(places);
  return {
    headline: `Switch on ${playbook.label}${label}${untilSaid(use, until)}.`,
    consequence: [
      moves.length === 0
        ? 'Nothing would be otherwise than now.'
        : `${count(moves.length, 'setting')} ${moves.length === 1 ? 'changes' : 'change'}: ${movesSaid(use.company, moves)}.`,
      ...(await effects(use, onTop, { before, after })),
      ...rulesSaid(playbook),
      ...leftOut(playbook, places),
      ...(await narrower(use, places, onTop)),
      ...(await overlaps(use, places, onTop)),
    ].join(' '),
    ...(moves.length > 0 ? { table: tableOf(use.company, playbook, moves) } : {}),
    wayBack: `Way back: "deactivate ${playbook.label}", at any time. ${until ? 'It ends by itself then' : 'It has no end'}; nothing is overwritten.`,
    count: Math.max(1, moves.length),
    verb: shortVerb(`Switch on ${playbook.label}`),
    mark: JSON.stringify([until, moves.map(({ name, scopeId, from }) => [name, scopeId, from])]),
  };
}

/** For a day to come: what it would change is shown by what holds now, and looked up anew then. */
async function laterPlan(use: Use, command: Switch, { playbook, places }: Meant): Promise<Planned> {
  const from = new Date(command.from?.at ?? 0);
  const until = endOf(use, playbook, command, from);
  if (until && until <= from)
    return { nothing: `${playbook.label} would end before it begins. Say another day.` };
  const there = (await plannedHere(use, { playbook, places }))[0];
  if (there)
    return {
      nothing: `${playbook.label} is to come${forSaid(use.company, [there])} on ${saidAt(use, there.startsAt)} already. Say "deactivate ${playbook.label}" to give that up first.`,
    };
  const before = await currentSettings(use.db, use.company.now);
  const onTop = places.flatMap((place) => rowsOf(playbook, place, valuesAt(playbook, place)));
  const moves = places.flatMap((place) => movesAt(place, onTop, before, layered(before, onTop)));
  return {
    headline: `Switch on ${playbook.label}${placesSaid(places)} from ${saidAt(use, from)}${untilSaid(use, until)}.`,
    consequence: [
      'Nothing changes before.',
      moves.length === 0
        ? 'By what holds now nothing would be otherwise then.'
        : `By what holds now ${count(moves.length, 'setting')} would change: ${movesSaid(use.company, moves)}.`,
      ...rulesSaid(playbook),
      ...leftOut(playbook, places),
    ].join(' '),
    ...(moves.length > 0 ? { table: tableOf(use.company, playbook, moves) } : {}),
    wayBack: `Way back: "deactivate ${playbook.label}", before it begins and at any time after.`,
    count: Math.max(1, moves.length),
    verb: shortVerb(`Plan ${playbook.label}`),
    mark: JSON.stringify([from, until]),
  };
}

async function plannedThen(
  use: Use,
  { playbook, places }: Meant,
  { from, until }: { from: Date; until: Date | null },
): Promise<Done> {
  const { name, label } = playbook;
  for (const { scope, scopeId } of places)
    await planPlaybook(use, {
      ...{ playbook: name, label, scope, scopeId },
      ...{ startsAt: from, until, byId: use.by.id },
    });
  return {
    sentence: `${label} comes on${forSaid(use.company, places)} from ${saidAt(use, from)}${untilSaid(use, until)}.`,
    back: `deactivate ${label}`,
  };
}

/** What is to come of it there. */
async function plannedHere(use: Use, { playbook, places }: Meant): Promise<Plan[]> {
  return (await plannedPlaybooks(use.db)).filter(
    (one) =>
      one.playbook === playbook.name &&
      places.some(({ scope, scopeId }) => scope === one.scope && scopeId === one.scopeId),
  );
}

/** Rules among it, which are on as long as it is. */
const rulesSaid = ({ rules = [] }: Playbook): string[] =>
  rules.length === 0
    ? []
    : [
        `${rules.length === 1 ? 'Rule' : 'Rules'} ${list(rules.map(String))} ${rules.length === 1 ? 'is' : 'are'} on while it is, and then as before.`,
      ];

async function offPlan(use: Use, meant: Meant): Promise<Planned> {
  const { playbook } = meant;
  const on = await onThere(use, meant);
  const planned = on.length === 0 ? await plannedHere(use, meant) : [];
  if (planned.length > 0)
    return {
      headline: `Give up that ${playbook.label} comes on${forSaid(use.company, planned)} from ${list(planned.map(({ startsAt }) => saidAt(use, startsAt)))}.`,
      consequence: 'It is not on, so nothing changes.',
      wayBack: 'Way back: say it again.',
      count: planned.length,
      verb: 'Give it up',
      mark: JSON.stringify(planned.map(({ id }) => id)),
    };
  if (on.length === 0) {
    const all = (await activePlaybooks(use.db, use.company.now)).filter(
      (one) => one.playbook === playbook.name,
    );
    const { seen } = await inSight(
      use,
      all.map((one) => ({ ...one, name: '' })),
    );
    const where = seen.length > 0 ? ` It is on${forSaid(use.company, seen)}.` : '';
    return { nothing: `${playbook.label} is not on${placesSaid(meant.places)}.${where}` };
  }
  const before = await currentSettings(use.db, use.company.now);
  const order = Object.keys(playbook.values);
  const gone = on
    .flatMap((one) => rowsOf(playbook, one, one.values))
    .toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  const left = (await activePlaybooks(use.db, use.company.now)).filter(
    ({ id }) => !on.some((one) => one.id === id),
  );
  const after = layered(
    await settingsBeneath(use.db, use.company.now),
    left.flatMap((one) => rowsOf({ ...playbook, label: one.label }, one, one.values)),
  );
  const moves = meant.places.flatMap((place) => movesAt(place, gone, before, after));
  return {
    headline: `Switch off ${playbook.label}${forSaid(use.company, on)}.`,
    consequence: [
      moves.length === 0
        ? 'Nothing would be otherwise than now.'
        : `${count(moves.length, 'setting')} ${moves.length === 1 ? 'goes' : 'go'} back: ${movesSaid(use.company, moves)}.`,
      ...(await effects(use, gone, { before, after })),
      ...(on.some(({ rules }) => rules.length > 0)
        ? [
            `As before again: ${list(on.flatMap(({ rules }) => rules.map(({ rule, before: was }) => `rule ${rule} (${was === 'shadow' ? 'in shadow' : was})`)))}, unless somebody has changed them since.`,
          ]
        : []),
    ].join(' '),
    ...(moves.length > 0 ? { table: tableOf(use.company, playbook, moves) } : {}),
    wayBack: 'Way back: "undo", at any time.',
    count: Math.max(1, moves.length),
    verb: shortVerb(`Switch off ${playbook.label}`),
    mark: JSON.stringify([on.map(({ id }) => id), moves.map(({ name, scopeId, to }) => [name, scopeId, to])]),
  };
}

/** What is on there of it; where no place was named, wherever it is on alone. */
async function onThere(use: Use, { playbook, places }: Meant): Promise<Activation[]> {
  return (await activePlaybooks(use.db, use.company.now)).filter(
    (one) =>
      one.playbook === playbook.name &&
      places.some(({ scope, scopeId }) => scope === one.scope && scopeId === one.scopeId),
  );
}

async function meantBy(
  use: Use,
  { on, name, places, unread }: Switch,
): Promise<Meant | { wrong: string; completes?: string }> {
  const playbook = await anyPlaybook(use.db, name);
  if (!playbook) return { wrong: unknownPlaybook(use.company, name) };
  if (unread !== null)
    return { wrong: `"${unread}" is not read. Say for whom, from which day and until when.` };
  if (places.length === 0) return withoutPlace(use, playbook, on);
  try {
    const found = places.map((one) => placeNamed(use.company, one));
    if (found.some((one) => one === null)) return { wrong: 'That place is not there any more.' };
    const targets = await inTurn(
      found.filter((one) => one !== null),
      (one) => placeOf(use, one),
    );
    const other = targets.find(({ scope }) => !playbook.scopes.some((one) => one === scope));
    if (other)
      return { wrong: `${playbook.label} cannot be for ${other.said}: it is for ${kinds(playbook)}.` };
    return { playbook, places: targets };
  } catch (error) {
    const wrong = wrongWith(error);
    if (wrong === null) throw error;
    return { wrong };
  }
}

/** For everyone; where that cannot be, it is asked, unless it is on in one place alone and to be switched off. */
async function withoutPlace(
  use: Use,
  playbook: Playbook,
  on: boolean,
): Promise<Meant | { wrong: string; completes?: string }> {
  const all = (await activePlaybooks(use.db, use.company.now)).filter(
    (one) => one.playbook === playbook.name,
  );
  const [only, ...others] = all;
  if (!on && only && others.length === 0 && only.scope !== 'everyone')
    return { playbook, places: [await targetOf(use, only)] };
  if (playbook.scopes.includes('everyone'))
    return { playbook, places: [await placeOf(use, { scope: 'everyone' })] };
  return {
    wrong: `For whom? ${playbook.label} is for ${kinds(playbook)}.`,
    completes: `${on ? 'activate' : 'deactivate'} ${playbook.label} for …`,
  };
}

async function targetOf(use: Use, { scope, scopeId }: Activation): Promise<Target> {
  const { territories, teams, people, accounts } = use.company.lexicon;
  const all = [...territories, ...teams, ...people, ...accounts];
  const name = all.find(({ id }) => id === scopeId)?.name ?? scopeId;
  if (scope === 'everyone' || scope === 'channel' || scope === 'agent')
    return placeOf(use, { scope: 'everyone' });
  return placeOf(use, { scope, of: { id: scopeId, name } });
}

const kinds = ({ scopes }: Playbook): string =>
  list(
    scopes.map((scope) => (scope === 'everyone' ? scope : scope === 'account' ? 'a customer' : `a ${scope}`)),
    'or',
  );

export const unknownPlaybook = ({ lexicon }: Company, name: string): string =>
  `There is no playbook called "${name}". There are: ${list(lexicon.playbooks.map((one) => one.name))}.`;

/** `from`: when it begins, if not at once. */
function endOf(
  { company, by }: Use,
  { ends }: Playbook,
  { until }: Switch,
  from: Date = company.now,
): Date | null {
  if (until) return new Date(until.at);
  if (ends === null) return null;
  const zone = ends === 'with the quarter' ? company.zone : (by.tz ?? company.zone);
  if (ends !== 'with the quarter') return startOfDay(addDays(dayIn(from, zone), ends.days + 1), zone);
  const quarter = resolvePeriod('this quarter', { ...company.calendar, now: from, zone });
  return quarter?.to ? startOfDay(addDays(quarter.to, 1), zone) : null;
}

const placesSaid = (places: Target[]): string => ` for ${list(places.map(({ said }) => said))}`;
