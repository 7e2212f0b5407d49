import { z } from 'zod';
import { picturesOf } from '../files.ts';
import { botUser, team } from '../identity.ts';
import type { Inside } from '../inside.ts';
import { type Block, type Json, type Metadata, Refusal } from '../nouns.ts';
import { changeMessage, deleteMessage, postEphemeral, postMessage } from '../post.ts';
import { isOpen } from '../streams.ts';
import { checkMessage } from '../validate/message.ts';
import { messageWire } from '../wire.ts';
import { flag, json, type Method, method, text } from './method.ts';
import { channelToPostTo, dmOf, joinedChannel, knownMessage } from './places.ts';

const content = {
  text: z.string().optional(),
  blocks: json.optional(),
  attachments: json.optional(),
  markdown_text: z.string().optional(),
  metadata: json.optional(),
};

const postMessageMethod = method({
  tier: 'posting',
  scopes: ['chat:write'],
  args: z.object({
    channel: text,
    ...content,
    thread_ts: text.optional(),
    reply_broadcast: flag.optional(),
    client_msg_id: text.optional(),
  }),
  run: (use, args) => {
    const channel = channelToPostTo(use, args.channel);
    const draft = readContent(use, args);
    if (args.thread_ts && !use.store.messages.get(channel.id, args.thread_ts))
      throw new Refusal('thread_not_found');
    const message = postMessage(use, channel, {
      user: botUser,
      bot: true,
      ...draft,
      threadTs: args.thread_ts,
      broadcast: args.reply_broadcast && args.thread_ts !== undefined ? true : undefined,
      clientMsgId: args.client_msg_id,
    });
    return { channel: channel.id, ts: message.ts, message: messageWire(use, message, { metadata: 'whole' }) };
  },
});

const update = method({
  tier: 'tier3',
  scopes: ['chat:write'],
  args: z.object({ channel: text, ts: text, ...content, reply_broadcast: flag.optional() }),
  run: (use, args) => {
    const channel = joinedChannel(use, args.channel);
    if (channel.archived) throw new Refusal('is_archived');
    const before = knownMessage(use, channel, args.ts);
    if (before.user !== botUser) throw new Refusal('cant_update_message');
    if (isOpen(use, before)) throw new Refusal('streaming_state_conflict');
    const draft = readContent(use, args);
    // Blocks, attachments and metadata that are not sent stay; an empty list or object removes them.
    const emptied = isEmpty(draft.metadata);
    const message = changeMessage(use, channel, emptied ? { ...before, metadata: undefined } : before, {
      text: args.text ?? args.markdown_text,
      blocks: draft.blocks,
      attachments: draft.attachments,
      metadata: emptied ? undefined : draft.metadata,
    });
    return {
      channel: channel.id,
      ts: message.ts,
      text: message.text,
      message: messageWire(use, message, { metadata: 'whole' }),
    };
  },
});

const remove = method({
  tier: 'tier3',
  scopes: ['chat:write'],
  args: z.object({ channel: text, ts: text }),
  run: (use, args) => {
    const channel = joinedChannel(use, args.channel);
    const message = knownMessage(use, channel, args.ts);
    if (message.user !== botUser) throw new Refusal('cant_delete_message');
    deleteMessage(use, channel, message);
    return { channel: channel.id, ts: message.ts };
  },
});

const ephemeral = method({
  tier: 'tier4',
  scopes: ['chat:write'],
  args: z.object({ channel: text, user: text, ...content, thread_ts: text.optional() }),
  run: (use, args) => {
    const channel = channelToPostTo(use, args.channel);
    if (!use.store.people.get(args.user)) throw new Refusal('user_not_found');
    if (!channel.members.includes(args.user)) throw new Refusal('user_not_in_channel');
    const { metadata, ...draft } = readContent(use, args);
    const message = postEphemeral(use, channel, args.user, {
      user: botUser,
      bot: true,
      ...draft,
      threadTs: args.thread_ts,
    });
    return { message_ts: message.ts };
  },
});

const permalink = method({
  tier: 'special',
  args: z.object({ channel: text, message_ts: text }),
  run: (use, args) => {
    const channel = joinedChannel(use, args.channel);
    const message = knownMessage(use, channel, args.message_ts);
    const thread =
      message.threadTs && message.threadTs !== message.ts
        ? `?thread_ts=${message.threadTs}&cid=${channel.id}`
        : '';
    const link = `https://${team.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
    return { channel: channel.id, permalink: link };
  },
});

const openDm = method({
  tier: 'tier3',
  scopes: ['im:write'],
  args: z.object({ users: text.optional(), channel: text.optional(), return_im: flag.optional() }),
  run: (use, args) => {
    const users = (args.users ?? '').split(',').filter(Boolean);
    const known = args.channel ? joinedChannel(use, args.channel) : null;
    if (!known && users.length === 0) throw new Refusal('users_list_not_supplied');
    if (users.length > 1) throw new Refusal('method_not_supported_for_channel_type');
    const user = users[0] ?? '';
    if (!known && !use.store.people.get(user)) throw new Refusal('user_not_found');
    if (!known && user === botUser) throw new Refusal('cannot_dm_bot');
    const channel = known ?? dmOf(use, [botUser, user]);
    return { no_op: known !== null, already_open: known !== null, channel: { id: channel.id } };
  },
});

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': postMessageMethod,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': ephemeral,
  'chat.getPermalink': permalink,
  'conversations.open': openDm,
};

type Content = {
  text?: string;
  blocks?: unknown;
  attachments?: unknown;
  markdown_text?: string;
  metadata?: unknown;
};
type Read = { text: string; blocks?: Block[]; attachments?: Json[]; metadata?: Metadata };

/** Checks a message as Slack would, and reads it. */
export function readContent(use: Inside, args: Content): Read {
  checkMessage(args, picturesOf(use));
  return {
    text: args.text ?? args.markdown_text ?? '',
    blocks: args.markdown_text
      ? [{ type: 'markdown', text: args.markdown_text }]
      : (args.blocks as Block[] | undefined),
    attachments: args.attachments as Json[] | undefined,
    metadata: args.metadata as Metadata | undefined,
  };
}

const isEmpty = (metadata: unknown): boolean =>
  typeof metadata === 'object' && metadata !== null && Object.keys(metadata).length === 0;
