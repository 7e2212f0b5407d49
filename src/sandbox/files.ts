import { randomBytes } from 'node:crypto';
import { tellOfFile, tellOfFileDeletion } from './events.ts';
import { isPicture, kindOf, pixelsOf } from './file-kinds.ts';
import { botUser } from './identity.ts';
import { freshId } from './ids.ts';
import type { Inside } from './inside.ts';
import { type Block, type Channel, Refusal, type SharedFile, type StoredFile } from './nouns.ts';
import { postMessage, showChanged } from './post.ts';
import type { HasPicture } from './validate/shape.ts';
import { fileWire } from './wire.ts';

/** Slack takes a gigabyte; here the bytes pass through memory, and no export of an app comes near this. */
export const mostFileBytes = 100_000_000;

// Slack says only that an upload that is never completed is discarded, not after how long.
const waitMs = 3_600_000;

/** Makes a place for a file that is to come. */
export function expectFile(
  use: Inside,
  wanted: { name: string; size: number; altText?: string },
): StoredFile {
  for (const file of [...use.store.files.all()]) {
    if (file.state !== 'complete' && file.created * 1000 < use.now() - waitMs) discard(use, file);
  }
  const { filetype, mimetype } = kindOf(wanted.name);
  const id = freshId('F');
  return use.store.files.put(id, {
    id,
    user: botUser,
    title: wanted.name,
    ...wanted,
    filetype,
    mimetype,
    created: Math.floor(use.now() / 1000),
    state: 'waiting',
    ticket: randomBytes(20).toString('hex'),
    shares: [],
    shownTo: [],
  });
}

/** Takes the bytes of an expected file: once, and exactly as many as were announced. */
export function takeBytes(use: Inside, ticket: string, bytes: Buffer): StoredFile {
  const file = [...use.store.files.all()].find((one) => one.ticket === ticket);
  if (!file) throw new Refusal('upload_not_found');
  if (file.state !== 'waiting') throw new Refusal('already_uploaded');
  if (bytes.length !== file.size) throw new Refusal('wrong_length');
  use.store.bytes.put(file.id, bytes);
  return use.store.files.put(file.id, { ...file, ...pixelsOf(bytes), state: 'uploaded' });
}

/** Completes uploads; in each of `channels` they become one message. */
export function completeFiles(
  use: Inside,
  wanted: { files: { file: StoredFile; title?: string }[]; channels: Channel[] } & Comment,
): StoredFile[] {
  const done = wanted.files.map(({ file, title }) =>
    use.store.files.put(file.id, { ...file, title: title || file.title, state: 'complete' }),
  );
  for (const channel of wanted.channels) share(use, channel, done, wanted);
  return done.map((file) => use.store.files.get(file.id) ?? file);
}

type Comment = { text: string; blocks?: Block[]; threadTs?: string };

function share(
  use: Inside,
  channel: Channel,
  files: StoredFile[],
  { text, blocks, threadTs }: Comment,
): void {
  const shared = files.map(asShared);
  const draft = { user: botUser, bot: true, text, blocks, threadTs, files: shared, subtype: 'file_share' };
  const message = postMessage(use, channel, draft);
  for (const { id } of files) {
    const known = use.store.files.get(id);
    if (!known) continue;
    const where = { channel: channel.id, ts: message.ts, threadTs: message.threadTs };
    use.store.files.put(id, { ...known, shares: [...known.shares, where] });
    tellOfFile(use, channel, known, use.stamps.next());
  }
}

const asShared = ({ state, ticket, shares, shownTo, ...file }: StoredFile): SharedFile => file;

/** Takes a file away: its messages stay, and show that it is gone. */
export function deleteFile(use: Inside, file: StoredFile): void {
  use.store.bytes.drop(file.id);
  use.store.files.put(file.id, { ...file, deleted: true });
  for (const { channel: id, ts } of file.shares) {
    const channel = use.store.channels.get(id);
    const message = use.store.messages.get(id, ts);
    if (!channel || !message?.files) continue;
    const files = message.files.map((one) => (one.id === file.id ? { ...one, deleted: true as const } : one));
    showChanged(use, channel, { ...message, files });
  }
  tellOfFileDeletion(use, file, use.stamps.next());
}

function discard(use: Inside, file: StoredFile): void {
  use.store.bytes.drop(file.id);
  use.store.files.drop(file.id);
}

/** Whether the app may read the file: its own, or one in a conversation that it is in. */
export const appMayRead = (use: Pick<Inside, 'store'>, file: StoredFile): boolean =>
  file.user === botUser || sharedWith(use, file, botUser);

/** Whether a person may: in a conversation in which it is shared or was shown, or shown to that person alone. */
export const personMayRead = (use: Pick<Inside, 'store'>, file: StoredFile, user: string): boolean =>
  sharedWith(use, file, user) ||
  file.shownTo.some((where) => where === user || use.store.channels.get(where)?.members.includes(user));

const sharedWith = (use: Pick<Inside, 'store'>, file: StoredFile, user: string): boolean =>
  file.shares.some(({ channel }) => use.store.channels.get(channel)?.members.includes(user));

/** Which `slack_file`s an image block of the app may name: pictures that are there and that it may read. */
export const picturesOf =
  (use: Inside): HasPicture =>
  (named) => {
    const file = fileNamed(use, named);
    return file !== undefined && isPicture(file.mimetype) && appMayRead(use, file);
  };

function fileNamed(use: Inside, { id, url }: { id?: string; url?: string }): StoredFile | undefined {
  const found = use.store.files.get(id ?? idIn(url ?? ''));
  if (found?.state !== 'complete' || found.deleted) return undefined;
  if (url === undefined) return found;
  const { url_private, permalink } = fileWire(use, found);
  return [url_private, permalink].some((own) => pathOf(String(own)) === pathOf(url)) ? found : undefined;
}

const idIn = (url: string): string => /[-/](F[0-9A-Z]{10})\//.exec(url)?.[1] ?? '';
const pathOf = (url: string): string => URL.parse(url)?.pathname ?? url;
