import { charOf } from './emoji.ts';

/** Slack's own marking of text, parsed into a tree. Nothing of it is ever handed to the browser as HTML. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; url: string; children: Inline[] }
  | { kind: 'user' | 'channel' | 'group'; id: string; label: string }
  | { kind: 'broadcast'; range: string }
  | { kind: 'date'; seconds: number; format: string; url: string; fallback: string }
  | { kind: 'emoji'; char: string; name: string }
  | { kind: 'break' };

export type Part = { kind: 'lines' | 'quote'; children: Inline[] } | { kind: 'pre'; text: string };

export const parseMrkdwn = (source: string, options: { verbatim?: boolean } = {}): Part[] =>
  source
    .replaceAll('\r\n', '\n')
    .split(/```\n?([\s\S]+?)\n?```/)
    .flatMap((piece, i): Part[] =>
      i % 2 === 1
        ? [{ kind: 'pre', text: plainOf(piece) }]
        : quotesAndLines(piece, options.verbatim !== true),
    );

const quotesAndLines = (source: string, links: boolean): Part[] => {
  const runs: { quote: boolean; lines: string[] }[] = [];
  for (const line of source.replace(/^\n|\n$/g, '').split('\n')) {
    const quote = /^(&gt;|>)/.test(line);
    const words = quote ? line.replace(/^(&gt;|>) ?/, '') : line;
    const last = runs.at(-1);
    if (last?.quote === quote) last.lines.push(words);
    else runs.push({ quote, lines: [words] });
  }
  return runs
    .map(
      (run): Part => ({
        kind: run.quote ? 'quote' : 'lines',
        children: parseInline(run.lines.join('\n'), links),
      }),
    )
    .filter((part) => part.kind === 'pre' || part.children.length > 0);
};

const marks = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
const isWord = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);

export const parseInline = (source: string, links = true): Inline[] => {
  const found: Inline[] = [];
  let words = '';
  const flush = (): void => {
    if (words) found.push({ kind: 'text', text: unescaped(words) });
    words = '';
  };
  let i = 0;
  while (i < source.length) {
    const step = nodeAt(source, i, links);
    if (step) {
      flush();
      found.push(step.node);
      i = step.end;
    } else {
      words += source[i];
      i += 1;
    }
  }
  flush();
  return found;
};

type Step = { node: Inline; end: number } | null;

const nodeAt = (source: string, i: number, links: boolean): Step => {
  const char = source[i] ?? '';
  if (char === '\n') return { node: { kind: 'break' }, end: i + 1 };
  if (char === '<') return angleAt(source, i);
  if (char === '`') return codeAt(source, i);
  if (char === ':') return emojiAt(source, i);
  if (char === '*' || char === '_' || char === '~') return markedAt(source, i, char, links);
  if (links && char === 'h' && !isWord(source[i - 1])) return bareLinkAt(source, i);
  return null;
};

const angleAt = (source: string, i: number): Step => {
  const close = source.indexOf('>', i);
  if (close < 0 || source.slice(i, close).includes('\n')) return null;
  return { node: angle(source.slice(i + 1, close)), end: close + 1 };
};

const angle = (inside: string): Inline => {
  const bar = inside.indexOf('|');
  const [head, label] = bar < 0 ? [inside, ''] : [inside.slice(0, bar), inside.slice(bar + 1)];
  if (head.startsWith('@')) return { kind: 'user', id: head.slice(1), label: unescaped(label) };
  if (head.startsWith('#')) return { kind: 'channel', id: head.slice(1), label: unescaped(label) };
  if (head.startsWith('!subteam^')) return { kind: 'group', id: head.slice(9), label: unescaped(label) };
  if (head.startsWith('!date^')) return dateOf(head, label);
  if (head.startsWith('!')) return { kind: 'broadcast', range: head.slice(1) };
  const url = unescaped(head);
  return { kind: 'link', url, children: [{ kind: 'text', text: label ? unescaped(label) : url }] };
};

const dateOf = (head: string, label: string): Inline => {
  const [, seconds, format, ...url] = head.split('^');
  const at = Number(seconds);
  if (!seconds || !format || !Number.isFinite(at)) return { kind: 'text', text: unescaped(label) };
  return { kind: 'date', seconds: at, format, url: unescaped(url.join('^')), fallback: unescaped(label) };
};

const codeAt = (source: string, i: number): Step => {
  const close = source.indexOf('`', i + 1);
  const inside = source.slice(i + 1, close);
  if (close < 0 || inside === '' || inside.includes('\n')) return null;
  return { node: { kind: 'code', text: plainOf(inside) }, end: close + 1 };
};

const emojiAt = (source: string, i: number): Step => {
  const name = /^:([a-z0-9_+'-]+):/.exec(source.slice(i, i + 40))?.[1];
  const char = name && charOf(name);
  return char ? { node: { kind: 'emoji', char, name }, end: i + name.length + 2 } : null;
};

const markedAt = (source: string, i: number, mark: '*' | '_' | '~', links: boolean): Step => {
  if (isWord(source[i - 1]) || /[\s]|^$/.test(source[i + 1] ?? '') || source[i + 1] === mark) return null;
  const close = closeOf(source, i, mark);
  if (close < 0) return null;
  const children = parseInline(source.slice(i + 1, close), links);
  return { node: { kind: marks[mark], children }, end: close + 1 };
};

/** The mark that ends this one: on the same line, not inside an address or code, not in the middle of a word. */
const closeOf = (source: string, i: number, mark: string): number => {
  for (let j = i + 1; j < source.length; j += 1) {
    const char = source[j];
    if (char === '\n') return -1;
    if (char === '<') j = Math.max(j, source.indexOf('>', j));
    else if (char === '`' && mark !== '`') j = Math.max(j, source.indexOf('`', j + 1));
    else if (char === mark && !/\s/.test(source[j - 1] ?? ' ') && !isWord(source[j + 1])) return j;
  }
  return -1;
};

const bareLinkAt = (source: string, i: number): Step => {
  const raw = /^https?:\/\/[^\s<>|`]+/.exec(source.slice(i, i + 2000))?.[0]?.replace(/[.,;:!?)*_~'"]+$/, '');
  if (!raw || raw.length < 10) return null;
  const url = unescaped(raw);
  return { node: { kind: 'link', url, children: [{ kind: 'text', text: url }] }, end: i + raw.length };
};

/** Slack escapes three characters, and only these. */
export const unescaped = (words: string): string =>
  words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const plainOf = (words: string): string =>
  unescaped(
    words.replace(/<([^>|\n]+)(?:\|([^>\n]*))?>/g, (_all, head: string, label?: string) => label ?? head),
  );
