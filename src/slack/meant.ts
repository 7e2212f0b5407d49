/** What a person typed, with the people and channels that it mentions by their names. */
import { channelsMentioned, mentioned, wordsOf } from './inbound.ts';
import type { DoorUse } from './use.ts';

/** Never empty: nothing said is a call for help. */
export async function wordsMeant(use: DoorUse, text: string): Promise<string> {
  const { botUserId } = use.self();
  const ids = mentioned(text).filter((id) => id !== botUserId);
  const people: { slack_id: string; name: string }[] =
    ids.length === 0 ? [] : await use.db('people').whereIn('slack_id', ids).select('slack_id', 'name');
  const names = new Map(people.map((person) => [person.slack_id, person.name]));
  const channels = new Map<string, string | null>();
  for (const id of channelsMentioned(text)) channels.set(id, await use.channels.nameOf(id));
  const meant = {
    botUserId,
    names: (id: string) => names.get(id) ?? null,
    channels: (id: string) => channels.get(id) ?? null,
  };
  return wordsOf(text, meant) || 'help';
}
