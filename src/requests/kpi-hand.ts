/** Handing an alert's card to somebody: they are told as well, and whoever looks at the card sees it. */
import { interrupt } from '../attention/interrupt.ts';
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { redrawCardsOfFinding } from '../exceptions/findings.ts';
import { everybody, personById } from '../people/people.ts';
import { mayEndAlert, mayTellOthers } from '../policy/may-watch.ts';
import type { Person } from '../policy/nouns.ts';
import { type KpiAlert, kpiAlertOfFinding } from '../settings/kpi-alerts.ts';
import { currentSettings } from '../settings/settings.ts';
import { mayBeTold } from './kpi-alerts.ts';

type Use = { db: Db; now: Clock; zone: string };

/** Who can have it; a sentence where it is over, or not this person's to hand on. */
export async function receiversOf(
  use: Use,
  findingId: number,
  by: Person | null,
): Promise<Person[] | string> {
  const found = await handable(use.db, findingId, by);
  if (typeof found === 'string') return found;
  return (await everybody(use.db)).filter((person) => canHave(person, found));
}

type Handable = { alert: KpiAlert; owner: Person; by: Person; told: string[] };

async function handable(db: Db, findingId: number, by: Person | null): Promise<Handable | string> {
  const finding = await db('findings')
    .where({ id: findingId })
    .first<{ gone_at: Date | null } | undefined>('gone_at');
  const alert = finding?.gone_at === null ? await kpiAlertOfFinding(db, findingId) : null;
  const owner = alert && alert.endedAt === null ? await personById(db, alert.setBy) : null;
  if (!alert || !owner) return 'This alert is over: there is nothing to hand on.';
  const reader = 'person' in alert.to ? alert.to.person : null;
  const handed: string[] = await db('finding_hands').where({ finding_id: findingId }).pluck('to_person');
  const own =
    by !== null && (handed.includes(by.id) || mayEndAlert(by, { setBy: alert.setBy, person: reader }));
  if (!by || !(own || (reader === null && mayTellOthers(by))))
    return 'An alert is handed on by who is told, or by a manager. Nothing was changed.';
  return { alert, owner, by, told: [...(reader ? [reader] : []), ...handed] };
}

const canHave = (person: Person, { alert, owner, by, told }: Handable): boolean =>
  person.id !== by.id &&
  person.slackId !== null &&
  person.roles.length > 0 &&
  !told.includes(person.id) &&
  mayBeTold(person, owner, alert.watched.of);

/** Says what came of it. The card comes as any other does: not in quiet hours. */
export async function handFinding(
  use: Use,
  input: { findingId: number; to: string | null; note: string | null; by: Person | null },
): Promise<string> {
  const { findingId, note } = input;
  return inTransaction(use.db, async (trx) => {
    const found = await handable(trx, findingId, input.by);
    if (typeof found === 'string') return found;
    const to = input.to === null ? null : await personById(trx, input.to);
    if (!to?.active || !canHave(to, found))
      return `${to?.name ?? 'Nobody'} cannot be told of this. Nothing was changed.`;
    const { by } = found;
    const now = use.now.now();
    await trx('finding_hands').insert({
      finding_id: findingId,
      to_person: to.id,
      by_id: by.id,
      at: now,
      note,
    });
    await record(trx, {
      action: 'finding.handed',
      subject: { kind: 'finding', id: String(findingId) },
      by: { kind: 'person', id: by.id },
      because: note,
      details: { to: to.id },
    });
    await interrupt(trx, { now, zone: use.zone, settings: await currentSettings(trx, now) }, [
      {
        key: `finding:${findingId}:${to.id}`,
        channel: `dm:${to.slackId}`,
        personId: to.id,
        critical: false,
        worth: 0,
      },
    ]);
    await redrawCardsOfFinding(trx, [findingId]);
    return `Handed to ${to.name}.`;
  });
}
