import { describe, expect, test } from 'vitest';
import { isBeyond } from '../../src/language/beyond.ts';
import { cast } from './companies.ts';
import { last, readAs } from './say.ts';

describe('what lies outside a sales team is said to be so', () => {
  test.each([
    'what is the weather in Berlin',
    "what's the weather like today",
    'will it rain tomorrow',
    'tell me a joke',
    'write me a poem about sales',
    'what is the capital of France',
    'who is the president of the US',
    'translate "good morning" into German',
    "what is Apple's stock price",
    'how much is a bitcoin',
    'what time is it in Tokyo',
    'who won the world cup',
    'who won the match last night',
    'recommend a restaurant in Paris',
    'order me a pizza',
    'book a flight to London',
    'book a meeting room for tomorrow',
    'how many vacation days do I have left',
    'what is 17 times 23',
    'what is the meaning of life',
    'play some music',
    'set a timer for 10 minutes',
    'write a python script',
    "what's for lunch",
    'give me a recipe for pancakes',
    'are you human',
    'do you love me',
    "what's in the news today",
    'how tall is the Eiffel Tower',
    'what is my horoscope',
    'recommend a movie',
    'where can I park',
    'what day is it',
    'how do I get to the airport',
    'fix my laptop',
    'sing me a song',
    'what is the exchange rate of the euro',
    'how do I lose weight',
  ])('%s', (text) => {
    expect(readAs(text, cast)).toBe('! beyond');
    expect(last(cast, 'open deals in EMEA', text)).toBe('! beyond');
  });

  test.each([
    'who won the most this quarter',
    'how old is the oldest deal',
    'how far are we from quota',
    'who won the Acme deal',
    'what is the average age of open deals',
    'what is the forecast for this quarter',
    'what day is the Acme deal closing',
    'write a rule: deals over 100k need an approver',
    'set the stale limit to 21 days',
    'how much is in negotiation',
    'what is 20% of our pipeline',
    'who are you',
    'thanks, love it',
    'which deals are cold',
    'pause all agents for the holidays',
  ])('%s is not', (text) => {
    expect(readAs(text, cast)).not.toBe('! beyond');
  });

  test("a name of the company's own is never beyond it", () => {
    const named = { ...cast, accounts: [...cast.accounts, { id: 'A-bitcoin', name: 'Bitcoin Bank' }] };
    expect(isBeyond('how much is Bitcoin Bank worth', cast)).toBe(true);
    expect(isBeyond('how much is Bitcoin Bank worth', named)).toBe(false);
  });
});
