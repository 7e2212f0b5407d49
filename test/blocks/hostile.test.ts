import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkMessage } from '../../src/sandbox/validate/message.ts';
import { checkView } from '../../src/sandbox/validate/view.ts';
import { anyCharacter } from '../support/characters.ts';
import { cards, homes, modals } from './samples.ts';

const folder = new URL('../../../shared/data/', import.meta.url);
const read = (path: string, field: string): string[] => {
  const file = new URL(path, folder);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line)[field])
    .filter((text) => typeof text === 'string');
};
const collected = [
  ...read('naughty-strings/blns.jsonl', 'text'),
  ...read('unicode-names/names.jsonl', 'input'),
  ...read('slack-markup/cases.jsonl', 'text'),
];

const known = [
  '<!channel> <!here> <@U0CEO00001|CFO> <!subteam^S0614TZR7>',
  '@channel @here @everyone',
  '<https://evil.example|Acme>',
  '<slack://open?team=T1|click>',
  '> quoted start',
  'Acme|Corp',
  'Acme\u0000Corp',
  '*bold* _italic_ ~struck~ `code` ```block```',
  '=1+1',
  '\u202Eevil\u202C',
  'Mos\u200Bes\u2060\uFEFF',
  '日本語の会社名'.repeat(20),
  'שלום עולם',
  'a\n\n> b\n<!channel>',
  '&lt;!channel&gt; &amp;',
  '🏳️‍🌈👨‍👩‍👧'.repeat(30),
  '\uD800 lone',
  'e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301',
  ' ',
  '',
  'x'.repeat(5000),
  '<'.repeat(2999),
  '"</script>',
];

const ours = /^(!date\^\d+\^[^|<>]*\|[^|<>]*|@U(MARA|OSKAR)|https:\/\/crm\.example\/d\/1\|[^<>]*)$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const hidden = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/;

/** The marks that we ourselves put around a name that is read from the right, always in pairs. */
const unwrapped = (text: string): string => text.replace(/\u2068([^\u2066-\u2069]*)\u2069/g, '$1');

function holds(name: string): void {
  for (const card of cards(name, 3)) {
    checkMessage({ text: card.text, blocks: card.blocks });
    expect(card.text.length).toBeGreaterThan(0);
    expect(card.text.length).toBeLessThanOrEqual(3000);
    expect((card.text.split('\n')[0] ?? '').length).toBeLessThanOrEqual(300 * 5);
    expect(card.text).not.toMatch(/<[@!#h]/);
    expect(card.text).not.toMatch(hidden);
    const { tokens, texts, notJson } = partsOf(card.blocks);
    expect(tokens.filter((token) => !ours.test(token))).toEqual([]);
    expect([...notJson, ...partsOf({ ...card, blocks: [] }).notJson]).toEqual([]);
    expect(texts.filter((text) => hidden.test(unwrapped(text)))).toEqual([]);
    expect(texts.filter((text) => /(^|\n)&gt;/.test(text))).toEqual([]);
  }
  for (const modal of modals(name)) {
    checkView(modal, 'modal');
    expect(partsOf(modal.blocks).tokens.filter((token) => !ours.test(token))).toEqual([]);
  }
  for (const home of homes(name)) {
    checkView(home, 'home');
    expect(home.blocks.length).toBeLessThanOrEqual(60);
    expect(partsOf(home.blocks).tokens.filter((token) => !ours.test(token))).toEqual([]);
  }
}

type Parts = {
  /** Every piece of markup that Slack would read: what stands between < and >. */
  tokens: string[];
  texts: string[];
  /** What would not come through JSON as it is. */
  notJson: unknown[];
};

/** In one walk: cards are large, and there are many. */
function partsOf(value: unknown, into: Parts = { tokens: [], texts: [], notJson: [] }): Parts {
  if (Array.isArray(value)) {
    for (const one of value) partsOf(one === undefined ? Symbol('a gap') : one, into);
  } else if (value !== null && typeof value === 'object') {
    if (Object.getPrototypeOf(value) !== Object.prototype) into.notJson.push(value);
    const { type, text } = value as Record<string, unknown>;
    if (typeof text === 'string') {
      into.texts.push(text);
      if (type === 'mrkdwn')
        for (const [, token = ''] of text.matchAll(/<([^>]*)>/g)) into.tokens.push(token);
    }
    for (const one of Object.values(value)) partsOf(one, into);
  } else if (!isPlain(value)) into.notJson.push(value);
  return into;
}

const isPlain = (value: unknown): boolean =>
  typeof value === 'number'
    ? Number.isFinite(value) && !Object.is(value, -0)
    : value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean';

test('what is looked for is found wherever it stands', () => {
  const odd = [undefined, Number.NaN, -0, new Date(0), () => 'x'];
  const found = partsOf([{ deep: { type: 'mrkdwn', text: 'a <!channel> b' } }, { of: odd, none: undefined }]);
  expect(found.notJson).toHaveLength(odd.length);
  expect(found).toMatchObject({ tokens: ['!channel'], texts: ['a <!channel> b'] });
});

describe('a hostile name', () => {
  test.each(known.map((name, n) => [n, name] as const))(
    'of the known kind %i is drawn as plain characters and breaks no limit',
    (_, name) => {
      holds(name);
    },
  );

  test('of any kind breaks no limit and becomes no mention or link', () => {
    const parts = fc.constantFrom(
      '<',
      '>',
      '&',
      '|',
      '!channel',
      '@U123ABC',
      '*',
      '_',
      '`',
      '\n',
      'http://x.y',
      '\u202E',
      'é',
      '日',
      '👨‍👩‍👧',
      ' ',
    );
    const name = fc.oneof(
      fc.array(parts, { maxLength: 40 }).map((all) => all.join('')),
      fc.string({ unit: anyCharacter, maxLength: 400 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
    );
    fc.assert(fc.property(name, holds), { numRuns: 40 });
  });

  test.skipIf(collected.length === 0)(
    'from the collections of naughty strings, names and markup is harmless',
    () => {
      expect(collected.length).toBeGreaterThan(100);
      for (let n = 0; n < collected.length; n += 5) holds(collected.slice(n, n + 5).join(' '));
    },
  );
});

if (collected.length === 0)
  console.info('The shared data folder is not here: its hostile strings were not tried.');
