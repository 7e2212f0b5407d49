/** Playbooks in words: which there are and what they do, switching one on for a place and a time, and off again. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import type { Person } from '../policy/nouns.ts';
import { addDays, dayIn, startOfDay } from '../sales/days.ts';
import { resolvePeriod } from '../sales/periods.ts';
import { settingNamed } from '../settings/catalogue.ts';
import type { Difference } from '../settings/differences.ts';
import { layered } from '../settings/layers.ts';
import { type Playbook, playbookNamed, playbooks } from '../settings/playbook-entries.ts';
import {
  type Activation,
  activate,
  activePlaybooks,
  deactivate,
  playbookLabels,
  rowsOf,
  valuesAt,
} from '../settings/playbooks.ts';
import type { SettingValue } from '../settings/setting.ts';
import { currentSettings, type SettingRow, settingsBeneath, settingValue } from '../settings/settings.ts';
import { count, instant, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { effectOn } from './effect.ts';
import { lacking, refusing } from './lacking.ts';
import { placeName, placeOf, shown, type Where, wrongWith } from './limits.ts';
import { placeNamed } from './named-places.ts';
import { type Outcome, outcome } from './outcome.ts';
import { type Done, type Planned, shortVerb } from './plan.ts';
import type { ThingsTable } from './reply.ts';
import { slotsOfCommand } from './slots.ts';
import { suggestions } from './suggest.ts';
import { inSight, notTheirs } from './values-changed.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Reading = Omit<Use, 'now'>;
type Switch = Extract<Command, { do: 'playbook' }>;
type Target = Omit<Where, 'stage'>;
type Meant = { playbook: Playbook; places: Target[] };

export async function playbookPlan(use: Use, command: Switch): Promise<Planned> {
  if (!playbookNamed(command.name)) return { nothing: unknown(command.name) };
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
    return {
      instead: refusing(
        `Switching the playbook ${meant.playbook.label} ${verb} for ${where} is not possible for you: it needs ${theirs.needs}.`,
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
    for (const { id } of ends) await deactivate(use, { id, by, reason });
    return {
      sentence: `${playbook.label} is off${forSaid(use.company, ends)}. What is set there holds again.`,
      back: 'undo',
    };
  }
  const until = endOf(use, playbook, command);
  for (const { scope, scopeId } of places)
    await activate(use, { playbook, scope, scopeId, by, until, reason });
  return {
    sentence: `${playbook.label} is on${forSaid(use.company, places)}${untilSaid(use, until)}.`,
    back: 'undo',
  };
}

async function onPlan(use: Use, command: Switch, { playbook, places }: Meant): Promise<Planned> {
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

async function offPlan(use: Use, meant: Meant): Promise<Planned> {
  const { playbook } = meant;
  const on = await onThere(use, meant);
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
  const gone = on.flatMap((one) => rowsOf(playbook, one, one.values));
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
    ].join(' '),
    ...(moves.length > 0 ? { table: tableOf(use.company, playbook, moves) } : {}),
    wayBack: 'Way back: "undo", at any time.',
    count: Math.max(1, moves.length),
    verb: shortVerb(`Switch off ${playbook.label}`),
    mark: JSON.stringify([on.map(({ id }) => id), moves.map(({ name, scopeId, to }) => [name, scopeId, to])]),
  };
}

/** Which there are, which are on, where, since when, until when and by whom; of one what it sets. */
export async function listPlaybooks(use: Reading, { name }: { name: string | null }): Promise<Outcome> {
  const one = name === null ? null : playbookNamed(name);
  if (name !== null && !one) return lacking(unknown(name));
  const all = await activePlaybooks(use.db, use.company.now);
  const { seen } = await inSight(
    use,
    all.map((each) => ({ ...each, name: '' })),
  );
  const names = new Map(
    (await use.db('people').select('id', 'name')).map(({ id, name: called }) => [id, called]),
  );
  const on = (playbook: Playbook): string[] =>
    seen
      .filter((each) => each.playbook === playbook.name)
      .map(
        (each) =>
          `${playbook.label} is on${forSaid(use.company, [each])} since ${saidAt(use, each.at)}, by ${each.by.kind === 'person' ? (names.get(each.by.id) ?? each.by.id) : 'itself'}${untilSaid(use, each.until)}.`,
      );
  if (one) {
    const lines = Object.entries(one.values).map(
      ([setting, value]) =>
        `${settingNamed(setting).label}: ${shown(settingNamed(setting), value, use.company)}.`,
    );
    const now = on(one);
    return told(
      [`${one.label}: ${one.meaning}`, ...(now.length > 0 ? now : ['It is off.'])].join(' '),
      lines,
      one,
    );
  }
  const now = playbooks.flatMap(on);
  const sentence =
    now.length === 0
      ? `No playbook is on. There are ${count(playbooks.length, 'playbook')}.`
      : `${count(now.length, 'playbook')} ${now.length === 1 ? 'is' : 'are'} on.`;
  return told(
    sentence,
    [...now, ...playbooks.map(({ label, meaning }) => `${label}: ${meaning}`)],
    playbooks[0],
  );
}

