/** "How long do deals stay in Negotiation": the time in a stage that is over, beside how long those that are there have been. */
import { expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { cast } from './companies.ts';
import { last, on, readAs } from './say.ts';

test.each([
  ['how long do deals stay in negotiation', 'Stage duration in Negotiation'],
  ['how long do deals usually stay in Proposal?', 'Stage duration in Proposal'],
  ['how many days do deals spend in Proposal', 'Stage duration in Proposal'],
  ['how long do deals spend in each stage', 'Stage duration by stage'],
  ['How long does Proposal usually take?', 'Stage duration in Proposal'],
  ['which stage takes longest', 'Stage duration by stage'],
  ['where do deals spend the most time', 'Stage duration by stage'],
  ['how fast do deals move through the pipeline', 'Stage duration by stage'],
  ['what is our slowest stage', 'Stage duration by stage'],
  ['average time in each stage', 'Stage duration by stage'],
  ['average time in Negotiation', 'Stage duration in Negotiation'],
  ['average days in Proposal by owner', 'Stage duration in Proposal by owner'],
  ['stage durations in EMEA', 'Stage duration in EMEA by stage'],
  ['stage duration in Negotiation by month', 'Stage duration in Negotiation by close month'],
  [
    'which stage takes the longest this quarter',
    'Stage duration this quarter (1 Jan to 31 Mar 2026) by stage',
  ],
  // Whoever is slowest there
  ['which rep is slowest in negotiation', 'Stage duration in Negotiation by owner'],
  ['who takes longest in Proposal?', 'Stage duration in Proposal by owner'],
  ['fastest team in Contract', 'Stage duration in Contract by team'],
  ['who is slowest in EMEA', '-'],
  // How long those that are there have been in it
  [
    'how many days does a deal sit in Proposal by team',
    'Average days in stage of open deals in Proposal by team',
  ],
  ['average days in stage by stage', 'Average days in stage of open deals by stage'],
  ['how long do deals sit in negotiation', 'Average days in stage of open deals in Negotiation'],
  // From the first stage to the last
  ['how long do deals take to close', 'Sales cycle'],
  // Nothing is left out in silence
  ['how long do won deals stay in Proposal', '~ Sales cycle in Proposal | stay'],
])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));

test.each([
  ['which rep is slowest in Negotiation', true],
  ['which rep is fastest in Negotiation', false],
])('%s: in that order', (text, down) => {
  expect(read(text, on(cast))).toMatchObject({ frame: { sort: { field: 'measure', down } } });
});

test('in a thread', () => {
  expect(last(cast, 'stage durations', 'only EMEA')).toBe('Stage duration in EMEA by stage');
  expect(last(cast, 'how long do deals stay in Proposal', 'and last quarter?')).toBe(
    'Stage duration in Proposal last quarter (1 Oct to 31 Dec 2025)',
  );
});
