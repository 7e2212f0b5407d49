import { describe, expect, test } from 'vitest';
import type { Lexicon } from '../../src/language/lexicon.ts';
import { read } from '../../src/language/reader.ts';
import type { Frame } from '../../src/language/request.ts';
import { cast, maven } from './companies.ts';
import { on, say } from './say.ts';

function last(lexicon: Lexicon, ...turns: string[]): string {
  let frame: Frame | null = null;
  let said = '';
  for (const text of turns) {
    const reading = read(text, on(lexicon, frame));
    said = say(reading, lexicon);
    frame = reading.say === 'question' ? reading.frame : null;
  }
  return said;
}

describe('a reply may take something away', () => {
  test.each([
    [['deals in Proposal over 50k', 'scrap the amount filter'], 'Deals in Proposal'],
    [['deals in Proposal for 30 days', 'forget the days condition'], 'Open deals in Proposal'],
    [['my deals in Proposal', '- stage'], 'Your open deals'],
    [['deals of Tom and Priya', 'remove Tom again'], 'Open deals of Priya Nair'],
    [['open deals in EMEA', 'take out Tom'], 'Open deals in EMEA not of Tom Reyes'],
    [['open deals in EMEA', 'nothing in Discovery please'], 'Open deals in EMEA not in Discovery'],
    [['open deals in EMEA', 'ditch anything under 20k'], 'Open deals in EMEA of at least $20,000'],
    [['open deals in EMEA', 'skip everything over 100k'], 'Open deals in EMEA of at most $100,000'],
    [
      ['number of open deals by owner', 'without Tom, he is new'],
      'Number of open deals not of Tom Reyes by owner',
    ],
  ])('%j', (turns, expected) => {
    expect(last(cast, ...turns)).toBe(expected);
  });
});

describe('a reply may ask for another figure of the same', () => {
  test.each([
    [['open deals by owner', 'by money not by number'], 'Amount of open deals by owner'],
    [['open pipeline by stage', 'count instead of value'], 'Number of open deals by stage'],
    [
      ['won deals last quarter by owner', 'and how many deals was that, each?'],
      'Number of won deals closed last quarter (1 Oct to 31 Dec 2025) by owner',
    ],
    [
      ['win rate this year', 'split that by territory'],
      'Win rate this year (1 Jan to 31 Dec 2026) by territory',
    ],
    [['win rate this year', 'same thing for 2025'], 'Win rate in 2025 (1 Jan to 31 Dec 2025)'],
    [
      ['my open deals over 20k', 'average size of what is left'],
      'Average amount of your open deals over $20,000',
    ],
    [
      ['won deals in January', 'newest first'],
      'Won deals closed in January (1 Jan to 31 Jan 2026), sorted by close date descending',
    ],
  ])('%j', (turns, expected) => {
    expect(last(cast, ...turns)).toBe(expected);
  });

  test('so many rows', () => {
    expect(last(maven, 'deals won per agent in may', 'highest first, 8 rows')).toBe(
      'Number of won deals closed in May (1 May to 31 May 2025) by owner, top 8'.replace(
        'May (1 May to 31 May 2025)',
        'May 2025 (1 May to 31 May 2025)',
      ),
    );
  });
});

describe('a reply keeps what it speaks of apart from the rest', () => {
  test.each([
    [['open deals over 50k', 'top 5'], 'Top 5 open deals over $50,000 by amount'],
    [['top 5 open deals', 'how much is that in total'], 'Amount of open deals, of the top 5 by amount'],
    [['average open deal size in EMEA', 'the biggest'], 'Open deals in EMEA, sorted by amount descending'],
    [['open deals of Tom', 'not Tom, Priya'], 'Open deals of Priya Nair'],
    [['open deals of Tom and Priya', 'not Tom'], 'Open deals of Priya Nair'],
    [['open deals', "not Tom's", "nor Priya's"], 'Open deals not of Tom Reyes or Priya Nair'],
    [['stale deals', 'older than 90 days'], 'Open deals in the same stage for more than 90 days'],
    [['stale deals', 'more than 90 days old'], 'Open deals in the same stage for more than 90 days'],
    [['stale deals', '90+ days old please'], 'Open deals in the same stage for 90 days or more'],
    [
      ['stale deals', 'older than 60 and in EMEA'],
      'Open deals in EMEA in the same stage for more than 60 days',
    ],
    [
      ['deals in Negotiation for 30 days', 'older than 45 days'],
      'Open deals in Negotiation for more than 45 days',
    ],
    [['inactive deals', 'older than 60 days'], 'Open deals without activity for more than 60 days'],
    [['stale deals', 'created more than 90 days ago'], 'Stale open deals created more than 90 days ago'],
    [['stale deals', 'deals older than 90 days'], 'Open deals created more than 90 days ago'],
    [['open deals', 'older than 90 days'], 'Open deals created more than 90 days ago'],
    [['inactive deals', 'for 20 days'], 'Open deals without activity for 20 days or more'],
    [['deals stuck 30 days', 'more than 45'], 'Open deals in the same stage for more than 45 days'],
    [['open deals by owner', 'by stage too'], 'Number of open deals by owner and stage'],
    [['open deals by owner', 'as a list'], 'Open deals'],
  ])('%j', (turns, expected) => {
    expect(last(cast, ...turns)).toBe(expected);
  });

  test('what is of another kind is not answered for everybody', () => {
    expect(last(cast, 'deals of Tom', 'activities')).toBe('-');
  });
});

describe('a reply may go wider', () => {
  test.each([
    [['my open deals', 'not only mine, also from the whole team'], "Your team's open deals"],
    [['my open deals', "add Tom's"], 'Open deals of Tom Reyes or you'],
    [['open deals of Tom', 'plus mine'], 'Open deals of Tom Reyes or you'],
  ])('%j', (turns, expected) => {
    expect(last(cast, ...turns)).toBe(expected);
  });

  test('what somebody else says about it is part of the talk', () => {
    expect(last(cast, 'deals in Negotiation for 30 days', 'She now says four weeks')).toBe(
      'Open deals in Negotiation for 28 days or more',
    );
  });
});

describe('without a thread, words that point are asked about', () => {
  test.each([
    'which of them close this month',
    'how many of those are stale',
    'show those deals',
    'their open deals',
  ])('%s', (text) => {
    const reading = read(text, on(cast));
    expect(say(reading, cast)).toContain('which deals? All open deals');
    if (reading.say !== 'which') return;
    for (const option of reading.options)
      expect(read(text, { ...on(cast), choices: [option.choice] }).say).toBe('question');
  });
});

describe('a reply of two parts', () => {
  const won = 'deals Tom won in January';
  const mine = 'my deals closing next week over 20k';
  test.each([
    [[won, 'same month, but lost'], 'Lost deals of Tom Reyes closed in January (1 Jan to 31 Jan 2026)'],
    [
      [won, "Priya's, for the same period"],
      'Won deals of Priya Nair closed in January (1 Jan to 31 Jan 2026)',
    ],
    [[mine, 'forget the date and show Proposal only'], 'Your open deals in Proposal over $20,000'],
    [
      [mine, 'remove the amount thing, only Contract'],
      'Your open deals in Contract closing next week (23 Mar to 29 Mar 2026)',
    ],
  ])('%j', (turns, expected) => expect(last(cast, ...turns)).toBe(expected));

  test.each([
    [[won, 'same month last year'], 'compared with January 2025'],
    [['my deals over 20k', 'lost ones, same month'], '| same month'],
    [[mine, 'remove Tom and Priya'], '| remove'],
  ])('%j: something else', (turns, part) => expect(last(cast, ...turns)).toContain(part));
});
