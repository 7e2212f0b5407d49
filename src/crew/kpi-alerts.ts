/** Alerts that people set on figures: each figure as the person who set it sees it now; what nobody may be told any more ends. */
import { analytics } from '../agents/analytics/agent.ts';
import type { Figure } from '../agents/nouns.ts';
import { type WatchedNow, watchedNow } from '../crm/watched.ts';
import type { Db } from '../db/pool.ts';
import { enqueue } from '../jobs/outbox.ts';
import { unitOf } from '../language/measure-units.ts';
import type { Frame } from '../language/request.ts';
import { figureName, rowsBehind } from '../language/watched-words.ts';
import { peopleById, personById } from '../people/people.ts';
import { scopeOf } from '../people/scope.ts';
import { mayTellOthers } from '../policy/may-watch.ts';
import type { Person } from '../policy/nouns.ts';
import { endKpiAlert, type KpiAlert, kpiAlertsToLookAt } from '../settings/kpi-alerts.ts';
import { numberSetting, textSetting } from '../settings/settings.ts';
import { askedOf } from '../story/asked.ts';
import { behindFigure, limitSaid, sideOf } from '../story/kpi.ts';
import { agentRow } from './crew.ts';
import { type Past, pastOf, type Watching } from './kpi-past.ts';
import type { LookUse } from './looking.ts';

/** The name of the trigger that reads them. */
export const kpiTrigger = 'kpi';
const subject = 'kpi_alert';

export async function kpiFigures(trx: Db, use: LookUse): Promise<Figure[]> {
  // They have been seen by looking at all.
  await trx('touched').where({ noun: subject }).delete();
  const alerts = await kpiAlertsToLookAt(trx, kpiTrigger);
  const ids = alerts.flatMap(({ setBy, to, endedBy }) => [setBy, endedBy, 'person' in to ? to.person : null]);
  const people = await peopleById(trx, [...new Set(ids.filter((id) => id !== null))]);
  const kept = new Map<string, Promise<WatchedNow>>();
  const ends = new Map<number, string>();
  const watching: Watching[] = [];
  for (const alert of alerts) {
    const ended = await endOf(trx, use, alert, people);
    const owner = people.get(alert.setBy);
    if (ended !== null) ends.set(alert.id, ended);
    else if (owner)
      watching.push({ alert, owner, now: await nowOf(trx, use, kept, alert.watched.of, owner) });
  }
  const past = await pastOf(trx, use, watching);
  return alerts.map((alert) => {
    const found = watching.find((one) => one.alert === alert)?.now ?? null;
    return figureOf(use, alert, people, {
      found,
      past: past.get(alert.id),
      ended: ends.get(alert.id) ?? null,
    });
  });
}

/** Questions are as different as people ask them, so each is a statement of its own; the same one in the same scope is asked once. */
function nowOf(
  trx: Db,
  use: LookUse,
  kept: Map<string, Promise<WatchedNow>>,
  frame: Frame,
  owner: Person,
): Promise<WatchedNow> {
  const scope = scopeOf(owner);
  const own = frame.clauses.some(({ says }) => says === 'mine') ? owner.id : null;
  const key = JSON.stringify([frame, scope, own]);
  const known =
    kept.get(key) ?? watchedNow(trx, frame, { ...wordingOf(use), settings: use.settings, scope, me: owner });
  kept.set(key, known);
  return known;
}

const wordingOf = ({ now, zone, settings }: LookUse) => ({
  now,
  zone,
  companyCurrency: textSetting(settings, 'company_currency'),
  calendar: {
    fiscalYearStart: numberSetting(settings, 'fiscal_year_start'),
    weekStart: numberSetting(settings, 'week_start'),
  },
});

