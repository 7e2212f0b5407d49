import { z } from 'zod';
import { readContent } from './api/chat.ts';
import { json } from './api/method.ts';
import { botUser } from './identity.ts';
import type { Inside } from './inside.ts';
import { type Channel, type Json, type Message, Refusal } from './nouns.ts';
import { changeMessage, deleteMessage, postEphemeral, postMessage } from './post.ts';
import type { ResponsePlace } from './response-urls.ts';

const Body = z.looseObject({
  text: z.string().optional(),
  blocks: json.optional(),
  attachments: json.optional(),
  metadata: json.optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
});

/**
 * What is posted to a response_url, or sent as the ack of a command: ephemeral unless it says in_channel; replaces or
 * deletes the message that was clicked when it says so, which never turns an ephemeral message public or back.
 */
export function answerInPlace(use: Inside, place: ResponsePlace, sent: Json): void {
  const parsed = Body.safeParse(sent);
  if (!parsed.success) throw new Refusal('invalid_payload');
  const body = parsed.data;
  const channel = use.store.channels.get(place.channel);
  if (!channel) throw new Refusal('channel_not_found');
  const original = originalOf(use, channel, place);
  if (body.delete_original) {
    if (original) deleteMessage(use, channel, original);
    return;
  }
  const draft = readContent(use, body);
  if (body.replace_original) {
    if (!original) throw new Refusal('message_not_found');
    changeMessage(use, channel, original, { ...draft, blocks: draft.blocks ?? [] });
    return;
  }
  const message = { user: botUser, bot: true, ...draft, threadTs: body.thread_ts };
  if (body.response_type === 'in_channel') postMessage(use, channel, message);
  else postEphemeral(use, channel, place.user, message);
}

function originalOf(use: Inside, channel: Channel, place: ResponsePlace): Message | undefined {
  if (!place.ts) return undefined;
  return place.ephemeral
    ? use.ephemerals.get(`${channel.id}/${place.ts}`)
    : use.store.messages.get(channel.id, place.ts);
}
