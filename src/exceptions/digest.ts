/** A digest as it stands: what of it still waits, the most important first, and what has been done about the rest. */
import { cardsADay, digestTime, restOf } from '../attention/rest.ts';
import { isAsleep, isOpen } from '../attention/waits.ts';
import type { Clock } from '../clock.ts';
import { scopeSql, within } from '../crm/scope.ts';
import { rowsOf, sql } from '../crm/sql.ts';
import type { Db } from '../db/pool.ts';
import { personById } from '../people/people.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import { restBefore, timeSaid, workingDaysSaid } from '../policy/quiet-hours.ts';
import { currentSettings } from '../settings/settings.ts';
import { type Ask, asksOfReport } from '../story/report.ts';
import { type FindingView, findingViews } from './findings.ts';
import { type GroupView, groupViews } from './groups.ts';
import { postedReports } from './posted-report.ts';
import { type ExceptionView, exceptionViews } from './view.ts';

export type SentNudge = { changeId: number; dealId: string; deal: string; message: string };
export type DigestItem = { critical: boolean } & (
  | { is: 'exception'; of: ExceptionView }
  | { is: 'group'; of: GroupView }
  | { is: 'finding'; of: FindingView }
  | { is: 'report'; of: { id: number; headline: string; sentence: string | null; asks: Ask[] } }
  | { is: 'nudge'; of: SentNudge }
);
export type Overnight = { actions: number; failed: number; undone: number };

export type DigestView = {
  key: string;
  /** The most important of those that wait. */
  items: DigestItem[];
  waiting: number;
  /** What there is to decide or to read on all that waits: each deal of a card counts. */
  decisions: number;
  critical: number;
  asleep: number;
  /** Decided, or over without anybody. */
  done: number;
  /** Of those that wait. */
  heldByLimit: number;
  cameInQuietHours: number;
  /** Cards that may interrupt this person on one day. */
  limit: number;
  /** What was done since the end of the working day before, of what this person may see. */
  overnight: Overnight;
  /** "08:30" */
  at: string;
  /** "Mon-Fri" */
  days: string;
  zone: string;
};

type Row = {
  card: string;
  critical: boolean;
  goes: string;
  quiet: boolean;
  open: boolean;
  asleep: boolean;
  decisions: number;
};

const shownItems = 8;

