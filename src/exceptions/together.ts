/** Several decided with one click: a decision for each, with its own hash and all checks, and one transaction for all. */
import { peopleOutside } from '../changes/outside.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { namedByAuthority } from '../policy/decide.ts';
import type { Person } from '../policy/nouns.ts';
import { currentSettings } from '../settings/settings.ts';
import { type Decided, decide } from './decide.ts';
import { type Exception, exceptionsById } from './nouns.ts';

export type DecidedTogether = {
  exceptionId: number;
  decided: Decided | { say: 'apart'; because: string };
};

/**
 * Approves or rejects what the card showed. Each is decided once, by whoever is first; the others are told in the
 * result. What is critical or above a person's authority is never approved this way, and what somebody has put off
 * meanwhile stays where it is.
 */
export function decideTogether(
  use: { db: Db; now: Clock; zone: string },
  input: {
    say: 'approve' | 'reject';
    shown: { exceptionId: number; hash: string }[];
    by: Person | null;
    slackUser?: string;
    reason?: string | null;
  },
): Promise<DecidedTogether[]> {
  return inTransaction(use.db, async (trx) => {
    const { shown, ...decision } = input;
    const ids = shown.map(({ exceptionId }) => exceptionId);
    // All rows before the card that they share: whoever decides one of them has its row before the card, too.
    await trx('exceptions').whereIn('id', ids).orderBy('id').forUpdate().select('id');
    const exceptions = new Map((await exceptionsById(trx, ids)).map((one) => [one.id, one]));
    const asleep = new Set<number>(
      await trx('snoozes').whereIn('exception_id', ids).whereNull('woken_at').pluck('exception_id'),
    );
    const outside = await peopleOutside(trx, await currentSettings(trx, use.now.now()));
    const results: DecidedTogether[] = [];
    // As many as a card has rows. Each goes through the one door by which decisions are taken.
    for (const { exceptionId, hash } of shown.toSorted((a, b) => a.exceptionId - b.exceptionId)) {
      const exception = exceptions.get(exceptionId);
      if (!exception) continue;
      const because = asleep.has(exceptionId) ? 'put off meanwhile.' : apart(input.say, exception, outside);
      const decided =
        because === null
          ? await decide({ ...use, db: trx }, { ...decision, exceptionId, shownHash: hash })
          : { say: 'apart' as const, because };
      results.push({ exceptionId, decided });
    }
    return results;
  });
}

function apart(
  say: 'approve' | 'reject',
  { decision, closedAt, severity, asks, wants }: Exception,
  outside: ReadonlySet<string>,
): string | null {
  if (say === 'reject' || decision !== null || closedAt !== null) return null;
  // Who decides about their own question reads it in Slack; of others' mails each is looked at by itself.
  if (wants.kind === 'nudge' && outside.has(wants.nudge.to))
    return 'it cannot be taken back once it is sent.';
  return severity === 'critical' || namedByAuthority(asks).length > 0
    ? 'it needs a decision of its own.'
    : null;
}
