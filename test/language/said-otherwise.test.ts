import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { cast } from './companies.ts';
import { on, readAs } from './say.ts';

const quarter = 'this quarter (1 Jan to 31 Mar 2026)';

describe('won or lost', () => {
  test.each([
    ['everything I closed, won or lost, since February', 'Your won and lost deals closed since February'],
    ["Tom's deals that were won or lost last month", 'Won and lost deals of Tom Reyes closed last month'],
    ['closed won or closed lost in EMEA last quarter', 'Won and lost deals in EMEA closed last quarter'],
  ])('%s: the deals themselves', (words, begins) =>
    expect(readAs(words, cast).startsWith(begins)).toBe(true),
  );

  test.each([
    'how many deals were won or lost this quarter',
    'count of won or lost deals last month',
    'wins vs losses this quarter',
    'total value of deals won or lost this quarter',
  ])('%s: how many or how much of each', (words) => expect(readAs(words, cast)).toContain('by status'));
});

describe('nothing but question marks', () => {
  test.each(['??', '????', '?!', '? ?'])('%s is asked back', (words) =>
    expect(readAs(words, cast)).toMatch(/^\? What is meant\?/),
  );

  test('a single one is the usual sign for help', () => expect(readAs('?', cast)).toBe('> help everything'));
});

describe('from one stage to another', () => {
  test.each([
    ['my deals from Discovery to Negotiation', 'Your deals in Discovery, Proposal or Negotiation'],
    [
      'mine, Proposal thru Contract, under 90k',
      'Your deals in Proposal, Negotiation or Contract under $90,000',
    ],
    ['deals between Discovery and Negotiation', 'Deals in Discovery, Proposal or Negotiation'],
    ['number of deals at Proposal up to Negotiation', 'Number of deals in Proposal or Negotiation'],
  ])('%s', (words, expected) => expect(readAs(words, cast)).toBe(expected));

  test.each([
    'deals that moved from Discovery to Negotiation',
    'how long from Discovery to Contract',
    'my deals from Negotiation to Discovery',
    'deals in Discovery and Negotiation',
  ])('%s is no span of stages', (words) => expect(readAs(words, cast)).not.toContain('Proposal'));
});

describe('commands with what is said beside them', () => {
  test.each([
    ['change the stale threshold: 17 days instead', '> stale_days = 17 days'],
    ['put the inactivity limit at 25 days, instead', '> inactivity_days = 25 days'],
    ['run forecasting before my call', '> run Forecasting agent'],
    ['run the pipeline agent ahead of the board meeting', '> run Pipeline agent'],
    ['kick off forecasting again, I mean the agent', '> run Forecasting agent'],
  ])('%s', (words, expected) => expect(readAs(words, cast)).toBe(expected));

  test('a time at which it is to run is no such remark', () =>
    expect(readAs('run forecasting before Friday', cast)).toBe('-'));

  test.each([
    ['raise the limit to 20', 'the stale days one, for Proposal', '> stale_days = 20 plain in Proposal'],
    ['lower the threshold to 12 days', 'inactivity', '> inactivity_days = 12 days'],
    ['change the threshold', 'the stale days to 9', '> stale_days = 9 plain'],
  ])('%s, then %s', (first, answer, expected) => {
    const reading = read(first, on(cast));
    const completes = reading.say === 'lacks' ? reading.completes : null;
    expect(readAs(completes?.replace('…', answer) ?? '', cast)).toBe(expected);
  });
});

describe('a question with its reason, subject or sense said beside it', () => {
  test.each([
    ["who hasn't entered a close date? AMER deals w/o one", 'Open deals in AMER without close date'],
    ['reps forgot to fill in amounts: deals of mine lacking one', 'Your open deals without amount'],
    ["which reps haven't set a next step", 'Number of open deals without next step by owner'],
    ["preparing for Priya's 1:1, what did she win this quarter", `Won deals of Priya Nair closed ${quarter}`],
    ["prepping Dan's review - his open deals over 20k", 'Open deals of Dan Cole over $20,000'],
    [
      'did Priya do better than Tom? win rate this quarter',
      `Win rate of Priya Nair ${quarter} compared with Tom Reyes`,
    ],
    [
      'Priya keeps forgetting these. Deals of hers lacking a next step',
      'Open deals of Priya Nair without next step',
    ],
    ['mine that were pushed twice or more (close dates moved)', 'Your open deals pushed 2 or more times'],
    [
      'open deals by stage, but only where the amount is over 50k',
      'Number of open deals over $50,000 by stage',
    ],
    [
      'Proposal, no longer than 20 days in there, the fresh ones',
      'Open deals in Proposal for at most 20 days',
    ],
  ])('%s', (words, expected) => expect(readAs(words, cast)).toBe(expected));

  test.each([
    ['is Tom winning more than Priya?', '-'],
    ["prepping Tom's review: win rates by rep", '~ '],
    ['which of these close this month', '? "of these": which deals?'],
    ["what's fresh in Discovery", '? "fresh": since when?'],
    ['what closes around March', '~ Open deals closing in March'],
  ])('%s says less, or something else', (words, begins) =>
    expect(readAs(words, cast).slice(0, begins.length)).toBe(begins),
  );

  test.each([
    'what closes around the offsite',
    'deals closing before our sales kickoff',
    'over 50k due by the trade show',
  ])('%s: when that is, is asked', (words) => expect(readAs(words, cast)).toContain('when is that?'));
});

