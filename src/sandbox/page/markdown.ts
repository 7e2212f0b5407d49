/** The Markdown that Slack's markdown block takes, as a tree: headings, lists, quotes, code, tables, inline marks. */
export type Span =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; children: Span[] }
  | { kind: 'link'; url: string; children: Span[] }
  | { kind: 'break' };

export type Chunk =
  | { kind: 'heading'; level: number; spans: Span[] }
  | { kind: 'paragraph' | 'quote'; spans: Span[] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' }
  | { kind: 'list'; ordered: boolean; start: number; items: { indent: number; spans: Span[] }[] }
  | { kind: 'table'; head: Span[][]; rows: Span[][][] };

const isRule = (line: string): boolean => /^ {0,3}([-*_])( *\1){2,} *$/.test(line);
const itemOf = (line: string) => /^( *)([-*+]|\d{1,9}[.)]) +(.*)$/.exec(line);
const isTableLine = (line: string | undefined): boolean =>
  line !== undefined && /^\s*:?-+:?\s*(\|\s*:?-+:?\s*)*$/.test(line.replace(/^\s*\||\|\s*$/g, ''));
const starts = (line: string): boolean =>
  /^(#{1,6} |>|```)/.test(line) || isRule(line) || itemOf(line) !== null;

export const parseMarkdown = (source: string): Chunk[] => {
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  const chunks: Chunk[] = [];
  while (lines.length > 0) {
    if (lines[0]?.trim() === '') lines.shift();
    else chunks.push(nextChunk(lines));
  }
  return chunks;
};

/** Takes the next chunk off the front of the lines. */
const nextChunk = (lines: string[]): Chunk => {
  const first = lines.shift() ?? '';
  const heading = /^(#{1,6}) +(.*?)( +#+)?$/.exec(first);
  if (heading)
    return { kind: 'heading', level: Math.min(4, heading[1]?.length ?? 1), spans: spansOf(heading[2] ?? '') };
  if (first.startsWith('```')) return { kind: 'code', text: fenced(lines) };
  if (isRule(first)) return { kind: 'rule' };
  if (first.startsWith('>')) {
    const quoted = [first, ...takeWhile(lines, (line) => line.startsWith('>'))].map((line) =>
      line.replace(/^> ?/, ''),
    );
    return { kind: 'quote', spans: spansOf(quoted.join('\n')) };
  }
  if (itemOf(first))
    return listOf([first, ...takeWhile(lines, (line) => itemOf(line) !== null || /^ {2,}\S/.test(line))]);
  if (first.includes('|') && isTableLine(lines[0])) {
    lines.shift();
    const rows = takeWhile(lines, (line) => line.includes('|'));
    return { kind: 'table', head: cellsOf(first), rows: rows.map(cellsOf) };
  }
  const rest = takeWhile(lines, (line) => line.trim() !== '' && !starts(line));
  return { kind: 'paragraph', spans: spansOf([first, ...rest].join('\n')) };
};

const takeWhile = (lines: string[], fits: (line: string) => boolean): string[] => {
  const end = lines.findIndex((line) => !fits(line));
  return lines.splice(0, end < 0 ? lines.length : end);
};

const fenced = (lines: string[]): string => {
  const body = takeWhile(lines, (line) => !line.startsWith('```'));
  lines.shift();
  return body.join('\n');
};

const listOf = (lines: string[]): Chunk => {
  const items: { indent: number; words: string }[] = [];
  for (const line of lines) {
    const item = itemOf(line);
    const last = items.at(-1);
    if (item) items.push({ indent: Math.floor((item[1]?.length ?? 0) / 2), words: item[3] ?? '' });
    else if (last) last.words += `\n${line.trim()}`;
  }
  const mark = itemOf(lines[0] ?? '')?.[2] ?? '-';
  const ordered = /^\d/.test(mark);
  return {
    kind: 'list',
    ordered,
    start: ordered ? Number.parseInt(mark, 10) : 1,
    items: items.map(({ indent, words }) => ({ indent, spans: spansOf(words) })),
  };
};

const cellsOf = (line: string): Span[][] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => spansOf(cell.trim().replaceAll('\\|', '|')));

const inline: [RegExp, (match: RegExpExecArray) => Span][] = [
  [/^\\([\\`*_{}[\]()#+\-.!|~>])/, (m) => ({ kind: 'text', text: m[1] ?? '' })],
  [/^`([^`\n]+)`/, (m) => ({ kind: 'code', text: m[1] ?? '' })],
  [/^\[([^\]\n]+)\]\(([^)\s]+)\)/, (m) => ({ kind: 'link', url: m[2] ?? '', children: spansOf(m[1] ?? '') })],
  [
    /^<(https?:[^>\s]+)>/,
    (m) => ({ kind: 'link', url: m[1] ?? '', children: [{ kind: 'text', text: m[1] ?? '' }] }),
  ],
  [/^\*\*(?=\S)([\s\S]+?\S|\S)\*\*/, (m) => ({ kind: 'bold', children: spansOf(m[1] ?? '') })],
  [/^__(?=\S)([\s\S]+?\S|\S)__(?!\w)/, (m) => ({ kind: 'bold', children: spansOf(m[1] ?? '') })],
  [/^~~(?=\S)([\s\S]+?)~~/, (m) => ({ kind: 'strike', children: spansOf(m[1] ?? '') })],
  [/^\*(?=\S)([^*\n]*?[^\s*])\*/, (m) => ({ kind: 'italic', children: spansOf(m[1] ?? '') })],
  [/^_(?=\S)([^_\n]*?[^\s_])_(?!\w)/, (m) => ({ kind: 'italic', children: spansOf(m[1] ?? '') })],
  [/^\n/, () => ({ kind: 'break' })],
];

export const spansOf = (source: string): Span[] => {
  const spans: Span[] = [];
  let words = '';
  let rest = source;
  while (rest) {
    const inWord = /\w$/.test(words) && rest.startsWith('_');
    const found = inWord ? null : firstMatch(rest);
    if (!found) {
      words += rest[0];
      rest = rest.slice(1);
      continue;
    }
    if (words) spans.push({ kind: 'text', text: words });
    words = '';
    spans.push(found.span);
    rest = rest.slice(found.length);
  }
  return words ? [...spans, { kind: 'text', text: words }] : spans;
};

const firstMatch = (rest: string): { span: Span; length: number } | null => {
  if (!/^[\\`[<*_~\n]/.test(rest)) return null;
  for (const [pattern, make] of inline) {
    const match = pattern.exec(rest);
    if (match) return { span: make(match), length: match[0].length };
  }
  return null;
};
