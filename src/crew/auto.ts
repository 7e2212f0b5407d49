/** Auto mode: one asks for it with its evidence, another one signs it. Without both nothing acts alone. */
import { agentNamed } from '../agents/roster.ts';
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction, withLock } from '../db/transaction.ts';
import { type CardKey, redrawCards, wantCards } from '../jobs/cards.ts';
import { holdersOfAny, personById } from '../people/people.ts';
import type { Earned } from '../policy/earned.ts';
import { maySign, signers, whoSigns } from '../policy/may-mode.ts';
import { modeAround } from '../policy/modes.ts';
import type { Person } from '../policy/nouns.ts';
import { scopeRow, writeMode } from '../settings/modes.ts';
import { currentSettings, numberSetting, textSetting } from '../settings/settings.ts';
import {
  type AutoRequest,
  autoRequestById,
  type EndedAs,
  openRequest,
  requestsOver,
  type Wanted,
} from './auto-requests.ts';
import { agentRow } from './crew.ts';
import { earnedNow } from './earned.ts';
import { takeUpAgain } from './modes.ts';

type Use = { db: Db; now: Clock };
/** Why auto cannot be asked for there now, as sentences; none where it can. */
export async function whyNoAuto(
  use: Use,
  { agent, scope }: Wanted,
): Promise<{ because: string[]; evidence: Earned }> {
  const row = await agentRow(use.db, agent);
  const { label, version } = agentNamed(agent);
  const evidence = await earnedNow(use.db, { agent, version, scope }, use.now.now());
  const around = modeAround(scope, row).is;
  const owner = row.ownerId ? await personById(use.db, row.ownerId) : null;
  return {
    evidence,
    because: [
      ...(owner?.active ? [] : [`The ${label} has no owner, and without one it does not act alone.`]),
      ...(around === 'shadow' ? ['It is in shadow: auto comes after suggest.'] : []),
      ...(evidence.enough ? [] : [`The evidence is not there yet: ${evidence.missing.join('; ')}.`]),
    ],
  };
}

/** Who could sign what this person asks for. */
export const whoCanSign = async (db: Db, askedBy: string): Promise<Person[]> =>
  (await holdersOfAny(db, signers)).filter((one) => maySign(one, askedBy));

/** Writes the request down and brings its card to those who can sign it. One for a scope at a time; whoever asks again gets that one. */
export function requestAuto(
  use: Use,
  input: Wanted & { by: string; because?: string | null },
): Promise<{ say: 'asked' | 'waits already'; id: number } | { say: 'not yet'; because: string[] }> {
  const { agent, scope, by } = input;
  return withLock(use.db, 'crew:agents', async (trx) => {
    const now = use.now.now();
    const open = await openRequest(trx, input, now);
    if (open) return { say: 'waits already', id: open.id };
    const { because, evidence } = await whyNoAuto({ ...use, db: trx }, input);
    if (because.length > 0) return { say: 'not yet', because };
    const settings = await currentSettings(trx, now);
    const days = numberSetting(settings, 'auto_request_days');
    const [made] = await trx('mode_requests')
      .insert({
        agent,
        ...scopeRow(scope),
        evidence: JSON.stringify({ said: evidence.said, cases: evidence.cases, accepted: evidence.accepted }),
        because: input.because ?? null,
        asked_by: by,
        asked_at: now,
        expires_at: new Date(now.getTime() + days * 86_400_000),
      })
      .returning<{ id: number }[]>('id');
    const id = made?.id ?? 0;
    await record(trx, {
      action: 'mode.requested',
      subject: { kind: 'mode_request', id: String(id) },
      by: { kind: 'person', id: by },
      because: input.because,
      details: { agent, scope, evidence: evidence.said },
    });
    await wantCards(trx, await cardsOf(trx, id, by, textSetting(settings, 'ops_channel')));
    return { say: 'asked', id };
  });
}

/** In their own messages; where none of them is known in Slack, in the channel for alerts. */
async function cardsOf(trx: Db, id: number, askedBy: string, ops: string) {
  const known = (await whoCanSign(trx, askedBy)).filter(({ slackId }) => slackId !== null);
  const key = (whose: string): CardKey => `mode:${id}:${whose}`;
  return known.length > 0
    ? known.map((one) => ({ key: key(one.id), channel: `dm:${one.slackId}` }))
    : ops === ''
      ? []
      : [{ key: key('ops'), channel: ops }];
}

