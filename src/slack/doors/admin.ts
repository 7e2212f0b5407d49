/** `/steward admin <code>`: the first administrator. The code is read here and goes into no request and no run. */
import type { Job } from '../../jobs/topics.ts';
import { codeIn, enterAdminCode } from '../../people/admin-code.ts';
import { effect } from '../once.ts';
import { noteLater } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Command } from '../wire.ts';

/** The code in the command; null: it is a request like any other. */
export const adminCodeIn = (text: string): string | null => {
  const [word = '', ...rest] = text.trim().split(/\s+/);
  return word.toLowerCase() === 'admin' ? codeIn(rest.join('')) : null;
};

export async function enterCode(
  use: DoorUse,
  job: Job<unknown>,
  typed: Command,
  asker: Asker,
  code: string,
): Promise<void> {
  const entered = await effect(use.db, job, (trx) =>
    enterAdminCode(trx, { code, slackId: asker.slackId, email: asker.email, tz: asker.tz }),
  );
  if (!entered) return;
  const told =
    entered.say === 'administrator'
      ? 'You are an administrator of Steward now. The code works no more.'
      : entered.because;
  await noteLater(use.db, job, { channel: typed.channel_id, user: typed.user_id }, told);
}
