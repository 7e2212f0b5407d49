/** What goes out of the house, in the words of undo: held, it is stopped; gone, a correction is drafted. */
import { draftCorrection } from '../changes/corrections.ts';
import type { Clock } from '../clock.ts';
import { stopStarts } from '../crew/starts.ts';
import type { Db } from '../db/pool.ts';
import type { Person } from '../policy/nouns.ts';
import { instant } from '../story/format.ts';
import type { Company } from './company.ts';
import type { Plan } from './plan.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };

export type OutsideDeed =
  /** A workflow that a rule of theirs starts, while nobody is called yet. */
  | { kind: 'start'; id: number; at: Date; workflow: string; deal: string; until: Date }
  /** A message of theirs that went out by e-mail and has no correction yet. */
  | { kind: 'sent'; id: number; at: Date; to: string; deal: string };

export async function outsideDeeds(db: Db, personId: string, from: Date): Promise<OutsideDeed[]> {
  const { rows: starts } = await db.raw<{ rows: Omit<Extract<OutsideDeed, { kind: 'start' }>, 'kind'>[] }>(
    `select s.id, s.begun_at as at, w.name as workflow, coalesce(d.name, s.subject_id) as deal, s.stoppable_until as until
     from starts s join workflows w on w.id = s.workflow_id left join deals d on d.id = s.subject_id
     where s.ordered_by = ? and s.state = 'waiting' and s.called_at is null and s.begun_at > ?`,
    [personId, from],
  );
  const { rows: sent } = await db.raw<{ rows: Omit<Extract<OutsideDeed, { kind: 'sent' }>, 'kind'>[] }>(
    `select c.id, c.applied_at as at, p.name as to, coalesce(d.name, c.subject_id) as deal
     from changes c join mails m on m.change_id = c.id and m.state = 'sent' join people p on p.id = m.person_id left join deals d on d.id = c.subject_id
     where c.by_kind = 'person' and c.by_id = ? and c.state = 'applied' and c.applied_at > ?
       and not exists (select 1 from corrections r where r.sent_change = c.id)
       and not exists (select 1 from corrections r where r.change_id = c.id and r.ended_as is distinct from 'discarded')`,
    [personId, from],
  );
  return [
    ...starts.map((row) => ({ kind: 'start' as const, ...row })),
    ...sent.map((row) => ({ kind: 'sent' as const, ...row })),
  ];
}

export const outsideLine = (deed: OutsideDeed): string =>
  deed.kind === 'start'
    ? `the workflow ${deed.workflow} is not started for ${deed.deal}`
    : `a correction to ${deed.to} about ${deed.deal} is drafted; the e-mail stays sent`;

export const outsidePlan = (use: Use, deed: OutsideDeed): Omit<Plan, 'mark'> =>
  deed.kind === 'start'
    ? {
        headline: `Stop the workflow ${deed.workflow} for ${deed.deal}.`,
        consequence: `Nobody is called yet. Without this it starts at ${instant(deed.until, use.by.tz ?? use.company.zone, use.company.now)} and cannot be taken back then.`,
        wayBack: 'Way back: there is none by itself; the workflow can be started where it runs.',
        count: 1,
        verb: 'Stop it',
      }
    : {
        headline: `Draft a correction to ${deed.to} about ${deed.deal}.`,
        consequence:
          'The e-mail has gone and cannot be taken back. The draft comes to you alone, to be read, edited and sent; nothing is sent before that.',
        wayBack: 'Way back: discard the draft.',
        count: 1,
        verb: 'Draft it',
      };

/** `done`: a sentence; otherwise why not. */
export async function undoOutside(
  use: Use,
  deed: OutsideDeed,
): Promise<{ done: string } | { because: string }> {
  if (deed.kind === 'start') {
    const now = use.now.now();
    const stopped = await use.db.transaction((trx) =>
      stopStarts(trx, { ids: [deed.id], by: use.by.id, now }),
    );
    return stopped.length === 1
      ? { done: `Stopped: ${outsideLine(deed)}.` }
      : { because: 'Too late: it was called, or stopped, before.' };
  }
  const drafted = await draftCorrection(
    { db: use.db, now: use.now, zone: use.company.zone },
    { changeId: deed.id, by: use.by },
  );
  if (drafted.say === 'drafted')
    return {
      done: `A correction to ${deed.to} is drafted, in your own messages. Nothing is sent before you send it.`,
    };
  return {
    because: drafted.say === 'already' ? `${drafted.byName} has drafted one already.` : drafted.because,
  };
}