export type Signed =
  | { say: 'approved' | 'rejected' | 'withdrawn'; request: AutoRequest }
  | { say: 'not allowed'; because: string }
  /** It is over already, or was when they pressed. */
  | { say: 'late'; request: AutoRequest }
  /** What it rested on has gone since; the request is over. */
  | { say: 'lost'; request: AutoRequest; because: string[] };

/** Approves or rejects, once. Everything is looked at again, with the evidence of this moment. Whoever asked may only take it back. */
export function signAuto(
  use: Use,
  input: { requestId: number; say: 'approve' | 'reject'; by: Person | null },
): Promise<Signed | null> {
  const { requestId, by } = input;
  return inTransaction(use.db, (db) =>
    withLock(db, 'crew:agents', async (trx): Promise<Signed | null> => {
      const now = use.now.now();
      const request = await autoRequestById(trx, requestId);
      if (!request) return null;
      const fresh = by ? await personById(trx, by.id) : null;
      const withdraws = input.say === 'reject' && fresh?.active === true && fresh.id === request.askedBy;
      if (!withdraws && !maySign(fresh, request.askedBy)) return refuse(trx, request, input);
      if (request.ended) return { say: 'late', request };
      if (request.expiresAt <= now)
        return { say: 'late', request: await end(trx, request, 'expired', null, now) };
      const who = fresh?.id ?? null;
      if (withdraws) return { say: 'withdrawn', request: await end(trx, request, 'withdrawn', who, now) };
      if (input.say === 'reject')
        return { say: 'rejected', request: await end(trx, request, 'rejected', who, now) };
      const { because, evidence } = await whyNoAuto({ ...use, db: trx }, request);
      if (because.length > 0)
        return { say: 'lost', request: await end(trx, request, 'lost', null, now), because };
      const ended = await end(trx, { ...request, evidence: evidence.said }, 'approved', who, now);
      const { agent, scope } = request;
      await writeMode(trx, {
        agent,
        scope,
        mode: 'auto',
        before: modeAround(scope, await agentRow(trx, agent)).is,
        by: { kind: 'person', id: who ?? '' },
        because: request.because ?? evidence.said,
        requestId,
        now,
      });
      await takeUpAgain(trx, agent);
      return { say: 'approved', request: ended };
    }),
  );
}

async function refuse(
  trx: Db,
  request: AutoRequest,
  { by, say }: { by: Person | null; say: 'approve' | 'reject' },
): Promise<Signed> {
  const own = by?.id === request.askedBy;
  const because = own
    ? 'You asked for it yourself: somebody else has to sign it.'
    : `Signing auto mode needs ${whoSigns}.`;
  await record(trx, {
    action: 'mode.sign_refused',
    subject: { kind: 'mode_request', id: String(request.id) },
    by: { kind: 'person', id: by?.id ?? 'unknown' },
    because,
    details: { say },
  });
  return { say: 'not allowed', because };
}

async function end(
  trx: Db,
  request: AutoRequest,
  as: EndedAs,
  by: string | null,
  now: Date,
): Promise<AutoRequest> {
  await trx('mode_requests')
    .where({ id: request.id })
    .update({
      ended_at: now,
      ended_as: as,
      ended_by: by,
      evidence: JSON.stringify({ said: request.evidence }),
    });
  await record(trx, {
    action: `mode.${as}`,
    subject: { kind: 'mode_request', id: String(request.id) },
    by: by === null ? { kind: 'system', id: 'crew' } : { kind: 'person', id: by },
    details: { agent: request.agent, scope: request.scope, evidence: request.evidence },
  });
  await tellWhoAsked(trx, request, by);
  return { ...request, ended: { as, by, at: now } };
}

/** Every card of it shows what became of it, and whoever asked gets one. */
async function tellWhoAsked(trx: Db, { id, askedBy }: AutoRequest, by: string | null): Promise<void> {
  const keys: CardKey[] = await trx('cards').where('key', 'like', `mode:${id}:%`).pluck('key');
  await redrawCards(trx, keys);
  const asker = askedBy === by ? null : await personById(trx, askedBy);
  if (asker?.slackId)
    await wantCards(trx, [{ key: `mode:${id}:${asker.id}`, channel: `dm:${asker.slackId}` }]);
}

/** Closes those that nobody signed in time; clock work. */
export async function expireRequests(use: Use): Promise<number> {
  const now = use.now.now();
  return inTransaction(use.db, async (trx) => {
    const over = await requestsOver(trx, now);
    for (const request of over) await end(trx, request, 'expired', null, now);
    return over.length;
  });
}