describe('the most, brought in', () => {
  test.each([
    ['who has brought in the most in EMEA last month', 'Amount of won deals in EMEA closed last month'],
    ['which rep raked in the most money last month', 'Amount of won deals closed last month'],
    ['who brought in the most deals last month', 'Number of won deals closed last month'],
    ['who brought in the most leads last month', 'Number of leads created last month'],
  ])('%s', (words, begins) => expect(readAs(words, cast).slice(0, begins.length)).toBe(begins));
});

describe('what is meant by slipping, said after it', () => {
  test.each([
    ['what has slipped - the close date has passed', 'Open deals past their close date'],
    [
      'amount of what slid, meaning open with close date in the past',
      'Amount of open deals past their close date',
    ],
    ['which ones slipped: twice, over 20k', 'Open deals pushed 2 or more times over $20,000'],
  ])('%s', (words, expected) => expect(readAs(words, cast)).toBe(expected));
});

describe('a forecast that a question or a run leads to', () => {
  test.each([
    ['will we make it in Q2? show the forecast', 'Forecast in Q2 (1 Apr to 30 Jun 2026)'],
    ['are we going to hit our number this quarter? forecast please', `Forecast ${quarter}`],
    ['can we reach the target in Q1? forecast for Q2', 'Forecast in Q2 (1 Apr to 30 Jun 2026)'],
    ['run the forecast for Q2', 'Forecast in Q2 (1 Apr to 30 Jun 2026)'],
    ['run the forecast for AMER', `Forecast in AMER ${quarter}`],
    ['run the EMEA forecast', `Forecast in EMEA ${quarter}`],
    ['run the forecast', '> run Forecasting agent'],
    ['run the forecast before my call', '> run Forecasting agent'],
    ['are we going to land Q1', 'Open deals closing in Q1 (1 Jan to 31 Mar 2026)'],
  ])('%s', (words, expected) => expect(readAs(words, cast)).toBe(expected));
});

describe('in which way, or why, said beside it', () => {
  test.each([
    ['deals cold for a month (no contact)', 'Open deals without activity for 30 days or more'],
    ['mine stuck for 2 weeks, meaning no activity', 'Your open deals without activity for 14 days or more'],
    ['who is struggling? reps behind quota in AMER', `Quota risk in AMER ${quarter} by owner`],
    ['does Priya have too much on her plate? open pipeline by rep', 'Open pipeline by owner'],
    ['is Tom overloaded? count of open deals per owner in EMEA', 'Number of open deals in EMEA by owner'],
    ['conversion from one stage to the next for Tom', 'Funnel of Tom Reyes'],
    ['drop-off between stages in EMEA', 'Funnel in EMEA'],
    ['conversion from lead to customer', '-'],
  ])('%s', (words, expected) => expect(readAs(words, cast)).toBe(expected));

  test.each([
    ['mine dead for 2 weeks', '? "dead": in which way?'],
    ['mine stuck for 2 weeks', 'Your open deals in the same stage for 14 days or more'],
    [
      'mine stuck for 2 weeks, no activity for 9 days',
      'Your open deals in the same stage for 14 days or more w',
    ],
    ['who needs help? deals in Proposal', '? "needs help": in which way?'],
    ['is Tom too busy? his open deals', '~ Open deals of Tom Reyes'],
  ])('%s: says less', (words, begins) => expect(readAs(words, cast).slice(0, begins.length)).toBe(begins));
});

describe('accounts that were won', () => {
  test.each([
    ['which customers have we won in EMEA last month', 'Won deals in EMEA closed last month'],
    ['accounts I won last month', 'Your won deals closed last month'],
    ['what companies did Tom land last month', 'Won deals of Tom Reyes closed last month'],
    ['new logos won since February', 'Won deals closed since February'],
  ])('%s: the deals by which they were', (words, begins) =>
    expect(readAs(words, cast).slice(0, begins.length)).toBe(begins),
  );

  test.each([
    ['how many accounts did we win last month', '~ '],
    ['which customers have we lost last month', '~ '],
    ['which accounts have won deals', 'Accounts with won deals'],
    ['top logos by won amount last month', 'Amount of won deals closed last month'],
  ])('%s: something else', (words, begins) =>
    expect(readAs(words, cast).slice(0, begins.length)).toBe(begins),
  );
});

