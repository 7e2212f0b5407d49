import { z } from 'zod';
import { tellOfJoining } from '../events.ts';
import { botUser } from '../identity.ts';
import type { Inside } from '../inside.ts';
import { type Channel, type Json, type Message, Refusal } from '../nouns.ts';
import { inChannel } from '../page-wire.ts';
import { join } from '../post.ts';
import { channelWire, messageWire } from '../wire.ts';
import { count, flag, type Method, method, paged, text } from './method.ts';
import { joinedChannel, knownChannel } from './places.ts';

const paging = { cursor: z.string().optional(), limit: count.optional() };
const kinds: Record<string, Channel['kind']> = {
  public_channel: 'channel',
  private_channel: 'private',
  im: 'dm',
};

const list = method({
  tier: 'tier2',
  scopes: ['channels:read', 'groups:read', 'im:read'],
  args: z.object({
    types: z.string().default('public_channel'),
    exclude_archived: flag.default(false),
    ...paging,
  }),
  run: (use, args) => {
    const types = args.types.split(',').map((type) => type.trim());
    if (types.some((type) => !(type in kinds) && type !== 'mpim')) throw new Refusal('invalid_types');
    const all = [...use.store.channels.all()].filter(
      (channel) =>
        types.some((type) => kinds[type] === channel.kind) &&
        (channel.kind === 'channel' || channel.members.includes(botUser)) &&
        !(args.exclude_archived && channel.archived),
    );
    const { page, next } = paged(all, args, 1000, 100);
    return { channels: page.map(channelWire), response_metadata: { next_cursor: next } };
  },
});

const info = method({
  tier: 'tier3',
  scopes: ['channels:read', 'groups:read', 'im:read'],
  args: z.object({ channel: text, include_num_members: flag.optional() }),
  run: (use, args) => ({ channel: channelWire(knownChannel(use, args.channel)) }),
});

const members = method({
  tier: 'tier4',
  scopes: ['channels:read', 'groups:read', 'im:read'],
  args: z.object({ channel: text, ...paging }),
  run: (use, args) => {
    const { page, next } = paged(knownChannel(use, args.channel).members, args, 1000, 100);
    return { members: page, response_metadata: { next_cursor: next } };
  },
});

const joinMethod = method({
  tier: 'tier3',
  scopes: ['channels:join'],
  args: z.object({ channel: text }),
  run: (use, args) => {
    const channel = knownChannel(use, args.channel);
    if (channel.kind !== 'channel') throw new Refusal('method_not_supported_for_channel_type');
    if (channel.archived) throw new Refusal('is_archived');
    const already = channel.members.includes(botUser) ? { warning: 'already_in_channel' } : {};
    const joined = join(use, channel, botUser);
    if (joined !== channel) tellOfJoining(use, joined, botUser, use.stamps.next());
    return { channel: channelWire(joined), ...already };
  },
});

const span = {
  latest: z.string().optional(),
  oldest: z.string().optional(),
  inclusive: flag.default(false),
  include_all_metadata: flag.default(false),
  ...paging,
};

const history = method({
  tier: 'tier3',
  scopes: ['channels:history', 'groups:history', 'im:history'],
  args: z.object({ channel: text, ...span }),
  run: (use, args) => {
    const channel = joinedChannel(use, args.channel);
    const messages = within(
      shown(use, 'conversations.history', inChannel(use.store, channel.id)),
      args,
    ).reverse();
    const { page, next } = paged(messages, args, 999, 100);
    return answer(use, page, next, args.include_all_metadata);
  },
});

const replies = method({
  tier: 'tier3',
  scopes: ['channels:history', 'groups:history', 'im:history'],
  args: z.object({ channel: text, ts: text, ...span }),
  run: (use, args) => {
    const channel = joinedChannel(use, args.channel);
    const asked = use.store.messages.get(channel.id, args.ts);
    if (!asked) throw new Refusal('thread_not_found');
    const root = asked.threadTs ?? asked.ts;
    const thread = shown(use, 'conversations.replies', threadOf(use, channel.id, root));
    const { page, next } = paged([...thread.slice(0, 1), ...within(thread.slice(1), args)], args, 1000, 1000);
    return answer(use, page, next, args.include_all_metadata);
  },
});

export const conversationMethods: Record<string, Method> = {
  'conversations.list': list,
  'conversations.info': info,
  'conversations.members': members,
  'conversations.join': joinMethod,
  'conversations.history': history,
  'conversations.replies': replies,
};

/** Root first. */
export const threadOf = (use: Pick<Inside, 'store'>, channel: string, root: string): Message[] =>
  use.store.messages.of(channel).filter((message) => message.ts === root || message.threadTs === root);

/** Without the newest, while a fault makes Slack's history lag behind. */
function shown(use: Inside, method: string, messages: Message[]): Message[] {
  const lag = use.faults.lagOf(method);
  return lag > 0 ? messages.filter(({ ts }) => Number(ts) * 1000 < use.now() - lag) : messages;
}

function within(
  messages: Message[],
  args: { latest?: string; oldest?: string; inclusive: boolean },
): Message[] {
  const oldest = args.oldest && Number(args.oldest) > 0 ? args.oldest : '';
  const latest = args.latest ?? '';
  for (const edge of [oldest, latest]) {
    if (edge && !/^\d+(\.\d+)?$/.test(edge))
      throw new Refusal(edge === oldest ? 'invalid_ts_oldest' : 'invalid_ts_latest');
  }
  return messages.filter(({ ts }) => {
    const after = !oldest || order(ts, oldest) > 0 || (args.inclusive && order(ts, oldest) === 0);
    const before = !latest || order(ts, latest) < 0 || (args.inclusive && order(ts, latest) === 0);
    return after && before;
  });
}

/** Compares two ts by their digits: as numbers they would lose the last ones. */
function order(a: string, b: string): number {
  const [left, right] = [a, b].map((ts) => {
    const [seconds = '', micros = ''] = ts.split('.');
    return seconds.padStart(12, '0') + micros.padEnd(6, '0');
  });
  return (left ?? '') < (right ?? '') ? -1 : left === right ? 0 : 1;
}

function answer(use: Inside, page: Message[], next: string, whole: boolean): Json {
  const messages = page.map((message) => messageWire(use, message, { metadata: whole ? 'whole' : 'type' }));
  return { messages, has_more: next !== '', ...(next ? { response_metadata: { next_cursor: next } } : {}) };
}
