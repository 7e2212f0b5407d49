import type { Stage } from './stage.ts';

type Wanted = { name: string; title?: string; body: string | Buffer; alt?: string };

/** Sends a file as an app does, in three steps; without a channel it is in no message. */
export const upload = async (
  { app, channels, workspace }: Stage,
  { name, title, body, alt }: Wanted,
  channel?: string,
): Promise<{ id: string; ts: string }> => {
  const length = Buffer.byteLength(body);
  const asked = await app.call('files.getUploadURLExternal', { filename: name, length, alt_txt: alt });
  await fetch(String(asked.upload_url), { method: 'POST', body: new Uint8Array(Buffer.from(body)) });
  const id = String(asked.file_id);
  const to = channel ? { channel_id: channels[channel] } : {};
  await app.call('files.completeUploadExternal', { files: [{ id, title }], ...to });
  const message = channel ? workspace.as('mara').sees(channel).at(-1) : undefined;
  return { id, ts: message?.ts ?? '' };
};
