/** Behind a lead: each time that it came in, and what was said of it. */
import { senderRecord } from '../crm/senders.ts';
import type { Db } from '../db/pool.ts';
import { day, list, number } from '../story/format.ts';
import { senderSaid } from '../story/lead.ts';
import { type Behind, nothing, type RunRow, runColumns, runJoin, runOf } from './behind.ts';

/** A lead: where it came from, how it was read and merged, and how its company was matched. */
export async function behindLead(db: Db, id: string): Promise<Behind | null> {
  const row = await db('leads as l')
    .leftJoin('accounts as a', 'a.id', 'l.account_id')
    .leftJoin('territories as t', 't.id', 'l.territory_id')
    .leftJoin('lead_closings as c', (on) => on.on('c.lead_id', 'l.id').andOnNull('c.reopened_at'))
    .where('l.id', id)
    .first<
      | {
          name: string | null;
          company: string | null;
          lead_source: string | null;
          created_at: Date;
          territory_id: string | null;
          territory: string | null;
          account: string | null;
          owner_id: string | null;
          domain: string | null;
          closed_as: string | null;
        }
      | undefined
    >(
      'l.name',
      'l.company',
      'l.lead_source',
      'l.created_at',
      'l.territory_id',
      { territory: 't.name' },
      { account: 'a.name' },
      'l.owner_id',
      'l.domain',
      'c.closed_as',
    );
  if (!row) return null;
  const sender = senderSaid(await senderRecord(db, { id, domain: row.domain }));
  const arrivals = await arrivalsOf(db, id);
  const [latest] = arrivals;
  return {
    about: { ...nothing, leadId: id },
    headline: `New lead: ${[row.name, row.company].filter(Boolean).join(', ') || id}`,
    because: [
      `It came on ${day(row.created_at.toISOString())}${row.lead_source ? ` by ${row.lead_source}` : ''}.`,
      row.account ? `Its company is the account ${row.account}.` : 'Its company is no account yet.',
      ...(sender ? [`${sender}: its confidence is lower for that.`] : []),
      ...arrivals.slice(0, 5).map(arrivalSaid),
      ...(arrivals.length > 5 ? [`It came ${number(arrivals.length - 5)} more times before.`] : []),
    ],
    read: ['lead (name, company, source)', ...(latest ? ['what came in'] : [])],
    verdict: null,
    decided: row.closed_as
      ? 'It is closed: nobody claims it until somebody opens it again.'
      : row.territory
        ? `Reps and managers of ${row.territory} may claim it; the first tap wins.`
        : 'Reps and managers may claim it; the first tap wins.',
    run: latest ? runOf(latest) : null,
    like: null,
    evidence: null,
    notes: [],
    place: row.territory_id === null ? null : { territoryId: row.territory_id, ownerId: row.owner_id },
  };
}

type ArrivalRow = RunRow & {
  channel: string;
  came_at: Date;
  fresh: boolean;
  via: string;
  uncertain: string[];
  filled: string[];
};

/** The newest first. */
async function arrivalsOf(db: Db, leadId: string): Promise<ArrivalRow[]> {
  const { rows } = await db.raw<{ rows: ArrivalRow[] }>(
    `select a.channel, a.came_at, a.fresh, a.via, a.uncertain, a.filled, ${runColumns}
     from arrivals a ${runJoin('a.run_id')} where a.lead_id = ? order by a.came_at desc, a.id desc limit 1000`,
    [leadId],
  );
  return rows;
}

const ways: Record<string, string> = { form: 'web form', email: 'e-mail', csv: 'file' };

/** "By e-mail on 20 Mar 2026, read by rules: merged, company filled in. Uncertain: no company." */
function arrivalSaid({ channel, came_at: at, fresh, via, uncertain, filled }: ArrivalRow): string {
  const read =
    channel === 'csv' ? '' : `, read by ${via === 'model' ? 'rules and a language model' : 'rules'}`;
  const filledIn = filled.length > 0 ? `, ${list(filled)} filled in` : '';
  const doubts = uncertain.length > 0 ? ` Uncertain: ${uncertain.join('; ')}.` : '';
  return `By ${ways[channel] ?? channel} on ${day(at.toISOString())}${read}: ${fresh ? 'a new lead' : `merged${filledIn}`}.${doubts}`;
}
