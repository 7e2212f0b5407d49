import type { Inside } from './inside.ts';
import { type Channel, Refusal } from './nouns.ts';
import type { SessionStatus } from './page-api.ts';

const statuses = ['active', 'processing', 'suspended', 'closed'];
const isStatus = (status: string): status is SessionStatus['status'] => statuses.includes(status);

/** Sets what the app's session in a thread is doing, and shows it. A title is only taken when the session begins. */
export function setSession(
  use: Inside,
  channel: Channel,
  threadTs: string,
  { status, title }: { status: string; title?: string },
): { status: string; title: string } {
  if (!isStatus(status)) throw new Refusal('invalid_status');
  const key = `${channel.id}/${threadTs}`;
  const kept = use.sessions.get(key)?.title ?? title ?? '';
  use.sessions.set(key, { channel: channel.id, threadTs, status, title: kept, since: use.now() });
  const session = { channel: channel.id, thread_ts: threadTs, status };
  for (const member of channel.members) use.push.to(member, { type: 'session', session });
  return { status, title: kept };
}

export function checkStatus(status: string | undefined): void {
  if (status !== undefined && !isStatus(status)) throw new Refusal('invalid_status');
}
