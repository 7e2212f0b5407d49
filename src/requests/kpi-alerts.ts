/** Alerts on figures in words: setting one, those that there are, and stopping one. */
import type { Clock } from '../clock.ts';
import { agentRow } from '../crew/crew.ts';
import { kpiTrigger } from '../crew/kpi-alerts.ts';
import { type WatchedNow, watchedNow } from '../crm/watched.ts';
import type { Db } from '../db/pool.ts';
import { unitOf } from '../language/measure-units.ts';
import type { AlertTo, Command, Frame, Watched } from '../language/request.ts';
import { figureName } from '../language/watched-words.ts';
import { isOperator } from '../people/operator.ts';
import { peopleById } from '../people/people.ts';
import { scopeOf } from '../people/scope.ts';
import { whoMay } from '../policy/authorize.ts';
import { mayEndAlert, mayTellOthers, mayTellThemselves, seesAll } from '../policy/may-watch.ts';
import type { Person } from '../policy/nouns.ts';
import {
  endKpiAlert,
  type KpiAlert,
  type KpiAlertDeed,
  kpiAlertById,
  kpiAlerts,
  setKpiAlert,
} from '../settings/kpi-alerts.ts';
import { activePauses, pauseOn } from '../settings/pauses.ts';
import { askedOf } from '../story/asked.ts';
import { count, duration, list, money } from '../story/format.ts';
import { behindFigure, isBeyond, limitSaid, sideOf, valueSaid } from '../story/kpi.ts';
import { contextOf } from './asking.ts';
import type { Company } from './company.ts';
import { lacking, refusing } from './lacking.ts';
import { type Outcome, outcome } from './outcome.ts';
import { beyondScope, whose } from './outside.ts';
import type { Done, Planned } from './plan.ts';
import { suggestions } from './suggest.ts';
import { type WaysOut, whyNotChannel } from './ways-out.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person; ways?: WaysOut };
type SetAlert = Extract<Command, { do: 'kpi_alert' }>;
type StopAlert = Extract<Command, { do: 'kpi_alert_stop' }>;

const agent = 'analytics';
/** More than anybody reads. */
const mostOfOne = 50;

export async function kpiAlertPlan(use: Use, command: SetAlert): Promise<Planned> {
  const { watched, to } = command;
  const refused = await notPossible(use, command);
  if (refused) return { instead: refused };
  const own = (await kpiAlerts(use.db, 'everybody')).filter(({ setBy }) => setBy === use.by.id);
  const same = own.find((one) => isSame(one, watched, to, use.by));
  if (same)
    return {
      nothing: `That is alert ${same.id} already: ${alertSaid(use, same.watched)}. Nothing was changed.`,
    };
  if (own.length >= mostOfOne)
    return {
      nothing: `You have ${count(own.length, 'alert')} already, and more would not be read. Stop some first: "list my alerts".`,
    };
  const found = await watchedNow(use.db, watched.of, { ...contextOf(use), me: use.by });
  if (found.answer && !['value', 'forecast'].includes(found.answer.kind))
    return { instead: lacking('That is not one figure. Say a rate, a count, a sum or an average.') };
  const quiet = await modeSaid(use);
  return {
    headline: `Tell ${toSaid(to)} when ${within(figureName(watched.of, use.company))} ${isOrAre(watched.of)} ${limitOf(use, watched)}.`,
    consequence: [
      nowSaid(use, watched, found, quiet === null),
      'Looked at whenever data change: told once, and again when it is over.',
      quiet,
    ]
      .filter((part) => part !== null)
      .join(' '),
    wayBack: 'Way back: "undo" or "stop that alert", at any time.',
    count: 1,
    verb: 'Set the alert',
    mark: JSON.stringify(sorted([watched, to])),
  };
}

function nowSaid({ company }: Use, watched: Watched, found: WatchedNow, loud: boolean): string {
  const { value, answer, question } = found;
  if (value === null) {
    const why = answer && behindFigure(answer, askedOf(question, company.companyCurrency));
    return `There is nothing to measure now${why ? ` (${why.replace(/\.$/, '')})` : ''}, and nothing is told until there is.`;
  }
  const now = valueSaid(found, watched, company.companyCurrency);
  const said =
    isBeyond(watched, value) && loud ? `It is ${now} now, so it is told at once.` : `It is ${now} now.`;
  return `${said}${elsewhereSaid(found)}`;
}

