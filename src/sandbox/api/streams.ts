import { z } from 'zod';
import { picturesOf } from '../files.ts';
import { botUser, team } from '../identity.ts';
import type { Inside } from '../inside.ts';
import { type Block, type Channel, type Message, type Metadata, Refusal } from '../nouns.ts';
import { postMessage, showChanged, withIds } from '../post.ts';
import { checkStatus, setSession } from '../sessions.ts';
import { endInTime, forgetEnd, grown, isOpen } from '../streams.ts';
import { type Chunk, readChunks } from '../validate/chunks.ts';
import { checkMessage } from '../validate/message.ts';
import { messageWire } from '../wire.ts';
import { json, type Method, method, text } from './method.ts';
import { joinedChannel, knownMessage } from './places.ts';

const mostBlocks = 50;
const content = { markdown_text: z.string().optional(), chunks: json.optional() };

const start = method({
  tier: 'tier2',
  scopes: ['chat:write'],
  args: z.object({
    channel: text,
    thread_ts: text,
    ...content,
    recipient_user_id: z.string().optional(),
    recipient_team_id: z.string().optional(),
    task_display_mode: z.enum(['timeline', 'plan', 'dense']).default('timeline'),
  }),
  run: (use, args) => {
    const channel = joinedChannel(use, args.channel);
    if (channel.archived) throw new Refusal('is_archived');
    checkRecipient(use, channel, args);
    if (!use.store.messages.get(channel.id, args.thread_ts)) throw new Refusal('thread_not_found');
    const chunks = readChunks(args, picturesOf(use));
    checkCount([], chunks);
    const stream = { since: use.now(), display: args.task_display_mode };
    const begun = { user: botUser, bot: true, text: '', blocks: [], stream };
    const first = grown({ ...begun, channel: channel.id, ts: '' }, chunks);
    const message = postMessage(use, channel, {
      ...begun,
      text: first.text,
      blocks: first.blocks,
      threadTs: args.thread_ts,
    });
    endInTime(use, message);
    setSession(use, channel, message.threadTs ?? args.thread_ts, { status: 'processing' });
    return { channel: channel.id, ts: message.ts };
  },
});

/** Whom a stream is for must be said in a channel; in a direct message it is plain. */
function checkRecipient(
  use: Inside,
  channel: Channel,
  { recipient_user_id: user, recipient_team_id: home }: Record<string, unknown>,
): void {
  if (channel.kind !== 'dm' && !user) throw new Refusal('missing_recipient_user_id');
  if (channel.kind !== 'dm' && !home) throw new Refusal('missing_recipient_team_id');
  if (user && !use.store.people.get(String(user))) throw new Refusal('user_not_found');
  if (home && home !== team.id) throw new Refusal('team_not_found');
}

const append = method({
  tier: 'tier4',
  scopes: ['chat:write'],
  args: z.object({ channel: text, ts: text, ...content }),
  run: (use, args) => {
    const { channel, message } = openStream(use, args);
    const chunks = readChunks(args, picturesOf(use));
    if (chunks.length === 0) throw new Refusal('no_text');
    checkCount(message.blocks ?? [], chunks);
    showChanged(use, channel, grown(message, chunks));
    return { channel: channel.id, ts: message.ts };
  },
});

const stop = method({
  tier: 'tier2',
  scopes: ['chat:write'],
  args: z.object({
    channel: text,
    ts: text,
    ...content,
    blocks: json.optional(),
    metadata: json.optional(),
    session_status: z.string().optional(),
  }),
  run: (use, args) => {
    const { channel, message } = openStream(use, args);
    const chunks = readChunks(args, picturesOf(use));
    checkCount(message.blocks ?? [], chunks);
    const { blocks, metadata } = args;
    checkMessage({ text: '-', blocks, metadata }, picturesOf(use));
    checkStatus(args.session_status);
    const last = (blocks ?? []) as Block[];
    const { stream, ...whole } = grown(message, chunks);
    if (!whole.text && (whole.blocks ?? []).length + last.length === 0) throw new Refusal('no_text');
    forgetEnd(use, message);
    const done = showChanged(use, channel, {
      ...whole,
      blocks: [...(whole.blocks ?? []), ...(withIds(last) ?? [])],
      metadata: metadata as Metadata | undefined,
    });
    setSession(use, channel, message.threadTs ?? message.ts, { status: args.session_status ?? 'active' });
    return { channel: channel.id, ts: done.ts, message: messageWire(use, done, { metadata: 'whole' }) };
  },
});

function openStream(
  use: Inside,
  args: { channel: string; ts: string },
): { channel: Channel; message: Message } {
  const channel = joinedChannel(use, args.channel);
  const message = knownMessage(use, channel, args.ts);
  if (message.user !== botUser) throw new Refusal('message_not_owned_by_app');
  if (message.stream?.stopped) throw new Refusal('stopped_by_user');
  if (!isOpen(use, message)) throw new Refusal('message_not_in_streaming_state');
  return { channel, message };
}

/** The blocks that come in chunks are counted over the whole stream; those at the stop are not among them. */
function checkCount(before: Block[], chunks: Chunk[]): void {
  const come = chunks.flatMap((chunk) => (chunk.type === 'blocks' ? chunk.blocks : []));
  const streamed = before.filter(({ type }) => !['markdown', 'plan', 'task_card'].includes(type));
  if (streamed.length + come.length > mostBlocks) throw new Refusal('msg_blocks_too_many');
}

export const streamMethods: Record<string, Method> = {
  'chat.startStream': start,
  'chat.appendStream': append,
  'chat.stopStream': stop,
};
