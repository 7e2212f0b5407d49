import { type Drawn, html } from './html.ts';

const byName: Record<string, string> = {
  red_circle: '🔴',
  large_yellow_circle: '🟡',
  large_green_circle: '🟢',
  white_circle: '⚪',
  white_check_mark: '✅',
  leftwards_arrow_with_hook: '↩️',
  hourglass_flowing_sand: '⏳',
  hourglass: '⌛',
  warning: '⚠️',
  eyes: '👀',
  '+1': '👍',
  thumbsup: '👍',
  '-1': '👎',
  thumbsdown: '👎',
  wave: '👋',
  tada: '🎉',
  bulb: '💡',
  memo: '📝',
  bell: '🔔',
  lock: '🔒',
  mag: '🔍',
  calendar: '📅',
  chart_with_upwards_trend: '📈',
  x: '❌',
  heavy_check_mark: '✔️',
  question: '❓',
  heart: '❤️',
  slightly_smiling_face: '🙂',
  smile: '😄',
  rocket: '🚀',
  robot_face: '🤖',
};

/** The character of a `:name:`, or nothing when this page does not know the name. */
export const charOf = (name: string): string | undefined =>
  Object.hasOwn(byName, name) ? byName[name] : undefined;
export const nameOf = (char: string): string =>
  (Object.keys(byName).find((name) => byName[name] === char) ?? char).replaceAll('_', ' ');

// Drawn here, so that these few look the same on every machine, as they do in Slack.
const drawings: Record<string, () => Drawn> = {
  '🔴': () => html`<circle cx="10" cy="10" r="8" fill="#D1242F" />`,
  '🟡': () => html`<circle cx="10" cy="10" r="8" fill="#E5A50A" />`,
  '🟢': () => html`<circle cx="10" cy="10" r="8" fill="#2DA160" />`,
  '⚪': () => html`<circle cx="10" cy="10" r="7.2" fill="#F3F5F7" stroke="#8C959F" stroke-width="1.5" />`,
  '✅': () => html`<g>
    <rect x="2" y="2" width="16" height="16" rx="4" fill="#2DA160" />
    <path d="M6 10.4l2.8 2.8L14.2 7.4" stroke="#fff" stroke-width="2" fill="none" stroke-linecap="round" stroke-linejoin="round" />
  </g>`,
  '↩': () => html`<g>
    <rect x="2" y="2" width="16" height="16" rx="4" fill="#3C6FB5" />
    <path d="M8.6 6L5.6 9l3 3M5.8 9H12a2.6 2.6 0 0 1 0 5.2H9.6" stroke="#fff" stroke-width="1.7" fill="none" stroke-linecap="round" stroke-linejoin="round" />
  </g>`,
  '⏳': () => html`<g>
    <path d="M6 3.4h8c0 4-2.6 4.6-2.6 6.6s2.6 2.6 2.6 6.6H6c0-4 2.6-4.6 2.6-6.6S6 7.4 6 3.4z" fill="#F3F5F7" stroke="#8A6D3B" stroke-width="1.2" />
    <path d="M8 6.2h4c-.5 1.3-1.6 1.8-2 2.6-.4-.8-1.500-1.300-2-2.600zM7.300 15.600c.4-1.700 1.900-1.900 2.700-3 .8 1.100 2.300 1.300 2.700 3z" fill="#D9A23B" />
    <path d="M5 3h10M5 17h10" stroke="#8A6D3B" stroke-width="1.8" stroke-linecap="round" />
  </g>`,
  '⚠': () => html`<g>
    <path d="M10 2.600l8 14.200H2z" fill="#F2B72F" stroke="#F2B72F" stroke-width="1.600" stroke-linejoin="round" />
    <path d="M10 7.600v4.400" stroke="#3D2E00" stroke-width="1.900" stroke-linecap="round" />
    <circle cx="10" cy="14.600" r="1.100" fill="#3D2E00" />
  </g>`,
  '👀': () => html`<g fill="#fff" stroke="#57606A" stroke-width="1">
    <ellipse cx="5.900" cy="10" rx="4" ry="5.600" />
    <ellipse cx="14.100" cy="10" rx="4" ry="5.600" />
    <circle cx="4.700" cy="11" r="1.900" fill="#3B2A20" stroke="none" />
    <circle cx="12.900" cy="11" r="1.900" fill="#3B2A20" stroke="none" />
  </g>`,
};

const bare = (char: string): string => char.replace('\uFE0F', '');
const known = new RegExp(`((?:${Object.keys(drawings).join('|')})\\uFE0F?)`, 'u');

export const Emoji = ({ char }: { char: string }): Drawn => {
  const draw = drawings[bare(char)];
  if (!draw) return html`<span class="emoji-char">${char}</span>`;
  return html`<svg class="emoji" viewBox="0 0 20 20" role="img" aria-label=${nameOf(char)}>${draw()}</svg>`;
};

/** Words in which the known emoji are drawn. */
export const withEmoji = (words: string): Drawn[] =>
  words
    .split(known)
    .map((piece, i): Drawn => (i % 2 === 1 ? html`<${Emoji} key=${i} char=${piece} />` : piece))
    .filter((piece) => piece !== '');
