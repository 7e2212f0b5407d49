/** Reports that playbooks bring along, by the settings that they set: which are due, and each posted once. */
import type { Agent } from '../agents/nouns.ts';
import { type AttentionUse, interrupt } from '../attention/interrupt.ts';
import type { Db } from '../db/pool.ts';
import { wantCard } from '../jobs/cards.ts';
import { holdersOfAny } from '../people/people.ts';
import type { Person, Role } from '../policy/nouns.ts';
import { addDays } from '../sales/days.ts';
import { type At, type SettingRow, textSetting } from '../settings/settings.ts';
import type { AgentRow } from './crew.ts';
import { exceptionsOf } from './exception-report.ts';
import { hintsDue, nextHints } from './hints.ts';
import { hygieneOf } from './hygiene.ts';
import {
  isReportingHour,
  keepReport,
  type PlaceReport,
  type ReportOf,
  type ReportUse,
} from './kept-reports.ts';
import { largeDealsOf, largeUpdates, reportedAccounts } from './large-deals.ts';
import type { LookUse } from './looking.ts';

const ofPlaces = { hygiene_report: 'hygiene', exception_report: 'exceptions' } as const;
const everyDays: Record<string, number> = { daily: 1, weekly: 7 };

/** Whether one is due that has not been made. */
export async function playbookReportDue(db: Db, use: ReportUse): Promise<boolean> {
  if (!isReportingHour(use)) return false;
  if ((await placesDue(db, use)).length > 0) return true;
  if (reportedAccounts(use.settings).length > 0 && !(await madeToday(db, use, 'large_deals'))) return true;
  return (await hintsDue(db, use)).length > 0;
}

/** Makes and posts what is due. In shadow nothing is made. */
export async function postPlaybookReports(
  trx: Db,
  use: LookUse & AttentionUse,
  agent: Agent,
  row: AgentRow,
): Promise<void> {
  if (row.mode === 'shadow') return;
  await postUpdates(trx, use, agent);
  if (!isReportingHour(use)) return;
  await postPlaces(trx, use, agent);
  await postLargeDeals(trx, use, agent);
  await postHints(trx, use, agent);
}

async function postPlaces(trx: Db, use: LookUse, agent: Agent): Promise<void> {
  for (const due of await placesDue(trx, use)) {
    const channel = channelOf(use.settings, atOf(due));
    if (channel === '') continue;
    const report = await (due.kind === 'hygiene' ? hygieneOf(trx, use, due) : exceptionsOf(trx, use, due));
    const id = await keepReport(trx, use, agent, { ...due, report });
    if (id !== null) await wantCard(trx, { key: `report:${id}`, channel });
  }
}

/** To each executive, in their own messages; their quiet hours and the limit of their day hold. */
async function postLargeDeals(trx: Db, use: LookUse & AttentionUse, agent: Agent): Promise<void> {
  const accounts = reportedAccounts(use.settings);
  if (accounts.length === 0 || (await madeToday(trx, use, 'large_deals'))) return;
  const readers = await executives(trx, use.settings);
  if (readers.length === 0) return;
  const report = await largeDealsOf(trx, use, accounts);
  const id = await keepReport(trx, use, agent, { kind: 'large_deals', place: '', report });
  if (id !== null)
    await interrupt(
      trx,
      use,
      readers.map((reader) => cardFor(reader, id, 0)),
    );
}

async function postUpdates(trx: Db, use: LookUse & AttentionUse, agent: Agent): Promise<void> {
  const accounts = reportedAccounts(use.settings);
  if (accounts.length === 0) return;
  const updates = await largeUpdates(trx, use, accounts);
  const readers = updates.length > 0 ? await executives(trx, use.settings) : [];
  if (readers.length === 0) return;
  const cards = [];
  for (const { place, report, worth } of updates) {
    const id = await keepReport(trx, use, agent, { kind: 'large_update', place, report });
    if (id !== null) cards.push(...readers.map((reader) => cardFor(reader, id, worth)));
  }
  await interrupt(trx, use, cards);
}

async function postHints(trx: Db, use: LookUse & AttentionUse, agent: Agent): Promise<void> {
  const cards = [];
  for (const { person, place, report } of await nextHints(trx, use, await hintsDue(trx, use))) {
    const id = await keepReport(trx, use, agent, { kind: 'hint', place, report });
    if (id !== null) cards.push(cardFor(person, id, 0));
  }
  await interrupt(trx, use, cards);
}

const cardFor = ({ id: personId, slackId }: Person, id: number, worth: number) => ({
  key: `report:${id}:${personId}` as const,
  channel: `dm:${slackId ?? ''}`,
  personId,
  critical: false,
  worth,
});

const executiveRoles: Record<string, Role> = {
  approvers: 'approver',
  finance: 'finance',
  administrators: 'admin',
};

/** Of those that are named who is in Slack, else the administrators; all of them see every deal. */
async function executives(trx: Db, settings: SettingRow[]): Promise<Person[]> {
  const role = executiveRoles[textSetting(settings, 'executives')] ?? 'admin';
  const all = (await holdersOfAny(trx, [role, 'admin'])).filter(({ slackId }) => slackId !== null);
  const named = all.filter(({ roles }) => roles.includes(role));
  return named.length > 0 ? named : all;
}

const atOf = ({ scope, scopeId }: { scope: string; scopeId: string }): At =>
  scope === 'territory' ? { territoryId: scopeId } : scope === 'team' ? { teamId: scopeId } : {};

const channelOf = (settings: SettingRow[], at: At): string =>
  textSetting(settings, 'analytics_channel', at) || textSetting(settings, 'deals_channel', at);

/** Those of which none has been made within a day or a week. */
async function placesDue(db: Db, use: ReportUse): Promise<PlaceReport[]> {
  const wished = use.settings.flatMap(({ name, scope, scopeId, value }) => {
    const kind = name in ofPlaces ? ofPlaces[name as keyof typeof ofPlaces] : undefined;
    const days = everyDays[String(value)];
    if (!kind || !days) return [];
    const place = scope === 'everyone' ? '' : `${scope}:${scopeId}`;
    return [{ kind, place, scope, scopeId, after: addDays(use.today, -days) }];
  });
  if (wished.length === 0) return [];
  const { rows } = await db.raw<{ rows: { kind: string; place: string }[] }>(
    `select w.kind, w.place from jsonb_to_recordset(?::jsonb) as w(kind text, place text, after date)
     where not exists (select 1 from reports r where r.kind = w.kind and r.place = w.place and r.on_day > w.after and r.on_day <= ?::date)`,
    [JSON.stringify(wished), use.today],
  );
  return wished.filter((one) => rows.some(({ kind, place }) => kind === one.kind && place === one.place));
}

async function madeToday(db: Db, { today }: ReportUse, kind: ReportOf['kind']): Promise<boolean> {
  return (await db('reports').where({ kind, on_day: today }).first('id')) !== undefined;
}
