/** The three calls by which a file comes into Slack. Until the third nobody can see it, and what was uploaded is thrown away. */
import type { Block } from '../../../blocks/kit.ts';
import { Later } from '../../jobs/later.ts';
import type { Log } from '../../log.ts';
import { type Outcome, outcome, type SlackClient } from '../client.ts';
import type { Pace } from '../pace.ts';

export type UploadUse = {
  client: SlackClient;
  pace: Pace;
  /** Reaches the address that Slack names for the bytes. */
  fetch: typeof globalThis.fetch;
  log: Log;
};

/** `failed`: certainly nothing is there; it can be tried again. */
export type Uploaded =
  | { say: 'done'; id: string }
  | { say: 'refused'; because: string }
  | { say: 'failed'; because: string };

const SEND_MS = 30_000;

/** Steps one and two. Harmless to repeat: what is not completed is discarded by Slack. */
export async function upload(use: UploadUse, file: { name: string; bytes: Buffer }): Promise<Uploaded> {
  const method = 'files.getUploadURLExternal';
  await use.pace.turn(method, '');
  const place = await outcome(
    use.client.files.getUploadURLExternal({ filename: file.name, length: file.bytes.length }),
  );
  if (place.say === 'limited') {
    use.pace.hold(method, '', place.afterMs);
    throw new Later(place.afterMs, 'Slack asked to slow down with files.');
  }
  if (place.say === 'refused') return { say: 'refused', because: place.because };
  if (place.say === 'unknown') return { say: 'failed', because: place.because };
  const { upload_url: address, file_id: id } = place.answer;
  if (!address || !id) return { say: 'failed', because: 'no address' };
  try {
    const response = await use.fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(file.bytes),
      signal: AbortSignal.timeout(SEND_MS),
    });
    await response.text();
    return response.ok ? { say: 'done', id } : { say: 'failed', because: `http ${response.status}` };
  } catch (error) {
    use.log.info({ err: error }, 'The bytes of a file did not reach Slack.');
    return { say: 'failed', because: 'no answer' };
  }
}

/** Step three: now the file is there, in a conversation or, without one, for the blocks that name it. Slack takes it once for an id. */
export async function complete(
  use: UploadUse,
  file: {
    id: string;
    title: string;
    channel: string | null;
    threadTs: string | null;
    comment: Block[] | null;
  },
): Promise<Outcome<unknown>> {
  const method = 'files.completeUploadExternal';
  const channel = file.channel ?? '';
  await use.pace.turn(method, channel);
  const { id, title } = file;
  const result = await outcome(
    // Not as `initial_comment`: there Slack would make links of what it finds in a name.
    use.client.apiCall(method, {
      files: [{ id, title }],
      ...(file.channel ? { channel_id: file.channel } : {}),
      ...(file.threadTs ? { thread_ts: file.threadTs } : {}),
      ...(file.comment ? { blocks: file.comment } : {}),
    }),
  );
  if (result.say === 'limited') use.pace.hold(method, channel, result.afterMs);
  return result;
}
