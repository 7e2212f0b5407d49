import { extname } from 'node:path';

/** What Slack makes of a file's name: `filetype`, `mimetype`, `pretty_type`, and whether it shows it as text. */
export type Kind = { filetype: string; mimetype: string; pretty: string; text: boolean };

const kind = (filetype: string, mimetype: string, pretty: string, text = false): Kind => ({
  filetype,
  mimetype,
  pretty,
  text,
});

const unknown = kind('binary', 'application/octet-stream', 'Binary');
const kinds: Record<string, Kind> = {
  png: kind('png', 'image/png', 'PNG'),
  jpg: kind('jpg', 'image/jpeg', 'JPEG'),
  jpeg: kind('jpg', 'image/jpeg', 'JPEG'),
  gif: kind('gif', 'image/gif', 'GIF'),
  svg: kind('svg', 'image/svg+xml', 'SVG', true),
  pdf: kind('pdf', 'application/pdf', 'PDF'),
  zip: kind('zip', 'application/zip', 'Zip'),
  xlsx: kind(
    'xlsx',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'Excel spreadsheet',
  ),
  csv: kind('csv', 'text/csv', 'CSV', true),
  txt: kind('text', 'text/plain', 'Plain Text', true),
  md: kind('markdown', 'text/markdown', 'Markdown (raw)', true),
  json: kind('json', 'application/json', 'JSON', true),
  html: kind('html', 'text/html', 'HTML', true),
};

export function kindOf(name: string): Kind {
  const ending = extname(name).slice(1).toLowerCase();
  return Object.hasOwn(kinds, ending) ? (kinds[ending] ?? unknown) : unknown;
}

/** The pictures that an image block takes and that the page shows in place. */
export const isPicture = (mimetype: string): boolean =>
  ['image/png', 'image/jpeg', 'image/gif'].includes(mimetype);

/** Width and height as a PNG or GIF says them. */
export function pixelsOf(bytes: Buffer): { width: number; height: number } | null {
  const isPng = bytes.length >= 24 && bytes.toString('latin1', 1, 4) === 'PNG';
  if (isPng) return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  const isGif = bytes.length >= 10 && bytes.toString('latin1', 0, 3) === 'GIF';
  return isGif ? { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) } : null;
}
