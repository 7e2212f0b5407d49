import { z } from 'zod';
import { appMayRead, completeFiles, deleteFile, expectFile, mostFileBytes, picturesOf } from '../files.ts';
import { botUser } from '../identity.ts';
import type { Inside } from '../inside.ts';
import { type Block, type Channel, Refusal, type StoredFile } from '../nouns.ts';
import { checkMessage } from '../validate/message.ts';
import { fileWire, sharedWire } from '../wire.ts';
import { count, json, type Method, method, text } from './method.ts';
import { dmOf, knownChannel } from './places.ts';

const mostSnippetBytes = 1_000_000;
const mostChannels = 100;

const getUploadUrl = method({
  tier: 'tier4',
  scopes: ['files:write'],
  args: z.object({
    filename: text,
    length: count,
    snippet_type: text.optional(),
    // The documentation says alt_txt, and Slack's own client sends alt_text.
    alt_txt: z.string().optional(),
    alt_text: z.string().optional(),
  }),
  run: (use, args) => {
    const altText = args.alt_txt ?? args.alt_text;
    if (args.length <= 0) throw new Refusal('missing_argument');
    if (args.length > mostFileBytes) throw new Refusal('file_upload_size_restricted');
    if (args.snippet_type && args.length > mostSnippetBytes) throw new Refusal('snippet_too_large');
    if ((altText ?? '').length > 1_000) throw new Refusal('alt_txt_too_large');
    const file = expectFile(use, { name: args.filename, size: args.length, altText });
    return { upload_url: `${use.base()}/_upload/v1/${file.ticket}`, file_id: file.id };
  },
});

const Files = z.array(z.object({ id: text, title: z.string().optional() })).min(1);

const complete = method({
  tier: 'tier4',
  scopes: ['files:write'],
  args: z.object({
    files: json.pipe(Files),
    channel_id: z.string().optional(),
    channels: z.string().optional(),
    thread_ts: z.string().optional(),
    initial_comment: z.string().optional(),
    blocks: json.optional(),
  }),
  run: (use, args) => {
    const files = args.files.map(({ id, title }) => ({ file: uploaded(use, id), title }));
    const channels = destinations(use, args);
    if (args.thread_ts) {
      const [only, ...others] = channels;
      if (!only || others.length > 0) throw new Refusal('invalid_arguments');
      if (!use.store.messages.get(only.id, args.thread_ts)) throw new Refusal('thread_not_found');
    }
    // With a comment Slack does not look at the blocks at all.
    const comment = args.initial_comment ?? '';
    const blocks = comment ? undefined : args.blocks;
    if (blocks !== undefined) checkMessage({ text: '-', blocks }, picturesOf(use));
    const done = completeFiles(use, {
      files,
      channels,
      text: comment,
      blocks: blocks as Block[] | undefined,
      threadTs: args.thread_ts || undefined,
    });
    // Where it was shared is for files.info to say.
    return { files: done.map((file) => fileWire(use, file)) };
  },
});

function uploaded(use: Inside, id: string): StoredFile {
  const file = use.store.files.get(id);
  if (!file || file.deleted || file.state === 'waiting') throw new Refusal('file_not_found');
  if (file.state === 'complete') throw new Refusal('file_update_failed');
  return file;
}

/** `channel_id` is one conversation; `channels` are several, and people among them. */
function destinations(use: Inside, args: { channel_id?: string; channels?: string }): Channel[] {
  const several = (args.channels ?? '').split(',').filter(Boolean);
  if (several.length > mostChannels) throw new Refusal('channels_limit_exceeded');
  const named = several.map((id) => {
    if (use.store.people.get(id)) return dmOf(use, [botUser, id]);
    if (!use.store.channels.get(id)) throw new Refusal('invalid_channel');
    return knownChannel(use, id);
  });
  const all = [...(args.channel_id ? [knownChannel(use, args.channel_id)] : []), ...named];
  for (const channel of all) {
    if (!channel.members.includes(botUser)) throw new Refusal('not_in_channel');
    if (channel.archived) throw new Refusal('posting_to_channel_denied');
  }
  return [...new Map(all.map((channel) => [channel.id, channel])).values()];
}

const info = method({
  tier: 'tier4',
  scopes: ['files:read'],
  args: z.object({ file: text }),
  run: (use, args) => {
    const file = knownFile(use, args.file);
    const channel = (id: string): Channel | undefined => use.store.channels.get(id);
    return {
      file: sharedWire({ ...use, channel }, file),
      comments: [],
      response_metadata: { next_cursor: '' },
    };
  },
});

const remove = method({
  tier: 'tier3',
  scopes: ['files:write'],
  args: z.object({ file: text }),
  run: (use, args) => {
    const file = knownFile(use, args.file);
    if (file.user !== botUser) throw new Refusal('cant_delete_file');
    deleteFile(use, file);
    return {};
  },
});

function knownFile(use: Inside, id: string): StoredFile {
  const file = use.store.files.get(id);
  if (file?.state !== 'complete' || !appMayRead(use, file)) throw new Refusal('file_not_found');
  if (file.deleted) throw new Refusal('file_deleted');
  return file;
}

export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': complete,
  'files.info': info,
  'files.delete': remove,
};
