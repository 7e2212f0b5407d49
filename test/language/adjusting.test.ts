import { describe, expect, test } from 'vitest';
import type { Lexicon } from '../../src/language/lexicon.ts';
import { read } from '../../src/language/reader.ts';
import type { Command, Frame } from '../../src/language/request.ts';
import { cast } from './companies.ts';
import { on, say } from './say.ts';

const crew = ['pipeline', 'forecasting', 'analytics', 'intake', 'quotes', 'outreach'];
const lexicon: Lexicon = { ...cast, agents: crew.map((id) => ({ id, name: id })) };

/** What the last of these turns makes of the ones before. */
function last(...turns: string[]): string {
  let thread: Frame | null = null;
  let before: Command | null = null;
  let said = '';
  for (const text of turns) {
    const reading = read(text, { ...on(lexicon, thread), before });
    said = say(reading, lexicon);
    if (reading.say === 'question') [thread, before] = [reading.frame, null];
    if (reading.say === 'command') before = reading.command;
  }
  return said;
}

describe('a pause gets another end or other agents, and keeps the rest', () => {
  test.each([
    [['pause outreach until Monday', 'Wednesday rather'], '> pause outreach until Wed 25 Mar, 00:00 UTC'],
    [['pause outreach until Monday', 'no until Tuesday'], '> pause outreach until Tue 24 Mar, 00:00 UTC'],
    [['pause outreach until Monday', '9am would be better'], '> pause outreach until Mon 23 Mar, 09:00 UTC'],
    [
      ['pause outreach', 'until next Wednesday would be better'],
      '> pause outreach until Wed 25 Mar, 00:00 UTC',
    ],
    [
      ['pause outreach until Monday', 'and quotes as well'],
      '> pause outreach, quotes until Mon 23 Mar, 00:00 UTC',
    ],
    [['pause outreach', 'oh and intake too'], '> pause outreach, intake'],
    [['pause outreach', 'sorry i meant quotes'], '> pause quotes'],
    [['pause outreach', 'not outreach, quotes'], '> pause quotes'],
    [['pause outreach and quotes', 'just quotes'], '> pause quotes'],
    [['pause outreach and quotes', 'leave quotes alone'], '> pause outreach'],
    [['resume outreach', 'and quotes'], '> resume outreach, quotes'],
    [['pause outreach', 'my open deals'], 'Your open deals'],
    [['pause outreach', 'deals until Monday'], 'Open deals closing by Monday (to 23 Mar 2026)'],
  ])('%j', (turns, expected) => {
    expect(last(...turns)).toBe(expected);
  });
});

describe('a limit gets another value or place, and keeps the rest', () => {
  test.each([
    [['set stale threshold to 14 days in Proposal', '21 rather'], '> stale_days = 21 days in Proposal'],
    [['set stale threshold to 14 days', 'only in EMEA'], '> stale_days = 14 days for territory EMEA'],
    [['stale days in Discovery 30', 'hmm, 25'], '> stale_days = 25 plain in Discovery'],
    [
      ['set stale days in Discovery to 30', 'for Proposal, not Discovery'],
      '> stale_days = 30 plain in Proposal',
    ],
    [
      ['set stale threshold to 14 days for EMEA', 'AMER instead of EMEA'],
      '> stale_days = 14 days for territory AMER',
    ],
    [['discount limit 10%', '8 is enough'], '> discount_limit = 8 percent'],
    [['discount limit 10%', "ok let's say 9"], '> discount_limit = 9 percent'],
    [
      ['hourly cap of outreach to 60', 'the same for intake instead'],
      '> hourly_cap = 60 plain for agent intake',
    ],
    [['hourly cap of outreach to 60', '80, please'], '> hourly_cap = 80 plain for agent outreach'],
    [
      ['set stale threshold to 14 days for EMEA', 'for AMER as well'],
      '> ? One place at a time. Is this one meant in the place of the other?',
    ],
    [
      ['discount limit 10%', '12 days'],
      '? "12 days": counted from when? In the same stage | Since the last activity | Since it was created',
    ],
  ])('%j', (turns, expected) => {
    expect(last(...turns)).toBe(expected);
  });
});

