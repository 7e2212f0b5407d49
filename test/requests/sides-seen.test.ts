import { expect, test } from 'vitest';
import { cast } from '../support/company.ts';
import { company, is } from './talk.ts';

const leftOut = 'AMER is outside your territory (EMEA): left out.';

test.each([
  ['open pipeline EMEA vs AMER', 'Open pipeline in EMEA'],
  ['open pipeline AMER vs EMEA', 'Open pipeline in EMEA'],
  ['open deals in EMEA and AMER', 'Open deals in EMEA'],
])(
  '"%s" is answered of the side that the asker sees, and the other is said to be left out',
  (text, understood) =>
    company(async (talk) => {
      const reply = is(await talk.ask(text, cast.mara), 'answer');
      expect(reply.understood).toBe(understood);
      expect(reply.assumptions).toContain(leftOut);
      const alone = is(await talk.ask(`${understood}`, cast.mara), 'answer');
      expect(reply.answer).toEqual(alone.answer);
    }),
);

test('so are people, and nothing of the hidden one is told', () =>
  company(async (talk) => {
    const reply = is(await talk.ask('open pipeline of Priya and Dan Cole by owner', cast.mara), 'answer');
    expect(reply.understood).toContain('Priya Nair');
    expect(reply.understood).not.toContain('Dan Cole');
    expect(reply.assumptions).toContain('Dan Cole is outside your territory (EMEA): left out.');
    expect(JSON.stringify(reply.answer)).not.toContain('Dan');
  }));

test('where both sides are beyond the scope, or there is but one, it is refused', () =>
  company(async (talk) => {
    for (const text of ['open deals in AMER', 'open pipeline of Dan Cole'])
      expect((await talk.ask(text, cast.mara)).kind).toBe('refused');
  }));

test('who sees everything sees both', () =>
  company(async (talk) => {
    const reply = is(await talk.ask('open pipeline EMEA vs AMER', cast.ada), 'answer');
    expect(reply.understood).toBe('Open pipeline in EMEA compared with AMER');
    expect(reply.assumptions.join(' ')).not.toContain('left out');
  }));