describe('in what order, and how many', () => {
  test.each([
    ['open deals amount desc', 'Open deals, sorted by amount descending'],
    ['pipeline by rep, amount desc', 'Open pipeline by owner'],
    ['deals over 50k, created desc', 'Deals over $50,000, sorted by created descending'],
    ['the most valuable deals in EMEA', 'Open deals in EMEA, sorted by amount descending'],
    ['show me my 5 deals more valuable', 'Top 5 your open deals by amount'],
    ['the deals, the most big first', 'Open deals, sorted by amount descending'],
    ['give me the half-dozen fattest deals', 'Top 6 open deals by amount'],
    ['last dozen won deals', 'Top 12 won deals by close date'],
    ['list my deals in order of value, biggest on top', 'Your open deals, sorted by amount descending'],
  ])('%s', (text, meant) => expect(readAs(text, cast)).toBe(meant));
});

describe('at or above, and between', () => {
  test.each([
    ['deals at or above $75,000', 'Open deals of at least $75,000'],
    ['deals at or below 20k', 'Open deals of at most $20,000'],
    ['deals equal to or above 50k', 'Open deals of at least $50,000'],
  ])('%s', (text, meant) => expect(readAs(text, cast)).toBe(meant));
});

describe('who has more, of those named before', () => {
  test.each([
    [
      'Tom or Priya, who has more $ in Negotiation',
      'Amount of deals of Tom Reyes or Priya Nair in Negotiation by owner',
    ],
    ['who has more open pipeline, Tom or Priya?', 'Open pipeline of Tom Reyes or Priya Nair by owner'],
  ])('%s', (text, meant) => expect(readAs(text, cast)).toBe(meant));
});

describe('what is only shown', () => {
  test.each([
    [
      'open deals w/ close date pushed 2+ times, per team',
      'Number of open deals pushed 2 or more times by team',
    ],
    [
      'deals that have had their close date pushed back three times or more',
      'Open deals pushed 3 or more times',
    ],
    ['open pipeline by product, with the amounts next to it', 'Open pipeline by product'],
    ['open deals by stage, with the amounts', 'Amount of open deals by stage'],
    ['my open deals with the closing date of each', 'Your open deals, with close date'],
    ['open deals with the product and the amount next to it', 'Open deals, with product and amount'],
    ['deals with a next step', 'Open deals with next step'],
  ])('%s', (text, meant) => expect(readAs(text, cast)).toBe(meant));
});

describe('what is left out', () => {
  test.each([
    [
      "Show me everything in Negotiation or Contract bar Priya's lot.",
      'Deals not of Priya Nair in Negotiation or Contract',
    ],
    ['open deals in EMEA bar Globex', 'Open deals in EMEA not for Globex'],
    ['everything beside Negotiation', 'Open deals not in Negotiation'],
    ['bar chart of pipeline by stage', 'Open pipeline by stage'],
  ])('%s', (text, meant) => expect(readAs(text, cast)).toBe(meant));
});

describe('business, and what it comes to', () => {
  test.each([
    [
      'How many deals did we lose last quarter, and on what grounds?',
      'Number of lost deals closed last quarter (1 Oct to 31 Dec 2025) by loss reason',
    ],
    ['lost business for February', 'Lost deals closed in February (1 Feb to 28 Feb 2026)'],
    [
      'average deal size on closed-won business last quarter',
      'Average amount of won deals closed last quarter (1 Oct to 31 Dec 2025)',
    ],
    [
      'who brought in the most business this year',
      'Amount of won deals closed this year (1 Jan to 31 Dec 2026) by owner',
    ],
    [
      'who won the most business this quarter',
      'Amount of won deals closed this quarter (1 Jan to 31 Mar 2026) by owner',
    ],
    [
      'what does the pipeline at Initech and Globex come to, all told?',
      'Open pipeline for Initech or Globex',
    ],
    ['deals dated to close this quarter', 'Open deals closing this quarter (1 Jan to 31 Mar 2026)'],
    ['how long does it take us to get a deal over the line?', 'Sales cycle'],
    ['deals we got over the line in March', 'Won deals closed in March (1 Mar to 31 Mar 2026)'],
    ['stage-to-stage conversion on deals created in 2025', 'Funnel in 2025 (1 Jan to 31 Dec 2025)'],
    ['pipeline coverage ratio for Q2, by team', 'Pipeline coverage in Q2 (1 Apr to 30 Jun 2026) by team'],
  ])('%s', (text, meant) => expect(readAs(text, cast)).toBe(meant));
});

describe('which stage a deal is in', () => {
  test.each([
    ['In which stage is the open deal of Globex?', 'Open deals for Globex, with stage'],
    ['which stage is the Globex deal in?', 'Open deals for Globex, with stage'],
    ['in which stage are my deals?', 'Number of your open deals by stage'],
  ])('%s', (text, meant) => expect(readAs(text, cast)).toBe(meant));
});

describe('limits between strokes', () => {
  test.each([
    ['stale deals / Priya', 'Stale open deals of Priya Nair'],
    ['open deals / Proposal / EMEA', 'Open deals in EMEA in Proposal'],
    ['open deals / this quarter', 'Open deals closing this quarter (1 Jan to 31 Mar 2026)'],
    ['Priya / Tom open deals', 'Open deals of Priya Nair or Tom Reyes'],
  ])('%s', (text, meant) => expect(readAs(text, cast)).toBe(meant));
});