/** " EUR 1,619,100 and CAD 16,800 in other currencies are not counted." */
function elsewhereSaid({ answer, currency }: WatchedNow): string {
  const sums = answer?.kind === 'value' && answer.value === null ? (answer.sums ?? []) : [];
  const others = sums.filter((sum) => sum.currency !== currency);
  if (others.length === 0) return '';
  const said = list(others.map((sum) => money(sum.amount, sum.currency, '')));
  return ` ${said} in ${others.length === 1 ? 'another currency is' : 'other currencies are'} not counted.`;
}

export async function carryOutKpiAlert(use: Use, { text, watched, to }: SetAlert): Promise<Done> {
  const by = { kind: 'person', id: use.by.id } as const;
  const id = await setKpiAlert(use, { text, watched, to, by, now: use.now.now() });
  const shadow = await modeSaid(use);
  return {
    sentence: `Alert ${id} is set: ${toSaid(to)} ${to.who === 'me' ? 'are' : 'is'} told when ${alertSaid(use, watched)}.${shadow ? ` ${shadow}` : ''}`,
    back: 'undo',
  };
}

/** Null: it can be set by this person. */
async function notPossible(use: Use, { watched, to }: SetAlert): Promise<Outcome | null> {
  const { by, company } = use;
  if (isOperator(by))
    return lacking(
      'An alert belongs to a person. You ask as the local operator: add --as <email> to ask as somebody.',
    );
  const beyond = whose(watched.of, by, company) ?? (await beyondScope(use.db, watched.of, by, company));
  if (beyond) return beyond;
  if (!mayTellThemselves(by)) return refusing('An alert needs a role here that is not only to look on.');
  if (to.who === 'me' || (to.who === 'person' && to.of.id === by.id)) return null;
  if (!mayTellOthers(by))
    return refusing(
      `Having others told needs ${whoMay('tell_others')}. You can have yourself told: "alert me when …".`,
      mayTellOthers,
    );
  if (watched.of.clauses.some(({ says }) => says === 'mine'))
    return lacking('"My" means somebody else to others. Name the person, the team or the territory.');
  if (to.who === 'channel') {
    if (isOfSomebody(watched.of))
      return refusing(
        'A channel is told totals only, and this figure is about single people, customers or deals. You can have yourself told: "alert me when …".',
      );
    const why = await whyNotChannel(use.ways, to.channel);
    return why === null ? null : lacking(why);
  }
  const [reader] = (await peopleById(use.db, [to.of.id])).values();
  if (!reader?.active || reader.roles.length === 0 || !reader.slackId)
    return lacking(`${to.of.name} cannot be told: they have no Slack name or no role here. Whom else?`);
  return mayBeTold(reader, by, watched.of)
    ? null
    : refusing(
        `${reader.name} does not see all that this figure is counted from. Limit it to their territory, or have yourself told.`,
      );
}

/** Whether they see all that this figure of somebody else's is counted from. */
export const mayBeTold = (reader: Person, owner: Person, of: Frame): boolean =>
  seesAll(scopeOf(reader), scopeOf(owner), territoriesIn(of)) || isOwnOf(of, reader);

const personal = /owner|account|person|contact|^name$|^id$/;

/** Whatever its channel's audience: no person, no customer, and no single deal's amount. */
const isOfSomebody = ({ clauses, measure, of }: Frame): boolean =>
  measure.kind === 'largest' ||
  measure.kind === 'smallest' ||
  of === 'account' ||
  of === 'contact' ||
  clauses.some((clause) => 'field' in clause && personal.test(clause.field));

/** The territories that a figure is limited to; null: it is limited to none. */
function territoriesIn({ clauses }: Frame): string[] | null {
  const named = clauses.find((one) => one.says === 'names' && one.field === 'territory' && !one.not);
  return named?.says === 'names' ? named.names.map(({ id }) => id) : null;
}

