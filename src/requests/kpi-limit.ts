/** Another limit for an alert, from its card: what is typed, what that would have done in the weeks before, and setting it. */

import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inUnit, limitAt } from '../language/commands/alert-limits.ts';
import { unitOf } from '../language/measure-units.ts';
import type { Watched } from '../language/request.ts';
import { figureName } from '../language/watched-words.ts';
import { mayEndAlert } from '../policy/may-watch.ts';
import type { Person } from '../policy/nouns.ts';
import { addDays, dayIn } from '../sales/days.ts';
import { changeKpiLimit, type KpiAlert, kpiAlertOfFinding } from '../settings/kpi-alerts.ts';
import { count } from '../story/format.ts';
import { isBeyond, limitSaid, sideOf, valueSaid } from '../story/kpi.ts';
import type { Company } from './company.ts';

type Use = { db: Db; now: Clock; company: Company };

export type LimitOf = {
  alert: KpiAlert;
  /** "Win rate in EMEA this quarter is told when it is under 25%." */
  sentence: string;
  /** As it can be typed again: "25%". */
  limit: string;
  /** "Such as 20%." */
  hint: string;
};

/** What the form shows; a sentence where there is nothing to set, or not by this person. */
export async function limitOf(use: Use, findingId: number, by: Person | null): Promise<LimitOf | string> {
  const alert = await kpiAlertOfFinding(use.db, findingId);
  if (!alert || alert.endedAt !== null) return 'This alert is over: there is no limit to change.';
  const person = 'person' in alert.to ? alert.to.person : null;
  if (!by || !mayEndAlert(by, { setBy: alert.setBy, person }))
    return 'The limit of an alert is changed by whoever set it or is told, or by who keeps the agents. Nothing was changed.';
  const { watched } = alert;
  const limit = said(use, watched, watched.limit);
  return {
    alert,
    sentence: `${figureName(watched.of, use.company)} is told when it is ${sideOf(watched)} ${limit}.`,
    limit: limit.replace('×', 'x'),
    hint: `Such as ${examples[unitOf(watched.of)]}.`,
  };
}

const examples = { share: '20%', ratio: '2.5x', days: '45 days', currency: '500k', number: '20' };

const said = ({ company }: Use, { of, currency }: Watched, limit: number): string =>
  limitSaid({ limit }, { unit: unitOf(of), currency }, company.companyCurrency);

/** The limit in the figure's own unit, or what is wrong with what was typed. A bare number has the unit of the figure. */
export function limitTyped(
  use: Use,
  { watched }: KpiAlert,
  typed: string,
): { value: number } | { wrong: string } {
  const text = typed.trim().toLowerCase();
  const found = limitAt(text);
  const unit = unitOf(watched.of);
  const hint = `Enter a limit such as ${examples[unit]}.`;
  if (found?.rest !== '') return { wrong: hint };
  const bare = found.said.unit === 'plain';
  const assumed = { share: 'percent', days: 'days', currency: 'money' } as const;
  const own =
    bare && unit in assumed ? { ...found.said, unit: assumed[unit as keyof typeof assumed] } : found.said;
  const read = inUnit(watched.of, own, use.company.companyCurrency);
  if ('ask' in read) return { wrong: hint };
  if (unit === 'share' && read.value > 1) return { wrong: 'Enter a percentage from 0 to 100.' };
  if (read.currency !== null && watched.currency !== null && read.currency !== watched.currency)
    return { wrong: `The figure is counted in ${watched.currency}.` };
  return read.value === watched.limit
    ? { wrong: `It is ${said(use, watched, watched.limit)} already.` }
    : read;
}

/** What the new limit does now, and would have done in the weeks that are known. */
export async function limitEffect(
  use: Use,
  alert: KpiAlert,
  value: number,
): Promise<{ limit: string; lines: string[] }> {
  const today = dayIn(use.company.now, use.company.zone);
  const rows = await use
    .db('kpi_values')
    .where({ alert_id: alert.id })
    .where('on_day', '>', addDays(today, -7 * 14))
    .whereNotNull('value')
    .orderBy('on_day')
    .select<{ on_day: string; value: number }[]>('value', use.db.raw('on_day::text as on_day'));
  const before = alert.watched;
  const after = { ...before, limit: value };
  const beyond = (watched: Watched): number => rows.filter((row) => isBeyond(watched, row.value)).length;
  const unitary = { unit: unitOf(before.of), currency: before.currency };
  const now = rows.at(-1)?.value ?? null;
  const nowSaid = valueSaid({ value: now, ...unitary }, after, use.company.companyCurrency);
  const limit = said(use, after, value);
  const lines = [
    now === null
      ? 'There is nothing to measure now.'
      : `It is ${nowSaid} now, ${isBeyond(after, now) ? 'still' : 'no longer'} ${sideOf(after)} ${limit}${isBeyond(after, now) ? '.' : ': this alert would be over.'}`,
    rows.length === 0
      ? 'Nothing is known of the weeks before.'
      : `Of ${count(rows.length, 'value')} known of the last 13 weeks, ${beyond(after)} ${beyond(after) === 1 ? 'is' : 'are'} ${sideOf(after)} ${limit}, and ${beyond(before)} ${sideOf(before)} ${said(use, before, before.limit)}.`,
  ];
  return { limit, lines };
}

/** Sets it, unless somebody has changed it since it was on the screen. Says what came of it. */
export async function setLimitOf(
  use: Use,
  input: { findingId: number; typed: string; was: number; by: Person | null },
): Promise<string> {
  const found = await limitOf(use, input.findingId, input.by);
  if (typeof found === 'string' || !input.by) return typeof found === 'string' ? found : '';
  const { alert } = found;
  if (alert.watched.limit !== input.was) return changedMeanwhile(use, alert);
  const read = limitTyped(use, alert, input.typed);
  if ('wrong' in read) return `${read.wrong} Nothing was changed.`;
  const by = { kind: 'person', id: input.by.id } as const;
  const now = use.now.now();
  const done = await changeKpiLimit(use, { id: alert.id, was: input.was, is: read.value, by, now });
  return done
    ? `The limit is ${said(use, alert.watched, read.value)} (was ${said(use, alert.watched, input.was)}). "undo" takes it back.`
    : changedMeanwhile(use, alert);
}

const changedMeanwhile = (use: Use, { watched }: KpiAlert): string =>
  `Somebody has changed it meanwhile: it is ${said(use, watched, watched.limit)}. Nothing was changed.`;
