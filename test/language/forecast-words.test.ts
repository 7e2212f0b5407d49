import { expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { cast } from './companies.ts';
import { on } from './say.ts';

const supposed = (text: string) => {
  const reading = read(text, on(cast));
  return reading.say === 'command' && reading.command.do === 'forecast'
    ? reading.command.supposed
    : reading.say;
};

test.each([
  'what changed in the forecast since last week',
  'What has changed in our forecast?',
  'how did the forecast change since last week?',
  'why has the forecast dropped',
  'show me the changes in the forecast vs last week',
  'forecast waterfall',
])('"%s" asks what changed', (text) => {
  expect(supposed(text)).toBeNull();
});

test.each([
  ['what if win rate falls to 20 %', { is: 'win rate', to: 0.2 }],
  ['what if the win rate drops to 22.5%?', { is: 'win rate', to: 0.225 }],
  ['forecast with a win rate of 30 percent', { is: 'win rate', to: 0.3 }],
  ['what happens to the forecast if our win rate goes up to 40%', { is: 'win rate', to: 0.4 }],
  ['forecast without the largest deal', { is: 'without largest', count: 1 }],
  ['what if we lose the three biggest deals?', { is: 'without largest', count: 3 }],
  ['forecast excluding our 2 largest open deals', { is: 'without largest', count: 2 }],
  ['what if Priya leaves', { is: 'without', who: { id: 'P-priya-nair', name: 'Priya Nair' } }],
  [
    'what happens to the forecast if Tom quits?',
    { is: 'without', who: { id: 'P-tom-reyes', name: 'Tom Reyes' } },
  ],
])('"%s" supposes one thing', (text, what) => {
  expect(supposed(text)).toMatchObject({
    ...what,
    ...('who' in what ? { who: { name: what.who?.name } } : {}),
  });
});

test.each([
  'forecast this quarter',
  'forecast by owner',
  'forecast without Priya',
  'win rate this quarter',
  'what if win rate falls to 120%',
  'what changed in the pipeline since last week',
  'what changed in the forecast since 1 January',
])('"%s" is something else', (text) => {
  const reading = read(text, on(cast));
  expect(reading.say === 'command' && reading.command.do === 'forecast').toBe(false);
});
