/** The audit log in words: what was done about a deal or lead, by a person, or by an agent; for whoever may read it. */

import { idsIn, namesOf, withNames } from '../audit/names.ts';
import { type AuditQuery, type AuditRow, latestAudit } from '../audit/search.ts';
import type { Command, Thing } from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import { mayAudit, whoAudits } from '../policy/may-audit.ts';
import { dayIn } from '../sales/days.ts';
import { changeIn } from '../story/audit-change.ts';
import { deedSaid, subjectSaid } from '../story/deed.ts';
import { count, instant, number } from '../story/format.ts';
import type { Known } from './known.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { ThingsTable } from './reply.ts';
import { instantsOf, periodSaid } from './spans.ts';
import { suggestions } from './suggest.ts';
import { leadName, thingFound } from './things.ts';

type Asked = Extract<Command, { do: 'audit' }>;

const mostRows = 100;

export async function auditAsked(use: Known, asked: Asked): Promise<Outcome> {
  const may = mayAudit(use.by);
  if (may === 'nothing')
    return outcome(
      {
        kind: 'refused',
        because: `The audit log is not yours to read: it needs ${whoAudits}. "Why" on a card tells what was done there.`,
        next: suggestions(['help']),
      },
      'refuse',
      { refused: 'rights', can: (person) => mayAudit(person) === 'all' },
    );
  const about = await subjectOf(use, asked);
  if ('instead' in about) return about.instead;
  const scope = scopeOf(use.by);
  // The log has the time of the database, whatever the clock of the company is set to.
  const { rows: told } = await use.db.raw<{ rows: { now: Date }[] }>('select clock_timestamp() as now');
  const company = { ...use.company, now: told[0]?.now ?? use.company.now };
  const period = asked.period ?? 'last 30 days';
  const span = instantsOf(period, company);
  const within = may === 'all' || !('territoryIds' in scope) ? undefined : scope;
  const { rows, total } = await latestAudit(use.db, { ...about.query, ...span, within }, mostRows);
  const said = periodSaid(period, company);
  // Of a company whose clock is set "this month" is another one.
  const clock =
    dayIn(company.now, company.zone) === dayIn(use.company.now, use.company.zone)
      ? ''
      : ' The log keeps real time, whatever the clock is set to.';
  const of = asked.of.kind === 'everything' ? '' : ` about ${about.name}`;
  const sentence =
    total === 0
      ? `The audit log has nothing${of}, ${said}.${clock}`
      : `${count(total, 'row')} of the audit log ${total === 1 ? 'is' : 'are'} ${of === '' ? 'there' : of.trim()}, ${said}.${
          total > rows.length ? ` The latest ${number(rows.length)} are shown.` : ''
        }`;
  const table = await tableOf(use, rows);
  const lines = table.rows.map((cells) => cells.filter((cell) => cell !== '').join(' · '));
  return outcome(
    {
      kind: 'text',
      sentence,
      lines,
      next: [],
      figures: { value: total, unit: 'rows', series: null },
      ...(rows.length > 0 ? { drawn: { table, saysLines: lines.length, chart: null } } : {}),
    },
    'audit',
    { understood: `Audit log${asked.of.kind === 'everything' ? '' : ` of ${about.name}`}, ${said}` },
  );
}

async function subjectOf(
  use: Known,
  asked: Asked,
): Promise<{ query: AuditQuery; name: string } | { instead: Outcome }> {
  const { of } = asked;
  if (of.kind === 'everything') return { query: {}, name: 'everything' };
  if (!isThing(of))
    return { query: of.kind === 'agent' ? { agent: of.id } : { person: of.id }, name: of.name };
  const found = await thingFound(use, of, asked);
  if ('instead' in found) return found;
  return 'deal' in found
    ? { query: { deal: found.deal.id }, name: found.deal.name }
    : { query: { lead: found.lead.id }, name: leadName(found.lead) };
}

const isThing = (of: Asked['of']): of is Thing =>
  of.kind !== 'agent' && of.kind !== 'person' && of.kind !== 'everything';

async function tableOf({ db, by, company }: Known, rows: AuditRow[]): Promise<ThingsTable> {
  const zone = by.tz ?? company.zone;
  const names = await namesOf(
    db,
    idsIn(rows.flatMap(({ subjectId, details }) => [subjectId, JSON.stringify(details)])),
  );
  const named = (text: string): string => withNames(text, names);
  return {
    caption: 'The latest first',
    head: ['When', 'Who', 'What', 'About', 'Change', 'Because'],
    rows: rows.map(({ at, who, action, about, subjectKind, subjectId, because, details }) => [
      instant(at, zone),
      who,
      deedSaid(action),
      about ?? subjectSaid(subjectKind, subjectId, named),
      changeIn(details, named),
      because ?? '',
    ]),
  };
}
