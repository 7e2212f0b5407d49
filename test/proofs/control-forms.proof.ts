/** P36: three thousand strings made of Slack's own signs. */
import { describe, expect, test } from 'vitest';
import {
  bundled,
  drawnWith,
  entities,
  harmless,
  hostile,
  likes,
  likesOf,
  type Text,
  wrongWith,
} from '../blocks/control-forms.ts';

test('none of 3,000 strings of control forms is live in a field of a card, form or Home, and each is read there as it is', () => {
  expect(hostile).toHaveLength(3_000);
  for (const name of bundled(hostile)) expect(wrongWith(name).slice(0, 3)).toEqual([]);
});

describe('the same trial notices each card', () => {
  const name = '<!channel>·*b*·`c`·<@U1>';
  /** Of each card, what stands there in place of its first text of that kind that has the name in it. */
  const careless = (kind: Text['kind'], put: (like: string) => string): Text[][][] => {
    const word = harmless(name);
    const drawn = drawnWith(name);
    return likesOf(word).flatMap((places, card) => {
      const at = places.findIndex((n) => likes[n]?.kind === kind && likes[n]?.text.includes(word));
      const like = likes[places[at] ?? -1];
      if (!like) return [];
      const texts = (drawn[card] ?? []).with(at, { kind, text: put(like.text.replaceAll(word, name)) });
      return [drawn.with(card, texts)];
    });
  };

  test.each<[string, Text['kind'], number, (text: string) => string]>([
    ['that puts a name in as it came', 'markup', 150, (text) => text],
    [
      'that escapes it and forgets its formatting',
      'markup',
      150,
      (text) => entities(text).replaceAll('&lt;https:', '<https:'),
    ],
    ['that says it aloud as it came', 'spoken', 150, (text) => text],
    ['that leaves a sign out', 'plain', 100, (text) => text.replace('@', '')],
  ])('%s', (_, kind, atLeast, put) => {
    const all = careless(kind, put);
    expect(all.length).toBeGreaterThan(atLeast);
    expect(all.filter((drawn) => wrongWith(name, drawn).length === 0)).toEqual([]);
  });
});