const isOwnOf = ({ clauses }: Frame, reader: Person): boolean =>
  clauses.some(
    (one) =>
      one.says === 'names' &&
      one.field === 'owner' &&
      !one.not &&
      one.names.every(({ id }) => id === reader.id),
  );

async function modeSaid(use: Use): Promise<string | null> {
  const { mode } = await agentRow(use.db, agent);
  if (mode === 'shadow')
    return 'The Analytics agent is in shadow: what it finds is recorded, and nobody is told until that is changed.';
  const pause = pauseOn(await activePauses(use.db, use.company.now), { agent });
  return pause ? 'The Analytics agent is paused: nothing is looked at until it is resumed.' : null;
}

/** Within a sentence: "the number of open deals", "win rate in EMEA". */
const within = (name: string): string => {
  const said = name.charAt(0).toLowerCase() + name.slice(1);
  return /^(?:number|amount|total|average|median|largest|smallest|forecast|sales cycle)\b/.test(said)
    ? `the ${said}`
    : said;
};
const isOrAre = ({ measure }: Frame): string => (measure.kind === 'rows' ? 'are' : 'is');
const toSaid = (to: AlertTo): string =>
  to.who === 'me' ? 'you' : to.who === 'channel' ? `#${to.channel}` : to.of.name;

function limitOf({ company }: Use, watched: Watched): string {
  const unitary = { unit: unitOf(watched.of), currency: watched.currency };
  return `${sideOf(watched)} ${limitSaid(watched, unitary, company.companyCurrency)}`;
}

/** "win rate in EMEA this quarter is under 25%" */
const alertSaid = (use: Use, watched: Watched): string =>
  `${within(figureName(watched.of, use.company))} ${isOrAre(watched.of)} ${limitOf(use, watched)}`;

const isSame = (one: KpiAlert, watched: Watched, to: AlertTo, by: Person): boolean =>
  JSON.stringify(sorted(one.watched)) === JSON.stringify(sorted(watched)) &&
  ('channel' in one.to
    ? to.who === 'channel' && one.to.channel === to.channel
    : to.who !== 'channel' && one.to.person === (to.who === 'me' ? by.id : to.of.id));

/** The database keeps the keys of a question in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** Those that this person set or is told; those who keep the agents see all. */
export async function listKpiAlerts(use: Use): Promise<Outcome> {
  const keeps = mayEndAlert(use.by, { setBy: '', person: null });
  const alerts = await kpiAlerts(use.db, keeps ? 'everybody' : { person: use.by.id });
  const said = (sentence: string, lines: string[], next: string[]): Outcome => ({
    ...outcome({ kind: 'text', sentence, lines, next: suggestions(next) }, 'list_alerts'),
    understood: keeps ? 'All alerts on figures' : 'Your alerts on figures',
  });
  if (alerts.length === 0)
    return said('No alert is set.', [], ['alert me when win rate this quarter is under 25%']);
  const lines = await linesOf(use, alerts.slice(0, mostShown));
  const more = alerts.length > mostShown ? ` The last ${mostShown} are shown.` : '';
  const mine = alerts.filter(({ setBy, to }) => mayEndAlert(use.by, { setBy, person: personIn(to) }));
  const shown = await modeSaid(use);
  return {
    ...said(
      `${count(alerts.length, 'alert')}.${more}${shown ? ` ${shown}` : ''}`,
      lines,
      mine.slice(0, 5).map(({ id }) => `remove alert ${id}`),
    ),
  };
}

const mostShown = 20;
const personIn = (to: KpiAlert['to']): string | null => ('person' in to ? to.person : null);