/** The digest of that key; null when there is none. */
export async function digestView(
  use: { db: Db; now: Clock; zone: string },
  key: string,
): Promise<DigestView | null> {
  const { db } = use;
  const digest = await db('digests')
    .where({ key })
    .first<{ person_id: string; at: Date } | undefined>('person_id', 'at');
  const person = digest && (await personById(db, digest.person_id));
  if (!person) return null;
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select i.card, i.critical, i.goes, i.until is not null as quiet, ${isOpen('i.card')} as open, ${isAsleep('i.card')} as asleep,
       greatest(1, (select count(*) from exceptions e where e.card = i.card and e.closed_at is null)) as decisions
     from digest_rows r join interruptions i on i.card = r.card
     where r.digest = ? order by i.critical desc, i.worth desc, i.id`,
    [key],
  );
  const settings = await currentSettings(db, use.now.now());
  const rest = restOf(person, settings, use.zone);
  const waiting = rows.filter(({ open, asleep }) => open && !asleep);
  return {
    key,
    overnight: await doneBetween(db, person, { from: restBefore(digest.at, rest), to: digest.at }),
    items: await itemsOf(use, waiting.slice(0, shownItems)),
    waiting: waiting.length,
    decisions: waiting.reduce((sum, { decisions }) => sum + decisions, 0),
    critical: waiting.filter(({ critical }) => critical).length,
    asleep: rows.filter(({ open, asleep }) => open && asleep).length,
    done: rows.filter(({ open }) => !open).length,
    heldByLimit: waiting.filter(({ goes }) => goes === 'digest').length,
    cameInQuietHours: waiting.filter(({ quiet, goes }) => quiet && goes === 'now').length,
    limit: cardsADay(person, settings),
    at: timeSaid(digestTime(person, settings)),
    days: workingDaysSaid(rest.days),
    zone: rest.zone,
  };
}

/** Agents' own: changes and nudges on a proposal, those that did not come about, and what was taken back. */
async function doneBetween(
  db: Db,
  person: Person,
  { from, to }: { from: Date; to: Date },
): Promise<Overnight> {
  const scope = scopeOf(person);
  const [found] = await rowsOf<Overnight>(
    db,
    sql`select count(*) filter (where c.undoes is null and c.state = 'applied') as actions,
        count(*) filter (where c.undoes is null and c.state in ('failed', 'conflict', 'unknown')) as failed,
        count(*) filter (where c.undoes is not null and c.state = 'applied') as undone
      from changes c left join deals d on c.subject_kind = 'deal' and d.id = c.subject_id
        left join leads l on c.subject_kind = 'lead' and l.id = c.subject_id
      where coalesce(c.applied_at, c.ended_at, c.requested_at) >= ${from}::timestamptz and coalesce(c.applied_at, c.ended_at, c.requested_at) < ${to}::timestamptz
        and (c.proposal_id is not null or c.undoes is not null) and (${within(scope, 'd')} or ${within(scope, 'l')}
          or (c.subject_kind = 'contact' and exists (select 1 from contacts d where d.id = c.subject_id and ${scopeSql('contact', scope)}))
          or (c.subject_kind = 'account' and exists (select 1 from accounts d where d.id = c.subject_id and ${scopeSql('account', scope)})))`,
  );
  return found ?? { actions: 0, failed: 0, undone: 0 };
}

async function itemsOf(use: { db: Db; now: Clock }, rows: Row[]): Promise<DigestItem[]> {
  const keys = rows.map(({ card }) => keyOf(card));
  const ids = (kind: string) => keys.flatMap((key) => (key.kind === kind ? [key.id] : []));
  const [exceptions, groups, findings, reports, nudges] = await Promise.all([
    exceptionViews(use, ids('exception')),
    groupViews(use, ids('group')),
    findingViews(use.db, ids('finding')),
    postedReports(use.db, ids('report')),
    nudgesOf(use.db, ids('nudge')),
  ]);
  return rows.flatMap(({ critical }, n): DigestItem[] => {
    const { kind, id } = keys[n] ?? { kind: '', id: 0 };
    const mine = <T extends { id: number }>(all: T[]) => all.find((one) => one.id === id);
    const exception = kind === 'exception' ? mine(exceptions) : undefined;
    if (exception) return [{ is: 'exception', critical, of: exception }];
    const group = kind === 'group' ? mine(groups) : undefined;
    if (group) return [{ is: 'group', critical, of: group }];
    const finding = kind === 'finding' ? mine(findings) : undefined;
    if (finding) return [{ is: 'finding', critical, of: finding }];
    const report = kind === 'report' ? mine(reports) : undefined;
    if (report) {
      const { title, lines } = report;
      return [
        {
          is: 'report',
          critical,
          of: { id, headline: title, sentence: lines[0] ?? null, asks: asksOfReport(report) },
        },
      ];
    }
    const nudge = kind === 'nudge' ? nudges.find(({ changeId }) => changeId === id) : undefined;
    return nudge ? [{ is: 'nudge', critical, of: nudge }] : [];
  });
}

/** A finding or report told to one person bears their id as well. */
function keyOf(card: string): { kind: string; id: number } {
  const [kind = '', id = ''] = card.split(':');
  return { kind, id: Number(id) };
}

async function nudgesOf(db: Db, ids: number[]): Promise<SentNudge[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.raw<{ rows: SentNudge[] }>(
    `select c.id as "changeId", d.id as "dealId", d.name as deal, c.message->>'text' as message
     from changes c join deals d on d.id = c.subject_id where c.id = any(?) and c.kind = 'nudge'`,
    [ids],
  );
  return rows;
}
