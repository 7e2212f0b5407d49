import { describe, expect, test } from 'vitest';
import { calendarDate, dateToken, dayTitle, instantIn } from '../../src/sandbox/page/dates.ts';
import { parseMarkdown } from '../../src/sandbox/page/markdown.ts';
import { parseInline, parseMrkdwn } from '../../src/sandbox/page/mrkdwn.ts';
import { plainWords } from '../../src/sandbox/page/plain.ts';
import { imageUrl, safeUrl } from '../../src/sandbox/page/safe-url.ts';

const text = (words: string) => ({ kind: 'text', text: words });

describe('text as Slack marks it', () => {
  test('bold, italic and struck words are marked, in words they are not', () => {
    expect(parseInline('*b* _i_ ~s~')).toEqual([
      { kind: 'bold', children: [text('b')] },
      text(' '),
      { kind: 'italic', children: [text('i')] },
      text(' '),
      { kind: 'strike', children: [text('s')] },
    ]);
    expect(parseInline('2*3*4 snake_case_name 5 * 6 * 7')).toEqual([text('2*3*4 snake_case_name 5 * 6 * 7')]);
  });

  test('a star inside an address does not end bold', () => {
    expect(parseInline('*see <https://crm.example/a*b|Acme> now*')).toEqual([
      {
        kind: 'bold',
        children: [
          text('see '),
          { kind: 'link', url: 'https://crm.example/a*b', children: [text('Acme')] },
          text(' now'),
        ],
      },
    ]);
  });

  test('mentions, channels, dates and escapes are read', () => {
    expect(parseInline('<@U1> in <#C1|deals> &lt;b&gt; &amp;amp; <!date^1774017060^{time}|14:31>')).toEqual([
      { kind: 'user', id: 'U1', label: '' },
      text(' in '),
      { kind: 'channel', id: 'C1', label: 'deals' },
      text(' <b> &amp; '),
      { kind: 'date', seconds: 1774017060, format: '{time}', url: '', fallback: '14:31' },
    ]);
  });

  test('quotes, code and fenced code stand apart', () => {
    expect(
      parseMrkdwn('before\n&gt; said *so*\nafter `a*b`\n```let x = 1 &lt; 2```').map((part) => part.kind),
    ).toEqual(['lines', 'quote', 'lines', 'pre']);
    expect(parseInline('`*x*`')).toEqual([{ kind: 'code', text: '*x*' }]);
  });

  test('a bare address becomes a link unless the text is verbatim; its full stop stays outside', () => {
    expect(parseInline('at https://a.example/x.')).toEqual([
      text('at '),
      { kind: 'link', url: 'https://a.example/x', children: [text('https://a.example/x')] },
      text('.'),
    ]);
    expect(parseInline('at https://a.example/x.', false)).toEqual([text('at https://a.example/x.')]);
  });

  test('read aloud, ids are names and marks are gone', () => {
    const names = { people: [{ id: 'U1', name: 'Mara Lind' }], conversations: [], me: null };
    expect(plainWords('*Move* <@U1>, see <https://x.example|Acme>', names as never)).toBe(
      'Move Mara Lind, see Acme',
    );
  });

  test('a text of nothing but marks is harmless', () => {
    for (const odd of ['*', '**', '<', '<>', '`', '```', ':', '<!date^x^y|z>', '&', '> ', '~~~', '_ _'])
      expect(() => parseMrkdwn(odd)).not.toThrow();
  });
});

describe('where a message may send somebody', () => {
  test('http, https and mailto only', () => {
    expect(safeUrl('https://a.example')).toBe('https://a.example');
    expect(safeUrl('mailto:jane@a.example')).toBe('mailto:jane@a.example');
    for (const trap of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      ' javascript:alert(1)',
      'data:text/html,x',
      'file:///etc',
      '//a.example',
      'x',
    ])
      expect(safeUrl(trap)).toBeNull();
    expect(imageUrl('mailto:jane@a.example')).toBeNull();
  });
});

describe('instants in the reader’s zone', () => {
  const reader = { zone: 'Europe/Berlin', now: new Date('2026-03-20T15:00:00Z') };

  test('a date token is today, yesterday, tomorrow, or a date with its year', () => {
    const at = (iso: string) => Date.parse(iso) / 1000;
    const format = '{date_short_pretty} {time}';
    expect(dateToken(at('2026-03-20T13:32:00Z'), format, reader)).toBe('today 14:32');
    expect(dateToken(at('2026-03-19T23:30:00Z'), format, reader)).toBe('today 00:30');
    expect(dateToken(at('2026-03-19T22:30:00Z'), format, reader)).toBe('yesterday 23:30');
    expect(dateToken(at('2026-03-21T08:00:00Z'), format, reader)).toBe('tomorrow 09:00');
    expect(dateToken(at('2025-09-02T08:00:00Z'), format, reader)).toBe('2 Sep 2025 10:00');
    expect(
      dateToken(at('2026-03-20T13:32:05Z'), '{date_long} {time_secs} {date_num} {ago} {odd}', reader),
    ).toBe('Friday, 20 March 2026 14:32:05 2026-03-20 1 hour ago {odd}');
  });

  test('the same instant is another day in another zone', () => {
    const seconds = Date.parse('2026-03-19T23:30:00Z') / 1000;
    expect(dateToken(seconds, '{date_short}', { ...reader, zone: 'America/New_York' })).toBe('19 Mar 2026');
    expect(dateToken(seconds, '{date_short}', reader)).toBe('20 Mar 2026');
  });

  test('days are titled, other years with their number', () => {
    expect(dayTitle(new Date('2026-03-20T01:00:00Z'), reader)).toBe('Today');
    expect(dayTitle(new Date('2026-03-13T12:00:00Z'), reader)).toBe('Friday, 13 March');
    expect(dayTitle(new Date('2025-12-31T12:00:00Z'), reader)).toBe('Wednesday, 31 December 2025');
  });

  test('a calendar date has no zone, and a local time has one', () => {
    expect(calendarDate('2026-04-15')).toBe('15 Apr 2026');
    expect(instantIn('2026-07-01T09:00', 'Europe/Berlin').toISOString()).toBe('2026-07-01T07:00:00.000Z');
    expect(instantIn('2026-01-01T09:00', 'America/New_York').toISOString()).toBe('2026-01-01T14:00:00.000Z');
  });
});

describe('the markdown block', () => {
  test('headings, lists, quotes, code, rules and tables', () => {
    const kinds = parseMarkdown(
      '# T\n\npara **b**\nmore\n\n- a\n  - b\n1. c\n\n> q\n\n```js\ncode\n```\n---\n| A | B |\n|---|:-:|\n| 1 | 2 |',
    ).map((chunk) => chunk.kind);
    expect(kinds).toEqual(['heading', 'paragraph', 'list', 'quote', 'code', 'rule', 'table']);
  });

  test('a list keeps its depth, a link its address, and an underscore in a word stays', () => {
    expect(parseMarkdown('- a\n  - [x](https://a.example) snake_case_name')).toEqual([
      {
        kind: 'list',
        ordered: false,
        start: 1,
        items: [
          { indent: 0, spans: [text('a')] },
          {
            indent: 1,
            spans: [
              { kind: 'link', url: 'https://a.example', children: [text('x')] },
              text(' snake_case_name'),
            ],
          },
        ],
      },
    ]);
  });
});