/** "12: win rate in EMEA this quarter is under 25%. To #sales-leads, by Mara Lind. So for 3 days." */
async function linesOf(use: Use, alerts: KpiAlert[]): Promise<string[]> {
  const { rows: live } = await use.db.raw<{
    rows: { subject_id: string; found_at: Date; error: string | null }[];
  }>(
    `select f.subject_id, f.found_at, c.error from findings f left join cards c on c.state = 'failed' and split_part(c.key, ':', 1) = 'finding' and split_part(c.key, ':', 2) = f.id::text
     where f.trigger = ? and f.gone_at is null and f.subject_id = any(?)`,
    [kpiTrigger, alerts.map(({ id }) => String(id))],
  );
  const people = await peopleById(
    use.db,
    alerts.flatMap(({ setBy, to }) => [setBy, personIn(to) ?? setBy]),
  );
  const nameOf = (id: string): string => (id === use.by.id ? 'you' : (people.get(id)?.name ?? id));
  return alerts.map(({ id, watched, to, setBy }) => {
    const found = live.find(({ subject_id }) => subject_id === String(id));
    const whom = 'channel' in to ? `#${to.channel}` : nameOf(to.person);
    const by = setBy === use.by.id ? '' : `, by ${nameOf(setBy)}`;
    const since = found ? ` So for ${duration(use.company.now.getTime() - found.found_at.getTime())}.` : '';
    const failed = found?.error ? ` ${whom} could not be told: ${found.error}.` : '';
    return `${id}: ${alertSaid(use, watched)}. To ${whom}${by}.${since}${failed}`;
  });
}

export async function stopAlertPlan(use: Use, command: StopAlert): Promise<Planned> {
  const found = await meant(use, command);
  if ('instead' in found || 'nothing' in found) return found;
  const { alert } = found;
  const { id, watched, to, setBy } = alert;
  if (!mayEndAlert(use.by, { setBy, person: personIn(to) }))
    return { nothing: `There is no alert ${id} of yours.` };
  const people = await peopleById(use.db, [personIn(to) ?? setBy]);
  const person = personIn(to);
  const whom =
    'channel' in to
      ? `#${to.channel}`
      : person === use.by.id
        ? 'you'
        : (people.get(person ?? '')?.name ?? '');
  return {
    headline: `Stop alert ${id}: ${alertSaid(use, watched)}.`,
    consequence: `It is told to ${whom} no more.`,
    wayBack: 'Way back: "undo".',
    count: 1,
    verb: 'Stop it',
    mark: String(id),
    command: { do: 'kpi_alert_stop', alert: id },
  };
}

async function meant(
  use: Use,
  { alert }: StopAlert,
): Promise<{ alert: KpiAlert } | Extract<Planned, { nothing: string } | { instead: unknown }>> {
  if (typeof alert === 'number') {
    const one = await kpiAlertById(use.db, alert);
    const seen =
      one && one.endedAt === null && mayEndAlert(use.by, { setBy: one.setBy, person: personIn(one.to) });
    return seen ? { alert: one } : { nothing: `There is no alert ${alert} of yours.` };
  }
  const own = await kpiAlerts(use.db, { person: use.by.id });
  const [first, ...others] = own;
  if (!first) return { nothing: 'You have no alert that could be stopped.' };
  if (others.length === 0 || alert === 'last') return { alert: first };
  const lines = await linesOf(use, own.slice(0, mostShown));
  return {
    instead: outcome(
      {
        kind: 'text',
        sentence: 'Which one? Say its number.',
        lines,
        next: suggestions(own.slice(0, 5).map(({ id }) => `remove alert ${id}`)),
      },
      'clarify_needed',
    ),
  };
}

export async function carryOutStopAlert(use: Use, { alert }: StopAlert): Promise<Done> {
  const id = typeof alert === 'number' ? alert : 0;
  const by = { kind: 'person', id: use.by.id } as const;
  const ended = await endKpiAlert(use, { id, by, because: 'removed', now: use.now.now() });
  return ended
    ? { sentence: `Alert ${id} is stopped.`, back: 'undo' }
    : { sentence: `Alert ${id} was stopped already.`, back: null };
}

/** What undoing it does: "The alert on win rate this quarter is stopped", "… holds again", "… is at 25% again". */
export function alertLine(use: Use, deed: KpiAlertDeed): string {
  const { alert } = deed;
  const said = `alert ${alert.id} (${alertSaid(use, alert.watched)})`;
  if (deed.kind !== 'limit') return `${said} ${deed.kind === 'set' ? 'is stopped' : 'holds again'}`;
  const unitary = { unit: unitOf(alert.watched.of), currency: alert.watched.currency };
  return `${said} is at ${limitSaid({ limit: deed.was }, unitary, use.company.companyCurrency)} again`;
}
