/** Where a card goes: a channel by id or name, or a person's direct message. */

import type { Db } from '../db/pool.ts';
import { Later } from '../jobs/later.ts';
import { changes } from '../language/spelling.ts';
import type { Log } from '../log.ts';
import type { ChannelLook } from '../requests/ways-out.ts';
import type { SlackClient } from './client.ts';
import { outcome } from './client.ts';

export type Channels = {
  /** The Slack id of `C0123`, `#deals`, `deals` or `dm:U0123`; null where there is none. */
  idOf(channel: string): Promise<string | null>;
  /** The name of a channel by its id, without its sign; null where Slack does not list it. */
  nameOf(id: string): Promise<string | null>;
  /** What is found of a channel by name, as it is now, before anything is posted there. */
  look(name: string): Promise<ChannelLook>;
  /** Whether people of another company read there too. Unknown counts as no only where Slack refuses to say. */
  isShared(id: string): Promise<boolean>;
  /** Enters a public channel; false where only a member can invite. */
  join(id: string): Promise<boolean>;
};

const KEPT_MS = 60_000;
const PAGES = 20;
/** Who has just invited Steward, or made a channel, says so at once. */
const LOOKED_MS = 5_000;
/** A channel becomes shared seldom, and each card would ask. */
const SHARED_KEPT_MS = 300_000;

export const isChannelId = (text: string): boolean => /^[CGD][A-Z0-9_]{2,}$/.test(text);

export function createChannels(use: { db: Db; client: SlackClient; log: Log }): Channels {
  let names = new Map<string, string>();
  let outside = new Set<string>();
  let refused = false;
  let readAt = 0;
  const direct = new Map<string, string>();
  const shared = new Map<string, { is: boolean; readAt: number }>();

  const readNames = async () => {
    const found = new Map<string, string>();
    const notIn = new Set<string>();
    refused = false;
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page++) {
      const read = await outcome(
        use.client.conversations.list({
          types: 'public_channel,private_channel',
          exclude_archived: true,
          limit: 200,
          ...(cursor ? { cursor } : {}),
        }),
      );
      if (read.say === 'refused') {
        refused = true;
        use.log.warn(
          { because: read.because },
          'Slack does not list its channels; name them by id in the settings.',
        );
        break;
      }
      if (read.say !== 'done')
        throw new Later(read.say === 'limited' ? read.afterMs : null, 'Slack did not list its channels.');
      const { answer } = read;
      for (const one of answer.channels ?? [])
        if (one.id && one.name) {
          found.set(one.name, one.id);
          if (one.is_member === false) notIn.add(one.id);
        }
      cursor = answer.response_metadata?.next_cursor;
      if (!cursor) break;
    }
    if (!isSame(names, found)) await keepNames(use.db, found);
    names = found;
    outside = notIn;
    readAt = Date.now();
  };

  const isShared = async (id: string): Promise<boolean> => {
    const known = shared.get(id);
    if (known && Date.now() - known.readAt < SHARED_KEPT_MS) return known.is;
    const read = await outcome(use.client.conversations.info({ channel: id }));
    if (read.say === 'limited' || read.say === 'unknown')
      throw new Later(
        read.say === 'limited' ? read.afterMs : null,
        'Slack did not say who reads in a channel.',
      );
    const about = read.say === 'done' ? read.answer.channel : null;
    const is = Boolean(about?.is_ext_shared || about?.is_pending_ext_shared);
    shared.set(id, { is, readAt: Date.now() });
    return is;
  };

  return {
    idOf: async (channel) => {
      if (isChannelId(channel)) return channel;
      if (channel.startsWith('dm:')) {
        const user = channel.slice(3);
        const known = direct.get(user);
        if (known) return known;
        const opened = await outcome(use.client.conversations.open({ users: user }));
        if (opened.say === 'refused') return null;
        if (opened.say !== 'done')
          throw new Later(
            opened.say === 'limited' ? opened.afterMs : null,
            'A direct message could not be opened yet.',
          );
        const id = opened.answer.channel?.id ?? null;
        if (id) direct.set(user, id);
        return id;
      }
      const name = channel.replace(/^#/, '').toLowerCase();
      if (!names.has(name) || Date.now() - readAt > KEPT_MS) await readNames();
      return names.get(name) ?? null;
    },
    nameOf: async (id) => {
      const known = () => [...names].find(([, one]) => one === id)?.[0] ?? null;
      if (known() === null || Date.now() - readAt > KEPT_MS) await readNames();
      return known();
    },
    look: async (channel) => {
      const name = channel.replace(/^#/, '').toLowerCase();
      if (Date.now() - readAt > LOOKED_MS || !names.has(name)) await readNames();
      const id = isChannelId(channel) ? channel : names.get(name);
      if (id !== undefined && (await isShared(id))) return { say: 'shared' };
      if (id !== undefined && [...names.values()].includes(id))
        return { say: 'there', joins: outside.has(id) };
      return refused ? { say: 'unknown' } : { say: 'none', near: nearest([...names.keys()], name) };
    },
    isShared,
    join: async (id) => {
      const joined = await outcome(use.client.conversations.join({ channel: id }));
      if (joined.say !== 'done')
        use.log.warn(
          { channel: id, because: joined.say === 'refused' ? joined.because : joined.say },
          'A channel could not be joined; invite Steward there.',
        );
      return joined.say === 'done';
    },
  };
}

/** Those that begin alike, are a part of each other, or are but a slip apart. */
function nearest(names: string[], name: string): string[] {
  const apart = (one: string): number => {
    if (one.includes(name) || name.includes(one)) return 1;
    return changes(one, name, 6) ?? 9;
  };
  return names
    .map((one) => ({ one, apart: apart(one) }))
    .sort((a, b) => a.apart - b.apart || (a.one < b.one ? -1 : 1))
    .slice(0, 3)
    .map(({ one }) => one);
}

const isSame = (one: Map<string, string>, other: Map<string, string>): boolean =>
  one.size === other.size && [...one].every(([name, id]) => other.get(name) === id);

/** For those who read of a channel where Slack is not asked: the log, a snapshot, the command line. */
async function keepNames(db: Db, found: Map<string, string>): Promise<void> {
  const rows = [...found].map(([name, id]) => ({ id, name }));
  if (rows.length > 0) await db('channel_names').insert(rows).onConflict('id').merge(['name']);
}