const told = (sentence: string, lines: string[], playbook: Playbook | undefined): Outcome =>
  outcome(
    { kind: 'text', sentence, lines, next: suggestions(playbook ? [typed(playbook)] : []) },
    'show_playbooks',
    { understood: 'Playbooks' },
  );

const typed = ({ label, scopes }: Playbook): string =>
  scopes.includes('everyone') ? `activate ${label}` : `activate ${label} for …`;

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
  const playbook = playbookNamed(name);
  if (!playbook) return { wrong: unknown(name) };
  if (unread !== null)
    return { wrong: `"${unread}" is not read. A playbook begins at once; say for whom and until when.` };
  if (places.length === 0) return withoutPlace(use, playbook, on);
  try {
    const found = places.map((one) => placeNamed(use.company, one));
    if (found.some((one) => one === null)) return { wrong: 'That place is not there any more.' };
    const targets = await Promise.all(found.flatMap((one) => (one ? [placeOf(use, one)] : [])));
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

const unknown = (name: string): string =>
  `There is no playbook called "${name}". There are: ${list([...playbookLabels])}.`;

function endOf({ company, by }: Use, { ends }: Playbook, { until }: Switch): Date | null {
  if (until) return new Date(until.at);
  if (ends === null) return null;
  const zone = ends === 'with the quarter' ? company.zone : (by.tz ?? company.zone);
  if (ends !== 'with the quarter') return startOfDay(addDays(dayIn(company.now, zone), ends.days + 1), zone);
  const quarter = resolvePeriod('this quarter', { ...company.calendar, now: company.now, zone });
  return quarter?.to ? startOfDay(addDays(quarter.to, 1), zone) : null;
}

type Move = Pick<Difference, 'name' | 'scope' | 'scopeId'> & { from: SettingValue; to: SettingValue };

/** What holds at the place itself, before and after, where that is not the same. */
const movesAt = (place: Target, onTop: SettingRow[], before: SettingRow[], after: SettingRow[]): Move[] =>
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

function movesSaid(company: Company, moves: Move[]): string {
  const said = moves.slice(0, 5).map((move) => {
    const setting = settingNamed(move.name);
    return `${setting.label.toLowerCase()} ${shown(setting, move.from, company)} → ${shown(setting, move.to, company)}`;
  });
  const more = moves.length - said.length;
  return list(more > 0 ? [...said, `${more} more`] : said);
}

const tableOf = (company: Company, { label }: Playbook, moves: Move[]): ThingsTable => ({
  caption: `What changes with ${label}`,
  head: ['Setting', 'Where', 'Now', 'Then'],
  rows: moves.map(({ from, to, ...move }) => {
    const setting = settingNamed(move.name);
    const where = placeName(company, move).replace(/^for /, '') || 'everyone';
    return [setting.label, where, shown(setting, from, company), shown(setting, to, company)];
  }),
});

async function effects(
  use: Use,
  rows: SettingRow[],
  settings: { before: SettingRow[]; after: SettingRow[] },
): Promise<string[]> {
  const said = await Promise.all(
    [...new Set(rows.map(({ name }) => name))].map((name) => effectOn(use, name, settings)),
  );
  return said.filter((one) => one !== null && !one.startsWith('The same ')) as string[];
}

/** What it would set for everyone and cannot for one place. */
function leftOut(playbook: Playbook, places: Target[]): string[] {
  const cannot = places.flatMap((place) =>
    Object.keys(playbook.values).filter((name) => !(name in valuesAt(playbook, place))),
  );
  const labels = [...new Set(cannot)].map((name) => settingNamed(name).label.toLowerCase());
  return labels.length > 0 ? [`Left out, because it cannot differ there: ${list(labels)}.`] : [];
}

/** A narrower place keeps what is set for it. */
async function narrower(use: Use, places: Target[], onTop: SettingRow[]): Promise<string[]> {
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
async function overlaps(use: Use, places: Target[], onTop: SettingRow[]): Promise<string[]> {
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

const placesSaid = (places: Target[]): string =>
  places.some(({ scope }) => scope === 'everyone') ? '' : ` for ${list(places.map(({ said }) => said))}`;

function forSaid(company: Company, places: Pick<Target, 'scope' | 'scopeId'>[]): string {
  const named = places.map((place) => placeName(company, place).replace(/^for /, '') || 'everyone');
  return ` for ${list(named)}`;
}

const saidAt = ({ by, company }: Reading, at: Date): string =>
  instant(at, by.tz ?? company.zone, company.now);
const untilSaid = (use: Reading, until: Date | null): string => (until ? ` until ${saidAt(use, until)}` : '');
