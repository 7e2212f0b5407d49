/** Checkpoints in words. */
import { kindOf } from '../policy/acting-alone.ts';

/** "Acme", "accounts tagged Strategic", "nudges to Globex", "close dates of accounts tagged Strategic". */
export function checkpointSaid(on: {
  account: string | null;
  tag: string | null;
  action: string | null;
}): string {
  const what =
    on.action === null ? null : on.action === 'change' ? 'changes' : (kindOf(on.action)?.said ?? on.action);
  const whose = on.account ?? (on.tag === null ? null : `accounts tagged ${on.tag}`);
  if (what === null) return whose ?? '';
  return whose === null ? what : `${what} ${on.action === 'nudge' ? 'to' : 'of'} ${whose}`;
}