describe('an assignment gets another receiver, another deal or other deals, and keeps the rest', () => {
  test.each([
    [['assign D-1020 to Tom', 'Forgive me, to Priya'], '> assign either D-1020 to Priya Nair'],
    [['assign D-1020 to Tom', 'actually give it to priya'], '> assign either D-1020 to Priya Nair'],
    [['assign D-1020 to Tom', 'no, Priya'], '> assign either D-1020 to Priya Nair'],
    [['assign D-1020 to Tom', 'make that Priya please'], '> assign either D-1020 to Priya Nair'],
    [
      ['assign D-1020 to Tom', 'it is D-1021 I had in mind, not D-1020'],
      '> assign either D-1021 to Tom Reyes',
    ],
    [['assign D-1020 to Tom', 'wrong id, D-1021'], '> assign either D-1021 to Tom Reyes'],
    [
      ['assign D-1020 to Tom', 'and D-1021'],
      '> ? One at a time. For D-1021 alone, say "assign D-1021 to Tom Reyes".',
    ],
    [
      ["move Dan's Discovery deals to Tom", 'only under 15k'],
      '> assign Deals of Dan Cole in Discovery under $15,000 to Tom Reyes',
    ],
    [
      ["move Dan's Discovery deals to Tom", 'to Priya instead of Tom'],
      '> assign Deals of Dan Cole in Discovery to Priya Nair',
    ],
    [
      ["move Dan's Discovery deals to Tom", 'not Tom, Priya'],
      '> assign Deals of Dan Cole in Discovery to Priya Nair',
    ],
    [
      ["move Dan's Discovery deals to Tom", "not Dan's, Priya's"],
      '> assign Deals of Priya Nair in Discovery to Tom Reyes',
    ],
    [
      ["move Dan's Discovery deals to Tom", 'Proposal too'],
      '> assign Deals of Dan Cole in Discovery or Proposal to Tom Reyes',
    ],
    [
      ["move Dan's Discovery deals to Tom", 'Priya instead'],
      '> ? Priya Nair in whose place: as the one who gets them, or as the one whose deals they are?',
    ],
    [['assign D-1020 to Tom', 'my open deals'], 'Your open deals'],
    [['assign D-1020 to Tom', "Priya's open deals"], 'Open deals of Priya Nair'],
  ])('%j', (turns, expected) => {
    expect(last(...turns)).toBe(expected);
  });
});

describe('other commands are put right as well', () => {
  test.each([
    [['undo the last 2 actions of intake', 'make it 4'], '> undo 4 of intake, last 30 days'],
    [
      ['undo the last 2 actions of intake', 'wrong agent, sorry, pipeline'],
      '> undo 2 of pipeline, last 30 days',
    ],
    [['undo the last 2 actions of intake', 'of outreach, not intake'], '> undo 2 of outreach, last 30 days'],
    [['run intake', 'sorry, outreach'], '> run outreach'],
    [
      ['run intake', 'and outreach'],
      '? One agent is run at a time. Which one first? Run the pipeline | Run the forecasting | Run the analytics | Run the intake | Run the quotes',
    ],
    [['claim L-204', 'oops L-205'], '> claim L-205'],
    [['claim L-204', 'argh fat fingers, L-206'], '> claim L-206'],
    [['claim L-204', 'and L-206'], '> ? One at a time. For L-206 alone, say "claim lead L-206".'],
    [['why was D-1033 flagged', 'and D-1034?'], '> why either D-1034'],
    [
      ['activate Renewal season', 'until 30 June 2026'],
      '> playbook Renewal season on until Tue 30 Jun, 23:59 UTC',
    ],
    [['activate Renewal season', 'Quarter-end push rather'], '> playbook Quarter-end push on'],
    [['take a snapshot as pre-april', 'call it pre-q2'], '> snapshot pre-q2'],
    [['what did outreach cost last month', 'the same for intake'], '> cost of intake, last month'],
  ])('%j', (turns, expected) => {
    expect(last(...turns)).toBe(expected);
  });
});
