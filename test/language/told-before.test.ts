/** Questions with what people tell before and after them: a meeting, a plan, a feeling, what it is for. */
import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

const quarter = 'this quarter (1 Jan to 31 Mar 2026)';

describe('a story before the question says nothing of what is asked', () => {
  test.each([
    [
      'Good morning, I have the board preparation this afternoon, and before that I would be grateful if you could tell me how much we have closed won this quarter in EMEA.',
      `Amount of won deals in EMEA closed ${quarter}`,
    ],
    [
      'We talked at some length in the leadership meeting about the discipline of our notes, so please give me the list of open deals in AMER that have no next step written down.',
      'Open deals in AMER without next step',
    ],
    [
      "I don't mean to single anyone out, but I would really like to understand who in my team is at risk of missing quota this quarter.",
      `Your team's quota risk ${quarter} by owner`,
    ],
    [
      "As we are running out of quarter I'd appreciate a list of everything in Contract or Negotiation that is due to close on or before the 31st of March.",
      'Open deals in Contract or Negotiation closing by 31 Mar 2026',
    ],
    [
      'I have the feeling that things have gone rather quiet at the larger customers, so please show me the deals above eighty thousand dollars on which nobody has logged any activity for three weeks or longer.',
      'Open deals without activity for 21 days or more over $80,000',
    ],
    [
      "I'm writing Monday's summary and need the total of everything in Negotiation and Contract.",
      'Amount of deals in Negotiation or Contract',
    ],
    ['For the board pack I need bookings phased by month.', 'Amount of won deals by close month'],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));
});

describe('who is named in the story is whom "his" or "her" means', () => {
  test.each([
    [
      "Hi there, I'm sitting down with Priya Nair on Monday and, if it isn't too much trouble, I'd like to see all of her open opportunities that have been in Proposal for at least three weeks, please.",
      'Open deals of Priya Nair in Proposal for 21 days or more',
    ],
    [
      "I gather Tom has gone rather quiet. Which of his deals haven't been touched in a fortnight?",
      'Open deals of Tom Reyes without activity for 14 days or more',
    ],
    [
      'I have my 1:1 with Tom at 11, so give me his deals in Proposal, biggest first.',
      'Deals of Tom Reyes in Proposal, sorted by amount descending',
    ],
    [
      'Since Tom is out next week, list everything of his closing before 1 April.',
      'Open deals of Tom Reyes closing before 1 Apr 2026',
    ],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));
});

describe('what it is for, and why, comes after it', () => {
  test.each([
    [
      "Thank you for yesterday's numbers; what I'm missing now is the pipeline coverage of my team for next quarter, since we will be presenting the plan on Wednesday.",
      "Your team's pipeline coverage next quarter (1 Apr to 30 Jun 2026)",
    ],
    [
      'break our open pipeline down by product, so that I can drop it into the slide for the investors',
      'Open pipeline by product',
    ],
    [
      "what's the total value of my pipeline right now, I've lost track over the holidays",
      'Your open pipeline',
    ],
    [
      'did we lose anything while i was on vacation (march 2 - march 13)',
      'Lost deals closed from 2 Mar 2026 to 13 Mar 2026',
    ],
    [
      "Tom's numbers this month pls, got my 1:1 with him in 5",
      'Performance of Tom Reyes this month (1 Mar to 31 Mar 2026) by owner',
    ],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));
});

describe('what could limit the question stays in it', () => {
  test.each([
    ['In EMEA, show me the open deals over 50k', /EMEA/],
    ['Open deals of Tom, but only those in EMEA', /EMEA/],
    ['For EMEA I need the open deals by stage', /EMEA/],
    ['show me open deals so that I see only EMEA', /EMEA|^[~?-]/],
    ['since Monday, which deals moved stage', /16 Mar 2026/],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toMatch(expected));
});
