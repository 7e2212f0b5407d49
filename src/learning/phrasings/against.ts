/** A "bad" on an answer counts against the phrasing by which its question was read; so many switch it off. */
import { record } from '../../audit/record.ts';
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/pool.ts';
import { enqueue } from '../../jobs/outbox.ts';
import { holdersOfAny } from '../../people/people.ts';
import { reviewers } from '../../policy/may-review.ts';
import { currentSettings, numberSetting } from '../../settings/settings.ts';
import { count } from '../../story/format.ts';
import { redrawPhrasing } from './drawn.ts';
import { calledWrong } from './nouns.ts';
import { endVersion } from './review.ts';

type Live = { version_id: number; phrasing_id: number; version: number; template: string; by_id: string };
const answers = { kind: 'system', id: 'feedback' } as const;

/** In the transaction that keeps the opinion. Whoever accepted it is told, or all who may review where they have left. */
export async function countAgainst(use: { db: Db; now: Clock }, requestId: string): Promise<void> {
  const trx = use.db;
  if (!/^\d{1,15}$/.test(requestId)) return;
  const { rows } = await trx.raw<{ rows: Live[] }>(
    `select v.id as version_id, v.phrasing_id, v.version, v.template, v.by_id from phrasing_versions v
     where v.id = (select phrasing_version from requests where id = ?) and v.ended_at is null for update`,
    [Number(requestId)],
  );
  const [live] = rows;
  if (!live) return;
  const now = use.now.now();
  const limit = numberSetting(await currentSettings(trx, now), 'phrasing_bad_limit');
  const wrong = await trx.raw<{ rows: { n: number }[] }>(
    `select count(*)::int as n from requests q where q.phrasing_version = ? and ${calledWrong}`,
    [live.version_id],
  );
  const bad = wrong.rows[0]?.n ?? 0;
  if (bad < limit) return;
  const because = `${count(bad, 'answer')} ${bad === 1 ? 'was' : 'were'} called wrong (limit ${limit}).`;
  await endVersion(trx, live.phrasing_id, { by: answers, at: now, because });
  await record(trx, {
    action: 'phrasing.switched_off',
    subject: { kind: 'phrasing', id: String(live.phrasing_id) },
    by: answers,
    because,
    details: { version: live.version, template: live.template, bad, limit },
  });
  await redrawPhrasing(trx, live.phrasing_id);
  await tell(trx, live, because);
}

async function tell(trx: Db, live: Live, because: string): Promise<void> {
  const all = await holdersOfAny(trx, reviewers);
  const accepted = all.filter(({ id }) => id === live.by_id);
  const told = accepted.length > 0 ? accepted : all;
  const text = `Phrasing ${live.phrasing_id} is switched off: "${live.template}". ${because} Such requests go to the language model again. To look at it: "phrasing ${live.phrasing_id}".`;
  for (const { slackId } of told)
    if (slackId)
      await enqueue(trx, 'whisper', {
        key: `phrasing-off:${live.version_id}:${slackId}`,
        body: { channel: `dm:${slackId}`, user: slackId, text },
      });
}
