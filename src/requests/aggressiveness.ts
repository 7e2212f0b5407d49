/** How aggressive an agent is, in words: shown on the last month before it is set, one deed with one way back. */
import { agentNamed } from '../agents/roster.ts';
import type { Clock } from '../clock.ts';
import { wouldFind } from '../crew/would-find.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Command } from '../language/request.ts';
import type { AgentName, Aggressiveness, Person } from '../policy/nouns.ts';
import {
  holding,
  type LevelPlace,
  levelNow,
  levelSettings,
  levels,
  levelValues,
  withoutOwn,
} from '../settings/aggressiveness.ts';
import { settingNamed } from '../settings/catalogue.ts';
import type { Difference } from '../settings/differences.ts';
import type { SettingRow } from '../settings/settings.ts';
import { makeSo, valuesNow } from '../settings/snapshots.ts';
import { count, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { refusingBut } from './lacking.ts';
import { shown } from './limits.ts';
import { type Outcome, plain } from './outcome.ts';
import { type Done, type Planned, shortVerb } from './plan.ts';
import { beneathPlaybooks, markOf, notTheirs } from './values-changed.ts';
import { ownPlace } from './who-can.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Asked = Extract<Command, { do: 'aggressiveness' }>;
type Wish = Extract<Command, { do: 'set_aggressiveness' }>;
/** How far back it is shown what would have been. */
const shownDays = 30;

type Meant = {
  agent: AgentName;
  label: string;
  place: LevelPlace;
  /** "the Pipeline agent for EMEA" */
  said: string;
};

function meantBy({ agent, territory }: Asked | Wish): Meant | { nothing: string } {
  const { name, label } = agentNamed(agent.id);
  if (!levelSettings[name]) {
    const some = Object.keys(levelSettings).map((one) => agentNamed(one).label);
    return {
      nothing: `The ${label} has no levels: nothing of what it does is a matter of more or less. The ${list(some)} have.`,
    };
  }
  const place: LevelPlace = territory
    ? { scope: 'territory', territoryId: territory.id }
    : { scope: 'everyone' };
  return { agent: name, label, place, said: `the ${label}${territory ? ` for ${territory.name}` : ''}` };
}

/** "The Pipeline agent is balanced. Beside that: …" */
export function aggressivenessNow({ company }: Pick<Use, 'company'>, asked: Asked): Outcome {
  const meant = meantBy(asked);
  if ('nothing' in meant) return plain(meant.nothing, 'show_limits');
  const now = levelNow(company.settings, meant.agent, meant.place);
  if (!now)
    return plain(
      `Nothing that makes ${meant.said} more or less aggressive differs by territory.`,
      'show_limits',
    );
  const others = now.others.map(
    ({ name, value }) => `${settingNamed(name).label} ${shown(settingNamed(name), value, company)}`,
  );
  const beside = others.length > 0 ? ` Otherwise than that: ${list(others)}.` : '';
  return plain(
    `${capital(meant.said)} is ${now.level}.${beside} Levels are ${list([...levels])}: "make ${asked.agent.id} more aggressive" shows first what that would have come to.`,
    'show_limits',
  );
}

/** The level that is meant: more and less are from what holds now. */
function levelOf(
  { level }: Wish,
  rows: SettingRow[],
  { agent, place, said }: Meant,
): Aggressiveness | { nothing: string } {
  if (level !== 'more' && level !== 'less') return level;
  const now = levelNow(rows, agent, place)?.level ?? 'balanced';
  const next = levels[levels.indexOf(now) + (level === 'more' ? 1 : -1)];
  return (
    next ?? {
      nothing: `${capital(said)} is ${now} already: there is no level ${level === 'more' ? 'above' : 'below'} it. Single limits can be set further, for example "stale threshold 14 days".`,
    }
  );
}

/** What differs from what holds there now. A value that holds there anyway is not set a second time. */
async function changesTo(
  use: Use,
  meant: Meant,
  level: Aggressiveness,
): Promise<{ changed: Difference[]; leftOut: string[] }> {
  const { values, leftOut } = levelValues(meant.agent, level, meant.place);
  const set = await valuesNow(use.db, use.company.now);
  const changed = values.flatMap((value): Difference[] => {
    const { name, scope, scopeId } = value;
    const before =
      set.find(
        (one) => one.name === name && one.scope === scope && one.scopeId === scopeId && one.stage === '',
      ) ?? null;
    const anyway = withoutOwn(use.company.settings, value, meant.agent, meant.place) === value.value;
    if (anyway ? before === null : before?.value === value.value && before.until === null) return [];
    const after = anyway
      ? null
      : { ...value, stage: '', version: 0, until: null, by: '', at: '', reason: null };
    return [{ name, scope, scopeId, stage: '', before, after }];
  });
  return { changed, leftOut };
}

export async function aggressivenessPlan(use: Use, command: Wish): Promise<Planned> {
  const meant = meantBy(command);
  if ('nothing' in meant) return meant;
  const level = levelOf(command, use.company.settings, meant);
  if (typeof level !== 'string') return level;
  const { changed, leftOut } = await changesTo(use, meant, level);
  const theirs = await notTheirs(use, changed);
  if (theirs) {
    const own = meant.place.scope === 'everyone' ? ownPlace(use) : null;
    return {
      instead: refusingBut(
        `Making ${meant.said} ${level} is not possible for you: ${theirs.what} needs ${theirs.needs}.${own ? ` You can for ${own}.` : ''}`,
        theirs.can,
        own ? [`set ${meant.agent} to ${level} for ${own}`] : [],
      ),
    };
  }
  if (changed.length === 0) return { nothing: `${capital(meant.said)} is ${level} already.` };
  const moves = movesOf(use.company, meant, changed);
  const labels = leftOut.map((name) => settingNamed(name).label);
  return {
    headline: `Make ${meant.said} ${level}.`,
    consequence: [
      await wouldHaveBeen(use, meant, changed),
      movesSaid(moves),
      ...(labels.length > 0 ? [`Left out, because it cannot differ there: ${list(labels)}.`] : []),
      ...beneathPlaybooks(use.company, changed),
    ].join(' '),
    table: {
      caption: `What makes ${meant.said} ${level}`,
      head: ['Setting', 'Now', 'Then'],
      rows: moves.map(({ label, now, next }) => [label, now, next]),
    },
    wayBack: 'Way back: "undo" takes all of it back, at any time.',
    count: changed.length,
    verb: shortVerb(`Make it ${level}`),
    mark: markOf(changed),
    command: { ...command, level },
  };
}

type Move = { label: string; now: string; next: string };

/** From what holds there now, wherever it is set, to what will hold. */
function movesOf(company: Company, { agent, place }: Meant, changed: Difference[]): Move[] {
  const after = withChanges(company.settings, changed);
  return changed.map(({ name }) => {
    const setting = settingNamed(name);
    const said = (rows: SettingRow[]) => shown(setting, holding(rows, name, agent, place), company);
    return { label: setting.label, now: said(company.settings), next: said(after) };
  });
}

/** The first few; all stand in the table. */
const movesSaid = (moves: Move[]): string => {
  const first = moves.slice(0, 4).map(({ label, now, next }) => `"${label}": ${now} → ${next}`);
  const more = moves.length - first.length;
  return `${list(more > 0 ? [...first, `${count(more, 'more value')}`] : first)}.`;
};

/** "In the last 30 days it would have found 43 things to ask or nudge about instead of 32: 11 more." */
async function wouldHaveBeen(use: Use, { agent }: Meant, changed: Difference[]): Promise<string> {
  const { settings, now, zone } = use.company;
  const of = { days: shownDays, now, zone };
  const before = await wouldFind(use.db, agentNamed(agent), { ...of, settings });
  const after = await wouldFind(use.db, agentNamed(agent), {
    ...of,
    settings: withChanges(settings, changed),
  });
  if (!before || !after)
    return 'What it would have come to in the past is not known: it looks at figures and leads.';
  if (before.days === 0)
    return 'What it would have come to in the past is not known: there is no history yet.';
  const days = `In the last ${count(before.days, 'day')}`;
  const more = after.found - before.found;
  if (more === 0)
    return `${days} it would have found as much as it did: ${count(before.found, 'thing')} to ask or nudge about.`;
  return `${days} it would have found ${count(after.found, 'thing')} to ask or nudge about instead of ${before.found}: ${Math.abs(more)} ${more > 0 ? 'more' : 'fewer'}.`;
}

/** A playbook that lies on a place stays on top. */
function withChanges(settings: SettingRow[], changed: Difference[]): SettingRow[] {
  const touches = (row: SettingRow, { name, scope, scopeId }: Difference) =>
    row.name === name && row.scope === scope && row.scopeId === scopeId && row.stage === '' && !row.playbook;
  const kept = settings.filter((row) => !changed.some((one) => touches(row, one)));
  const covered = (one: Difference) =>
    settings.some(
      (row) =>
        row.playbook && row.name === one.name && row.scope === one.scope && row.scopeId === one.scopeId,
    );
  const standard = (one: Difference): SettingRow[] =>
    one.scope === 'everyone'
      ? [
          {
            name: one.name,
            scope: 'everyone',
            scopeId: '',
            stage: '',
            value: settingNamed(one.name).default,
            version: 0,
          },
        ]
      : [];
  return [
    ...kept,
    ...changed
      .filter((one) => !covered(one))
      .flatMap((one): SettingRow[] =>
        one.after
          ? [
              {
                name: one.name,
                scope: one.scope,
                scopeId: one.scopeId,
                stage: '',
                value: one.after.value,
                version: 1,
              },
            ]
          : standard(one),
      ),
  ];
}

export async function carryOutAggressiveness(use: Use, command: Wish): Promise<Done> {
  const meant = meantBy(command);
  if ('nothing' in meant) return { sentence: meant.nothing, back: null };
  return inTransaction(use.db, async (db) => {
    const level = levelOf(command, use.company.settings, meant);
    if (typeof level !== 'string') return { sentence: level.nothing, back: null };
    const { changed } = await changesTo({ ...use, db }, meant, level);
    const by = { kind: 'person', id: use.by.id } as const;
    await makeSo({ ...use, db }, changed, { by, reason: `${capital(meant.said)} made ${level}.` });
    return {
      sentence: `${capital(meant.said)} is ${level} now: ${count(changed.length, 'value')} changed.`,
      back: 'undo',
    };
  });
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
