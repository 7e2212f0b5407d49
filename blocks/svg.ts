/** What every chart is drawn with: colours, letters, bars, the frame, and names as the font can draw them. */
import type { Mark } from '../src/story/chart.ts';
import { cut, plain } from './text.ts';

/** Marks at least 3:1 and letters at least 4.5:1 against the ground. */
export const ink = {
  subject: '#0072B2',
  band: '#CFE2EE',
  past: '#808890',
  limit: '#D55E00',
  warned: '#B34700',
  text: '#22272E',
  /** Letters within a bar of the subject. */
  within: '#FFFFFF',
};
export const quiet = { axis: '#57606A', grid: '#E1E6EB', frame: '#D0D7DE', ground: '#F6F8FA' };
/** The font that every chart is set in; the renderer brings it. */
export const chartFont = 'DejaVu Sans Condensed';
export const page = { width: 480, padding: 16, least: 220, font: 14 };
const inner = page.width - 2 * page.padding;
export const longestLabel = 24;
const widestLabel = 172;

/** Names as the font can draw them; what it cannot is numbered. */
export function namesOf(of: { label: string }[]): { labels: string[]; notes: string[] } {
  const { lines, notes } = namesInLines(of);
  return { labels: lines.map((all) => fitted(all.join(' '))), notes };
}

/** The same on two lines where one has no room for it. */
export function namesInLines(of: { label: string }[]): { lines: string[][]; notes: string[] } {
  const drawn = of.map(({ label }) => drawable(label));
  return {
    lines: drawn.map((label, n) => broken(label ?? `No. ${n + 1}`)),
    notes: drawn.includes(null)
      ? ['Numbered where this font lacks the letters; named below the picture.']
      : [],
  };
}

const covered =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Arabic}\p{Script=Inherited}\p{Script=Hebrew}\u0020-\u007E\u00A0-\u00FF\u2010-\u203A\u20A0-\u20BA\u2190-\u21FF\u2200-\u22FF]+$/u;

/** Null where the font lacks a letter. Emoji are left out of a name that has letters too. */
export function drawable(label: string): string | null {
  const name = plain(
    label.replace(
      /\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\u200D|\uFE0F|\p{Extended_Pictographic})*/gu,
      '',
    ),
    200,
  );
  return name !== '' && covered.test(name) ? name : null;
}

const fits = (label: string): boolean => label.length <= longestLabel && width(label) <= widestLabel;

/** Behind the arrow of a move, else behind the last word that fits. */
function broken(label: string): string[] {
  if (fits(label)) return [label];
  const arrow = label.indexOf(' → ');
  const spaces = [...label.matchAll(/ /g)].map(({ index }) => index);
  const at =
    arrow > 0 && fits(label.slice(0, arrow + 2))
      ? arrow + 2
      : (spaces.findLast((space) => fits(label.slice(0, space))) ?? -1);
  return at <= 0 ? [fitted(label)] : [label.slice(0, at), fitted(label.slice(at + 1))];
}

function fitted(label: string): string {
  let name = cut(label, longestLabel);
  while (width(name) > widestLabel && name.length > 2) name = cut(label, name.length - 1);
  return name;
}

/** Where labels end, bars begin, and how long the longest bar may be beside the widest figure. */
export function columnsOf(labels: string[], marks: Mark[]): { labels: number; bars: number; room: number } {
  const end = page.padding + Math.max(...labels.map((label) => width(label)));
  const room = inner - (end - page.padding) - 10 - 8 - Math.max(...marks.map(({ said }) => width(said)));
  return { labels: end, bars: end + 10, room: Math.max(40, room) };
}

export const pitchOf = (rows: number, notes: number, head = 0): number =>
  Math.min(44, Math.max(24, (page.least - 2 * page.padding - head - notes * 22) / Math.max(1, rows)));

export const bar = (x: number, middle: number, length: number, thick: number, fill: string): string =>
  `<rect x="${x}" y="${middle - thick / 2}" width="${Math.max(length, 1.5)}" height="${thick}" fill="${fill}"/>`;
export const baseline = (x: number, height: number): string =>
  `<line x1="${x}" x2="${x}" y1="${page.padding}" y2="${page.padding + height}" stroke="${quiet.frame}"/>`;

type Set = { anchor?: 'start' | 'middle' | 'end'; fill?: string; size?: number; halo?: string };
export const text = (
  x: number,
  middle: number,
  said: string,
  { anchor = 'start', fill = ink.text, size = page.font, halo = quiet.ground }: Set = {},
): string =>
  `<text x="${x}" y="${middle + size * 0.36}" font-size="${size}" text-anchor="${anchor}" fill="${fill}" stroke="${halo}" stroke-width="4" stroke-linejoin="round" paint-order="stroke">${escaped(said)}</text>`;

export function framed(height: number, parts: string[], notes: string[] = []): string {
  const whole = height + 2 * page.padding + notes.length * 22;
  const said = notes.map((note, n) =>
    text(page.padding, page.padding + height + 14 + n * 22, note, { fill: quiet.axis, size: 13.4 }),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${page.width}" height="${whole}" viewBox="0 0 ${page.width} ${whole}" font-family="${chartFont}">`,
    `<rect x="0.5" y="0.5" width="${page.width - 1}" height="${whole - 1}" rx="8" fill="${quiet.ground}"/>`,
    ...parts,
    ...said,
    '</svg>',
  ].join('');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (said: string): string => said.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

/** How wide a text is in this font, near enough and rather too wide. */
export const width = (said: string, size = page.font): number =>
  [...said].reduce((sum, letter) => sum + widthOf(letter), 0) * size;
const widthOf = (letter: string): number => {
  if (/[\p{M}\u2066-\u2069]/u.test(letter)) return 0;
  if (/[\s.,:;'’|!()[\]/ijlIft-]/.test(letter)) return 0.37;
  if (/[mwMW%@—…]/.test(letter)) return 0.88;
  return /[\p{Lu}&+=×→]/u.test(letter) ? 0.68 : 0.575;
};
