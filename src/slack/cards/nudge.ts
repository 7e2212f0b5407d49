import type { Card, Here } from '../../../blocks/kit.ts';
import { nudgeCard } from '../../../blocks/nudge.ts';
import { toneFor } from '../../attention/ways.ts';
import type { Db } from '../../db/pool.ts';
import { personById } from '../../people/people.ts';
import { currentSettings } from '../../settings/settings.ts';
import { wordings } from '../../story/tone.ts';
import { dealLine } from './deal.ts';

type Row = {
  subject_id: string;
  message: { to: string; text: string } | null;
  by_kind: string;
  by_id: string;
  by_name: string | null;
  requested_at: Date;
  answered_at: Date | null;
  agent: string | null;
  gone: string | null;
  /** Of one of many that somebody sent: which, and who has taken them back. */
  round: number | null;
  asks: string | null;
  taken_back_by: string | null;
};

/** In the tone that the reader wants. */
async function opening(use: { db: Db }, id: string, here: Here): Promise<string | null> {
  const reader = await personById(use.db, id);
  return reader && wordings[toneFor(reader, await currentSettings(use.db, here.now))].asks(reader.name);
}

/** The message that a rep gets; null when its change or its deal is gone. */
export async function nudgeNow(
  use: { db: Db; zone: string },
  changeId: number,
  here: Here,
): Promise<Card | null> {
  const { rows } = await use.db.raw<{ rows: Row[] }>(
    `select c.subject_id, c.message, c.by_kind, c.by_id, c.requested_at, c.answered_at, b.name as by_name, p.agent,
       case when f.gone_at is not null then coalesce(f.gone_because, 'it is so no longer') end as gone,
       c.round_id as round, r.asks, w.name as taken_back_by
     from changes c left join proposals p on p.id = c.proposal_id left join findings f on f.id = p.finding_id
       left join nudge_rounds r on r.id = c.round_id left join people w on w.id = r.withdrawn_by
       left join people b on c.by_kind = 'person' and b.id = c.by_id
     where c.id = ? and c.kind = 'nudge'`,
    [changeId],
  );
  const row = rows[0];
  const deal = row && (await dealLine(use.db, row.subject_id, here));
  if (!row?.message || !deal) return null;
  return nudgeCard(
    {
      changeId,
      deal,
      opening: await opening(use, row.message.to, here),
      message: row.message.text,
      all: row.asks,
      approvedBy: row.by_name ?? 'Steward',
      own: row.by_kind === 'person' && row.by_id === row.message.to,
      agent: row.round === null ? (row.agent ?? 'pipeline') : null,
      at: row.requested_at,
      withdrawn: row.taken_back_by
        ? `taken back by ${row.taken_back_by}`
        : row.gone && `no longer needed: ${row.gone}`,
      answeredAt: row.answered_at,
    },
    here,
  );
}