function figureOf(
  use: LookUse,
  { id, watched, to }: KpiAlert,
  people: Map<string, Person>,
  { found, past, ended }: { found: WatchedNow | null; past: Past | undefined; ended: string | null },
): Figure {
  const wording = wordingOf(use);
  const company = wording.companyCurrency;
  const reader = 'person' in to ? people.get(to.person) : undefined;
  const { over, including, limit } = watched;
  const value = found?.value ?? null;
  return {
    subject: { kind: subject, id: String(id) },
    name: figureName(watched.of, wording),
    at: {},
    manager: reader ? { id: reader.id, name: reader.name } : null,
    channel: 'channel' in to ? channelKey(to.channel) : null,
    value: value ?? 0,
    worth: 0,
    beside: {},
    company,
    watched: {
      value,
      unit: found?.unit ?? unitOf(watched.of),
      currency: found?.currency ?? watched.currency,
      over,
      including,
      limit,
      madeOf:
        found?.answer && value !== null ? behindFigure(found.answer, askedOf(found.question, company)) : null,
      show: rowsBehind(watched.of, wording),
      lately: past?.lately ?? [],
      explained: past?.explained ?? null,
      ended,
    },
  };
}

/** A channel's name bears its sign, an id does not. */
export const channelKey = (channel: string): string =>
  /^[CG][A-Z0-9]{8,}$/.test(channel) ? channel : `#${channel}`;

/** Why the alert is no more, as a sentence; null: it holds. One whose people have left, or may not any more, ends here. */
async function endOf(
  trx: Db,
  use: LookUse,
  alert: KpiAlert,
  people: Map<string, Person>,
): Promise<string | null> {
  if (alert.endedBecause !== null) {
    const by = people.get(alert.endedBy ?? '')?.name;
    return `The alert was stopped${by ? ` by ${by}` : ''}.`;
  }
  const lost = lostBy(alert, people);
  if (lost === null) return null;
  const { id, watched } = alert;
  await endKpiAlert({ db: trx }, { id, by: analyst, because: lost.because, now: use.now, runId: use.runId });
  const wording = wordingOf(use);
  const limit = limitSaid(
    watched,
    { unit: unitOf(watched.of), currency: watched.currency },
    wording.companyCurrency,
  );
  await tellOwner(
    trx,
    lost.tell,
    id,
    `${lost.sentence}, so the alert on "${figureName(watched.of, wording)}" ${sideOf(watched)} ${limit} has stopped. Set it anew if it is still needed.`,
  );
  return `The alert has stopped: ${lost.sentence}.`;
}

const analyst = { kind: 'agent', id: analytics.name, version: analytics.version } as const;

type Lost = { because: 'left' | 'no longer may'; sentence: string; tell: Person | null };

/** Whose rights are those of this moment: who set it, and who is told. */
function lostBy({ setBy, to }: KpiAlert, people: Map<string, Person>): Lost | null {
  const owner = people.get(setBy);
  if (!owner || 'nothing' in scopeOf(owner))
    return { because: 'left', sentence: `${owner?.name ?? 'Who set it'} has left`, tell: null };
  const reader = 'person' in to ? people.get(to.person) : null;
  if (reader === owner) return null;
  if (reader !== null && (!reader || 'nothing' in scopeOf(reader)))
    return { because: 'left', sentence: `${reader?.name ?? 'Who is told'} has left`, tell: owner };
  if (mayTellOthers(owner)) return null;
  return {
    because: 'no longer may',
    sentence: `${owner.name} may not have others told any more`,
    tell: owner,
  };
}

/** A sentence to who set it; where they have left, to who keeps the agent. */
async function tellOwner(trx: Db, to: Person | null, id: number, text: string): Promise<void> {
  const { ownerId } = await agentRow(trx, analytics.name);
  const keeper = to ?? (ownerId === null ? null : await personById(trx, ownerId));
  if (!keeper?.active || !keeper.slackId) return;
  const body = { channel: `dm:${keeper.slackId}`, user: keeper.slackId, text };
  await enqueue(trx, 'whisper', { key: `kpi-alert:${id}`, body });
}
