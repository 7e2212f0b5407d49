import { describe, expect, test } from 'vitest';
import { withoutCourtesies } from '../../src/language/courtesies.ts';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

/** A frame around the request, and the same request without it. */
const polite: [string, string][] = [
  ["Would you be so kind as to show me Priya's deals in Contract?", "Priya's deals in Contract"],
  ['could you be very kind and list my deals over 50k', 'my deals over 50k'],
  ['Would you mind listing my deals over 50k?', 'my deals over 50k'],
  ['might I trouble you for the win rate of EMEA this quarter', 'win rate of EMEA this quarter'],
  ["could I bother you for Tom's open deals", "Tom's open deals"],
  ["I'd be most grateful if you could list the deals closing this month", 'deals closing this month'],
  ['would it be possible to see the open pipeline by stage', 'open pipeline by stage'],
  ['do me a favor and list stuck deals', 'stuck deals'],
  ['when you have a moment, lost deals last month, thanks awfully', 'lost deals last month'],
  ['open deals over 100k in EMEA, would you say?', 'open deals over 100k in EMEA'],
  ['my opps closing this month or is that too much work lol', 'my deals closing this month'],
  ['Sorry, newbie question: how many deals did I win in 2025?', 'how many deals did I win in 2025'],
  ["dumb question, what's the pipeline in AMER", 'pipeline in AMER'],
  ['list open deals in Proposal, much obliged', 'open deals in Proposal'],
  ["show me Priya's deals in Contract, you're a star!", "Priya's deals in Contract"],
  ["And the pipeline by owner, if you'd be so good?", 'pipeline by owner'],
];

const rambling: [string, string][] = [
  [
    'Been on planes all day, board prep tomorrow and my head is everywhere, anyway, what I actually need is what my team has won quarter to date, in dollars',
    'what my team has won quarter to date, in dollars',
  ],
  [
    'okay so I was talking to finance and they keep asking and I keep forgetting, what does the AMER open pipeline add up to per stage',
    'AMER open pipeline per stage',
  ],
  [
    'my boss is on my case again, long story short, how many deals did Priya lose last quarter',
    'how many deals did Priya lose last quarter',
  ],
  ['What I need to know is how much we won in February', 'how much did we win in February'],
  ["the thing I need is Tom's stuck deals", "Tom's stuck deals"],
];

describe('courtesies', () => {
  test.each([...polite, ...rambling])('%s', (said, plainer) => {
    expect(readAs(said, cast)).toBe(readAs(plainer, cast));
    expect(readAs(said, cast)).not.toMatch(/^[-~?!>]/);
  });

  test('what limits the request is no courtesy', () => {
    for (const text of ['deals of mine that are no trouble', 'deals over 50k or too much discount'])
      expect(withoutCourtesies(text)).toBe(text);
    expect(readAs('deals in Proposal or is that too much', cast)).toBe('Deals in Proposal');
    expect(readAs('deals in Proposal or is that too much discount', cast)).toMatch(/^[-~?]/);
  });

  test('nothing but a courtesy stays as it is', () => {
    expect(withoutCourtesies('if I may')).toBe('if I may');
  });
});
