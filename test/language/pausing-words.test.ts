import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('pausing, muting, turning off and leaving alone are one', () => {
  test.each([
    [
      'pause all agents until Monday 9:00',
      '> pause Pipeline agent, Forecasting agent until Mon 23 Mar, 09:00 UTC',
    ],
    [
      'stop bugging my reps',
      '> ? What is to be paused: everything, all agents or one of them (Pipeline agent, Forecasting agent)?',
    ],
    [
      'stop bugging my reps until monday 9',
      '> ? What is to be paused: everything, all agents or one of them (Pipeline agent, Forecasting agent)?',
    ],
    [
      'kill the nudges',
      '> ? What is to be paused: everything, all agents or one of them (Pipeline agent, Forecasting agent)?',
    ],
    ['shut it up', '> ? What is meant: an agent, a customer or everything?'],
    ['shut steward up until tomorrow', '> pause everything until Sat 21 Mar, 00:00 UTC'],
    ['mute the pipeline agent for two weeks', '> pause Pipeline agent until Fri 3 Apr, 10:00 UTC'],
    ['mute everything till EOQ', '> pause everything until Tue 31 Mar, 23:59 UTC'],
    ['hold all agents for 48 hours', '> pause Pipeline agent, Forecasting agent until Sun 22 Mar, 10:00 UTC'],
    ['turn everything off', '> pause everything'],
    [
      'turn off all the agents til next week',
      '> pause Pipeline agent, Forecasting agent until Mon 23 Mar, 00:00 UTC',
    ],
    ['freeze intake until further notice', '> pause Intake agent'],
    ['can you stop the outreach bot from sending stuff', '> pause Outreach agent'],
    ['put a hold on quotes till friday noon', '> pause Quotes agent until Fri 20 Mar, 12:00 UTC'],
    [
      'silence the pipeline bot for the rest of the week',
      '> pause Pipeline agent until Sun 22 Mar, 23:59 UTC',
    ],
    ['halt everything right now!!', '> pause everything'],
    ['pasue the pipline agent', '> pause Pipeline agent'],
    ['pause pipeline agnet until tomorow', '> pause Pipeline agent until Sat 21 Mar, 00:00 UTC'],
    ['pause outreach through end of march', '> pause Outreach agent until Tue 31 Mar, 23:59 UTC'],
    ['pause outreach through April 3', '> pause Outreach agent until Fri 3 Apr, 23:59 UTC'],
    ['pause forecasting for the rest of the day', '> pause Forecasting agent until Fri 20 Mar, 23:59 UTC'],
    ['pause forecasting until 6pm', '> pause Forecasting agent until Fri 20 Mar, 18:00 UTC'],
    [
      'pause all agents over the weekend',
      '> pause Pipeline agent, Forecasting agent until Sun 22 Mar, 23:59 UTC',
    ],
    ['pause everyting til mon 9am', '> pause everything until Mon 23 Mar, 09:00 UTC'],
    ['emergency stop', '> pause everything'],
    [
      'stop the crew until the end of the quarter',
      '> pause Pipeline agent, Forecasting agent until Tue 31 Mar, 23:59 UTC',
    ],
    ['suspend the pipeline agent for 3 weeks', '> pause Pipeline agent until Fri 10 Apr, 10:00 UTC'],
    ['pause pipeline for a fortnight', '> pause Pipeline agent until Fri 3 Apr, 10:00 UTC'],
    ['pause pipeline until 1 April 8:30', '> pause Pipeline agent until Wed 1 Apr, 08:30 UTC'],
    [
      'pause pipeline, intake and outreach until Tuesday at 10',
      '> pause Pipeline agent, Intake agent, Outreach agent until Tue 24 Mar, 10:00 UTC',
    ],
    ['pause everything except intake', '> pause Pipeline agent, Forecasting agent'],
    ['no agent should touch Globex until Friday', '> pause Globex until Fri 27 Mar, 00:00 UTC'],
    ['hands off Globex for two weeks', '> pause Globex until Fri 3 Apr, 10:00 UTC'],
    ['leave Globex alone until April', '> pause Globex until Wed 1 Apr, 00:00 UTC'],
    ["don't touch Initech this week", '> pause Initech until Sun 22 Mar, 23:59 UTC'],
    ['take the pipeline agent offline', '> pause Pipeline agent'],
    ['put pipeline to sleep until Monday', '> pause Pipeline agent until Mon 23 Mar, 00:00 UTC'],
    ['disable the outreach agent', '> pause Outreach agent'],
    ['deactivate the intake agent', '> pause Intake agent'],
    ['switch outreach off for a week', '> pause Outreach agent until Fri 27 Mar, 10:00 UTC'],
    [
      'give the agents a break until Monday',
      '> pause Pipeline agent, Forecasting agent until Mon 23 Mar, 00:00 UTC',
    ],
    // A limit that no pause has is never turned into a pause of all.
    ['stop the pipeline agent from working on Globex', '-'],
    ['pause everything in EMEA until Tuesday 8:00', '-'],
    ['pause everything until Tuesday 8:00, EMEA only please', '-'],
    ['pause the pipeline agent until Tuesday 8:00 but not for Priya', '-'],
    ['turn off the pipeline agent on weekends', '-'],
    [
      'pause pipeline and forecasting until the 31st',
      '> pause Pipeline agent, Forecasting agent until Tue 31 Mar, 00:00 UTC',
    ],
    ['pause pipeline for half an hour', '> pause Pipeline agent until Fri 20 Mar, 10:30 UTC'],
    [
      'pause pipeline for a day and a half',
      '> ? Until when? Say a day and a time, for example "Monday 9:00".',
    ],
    ['pause everything till next Wednesday 14:00', '> pause everything until Wed 25 Mar, 14:00 UTC'],
    ['pipeline off please', '> pause Pipeline agent'],
    ['pipeline agent pause', '> pause Pipeline agent'],
    [
      'hey steward pause outreach pls until thurs 3pm thx',
      '> pause Outreach agent until Thu 26 Mar, 15:00 UTC',
    ],
    [
      'could you maybe pause the intake agent for me until Monday morning',
      '> pause Intake agent until Mon 23 Mar, 09:00 UTC',
    ],
    ['pause em all until monday', '> pause Pipeline agent, Forecasting agent until Mon 23 Mar, 00:00 UTC'],
    [
      'stop nudging people',
      '> ? What is to be paused: everything, all agents or one of them (Pipeline agent, Forecasting agent)?',
    ],
    [
      'stop posting cards',
      '> ? What is to be paused: everything, all agents or one of them (Pipeline agent, Forecasting agent)?',
    ],
    [
      'stop sending reminders',
      '> ? What is to be paused: everything, all agents or one of them (Pipeline agent, Forecasting agent)?',
    ],
    [
      'stop pinging priya',
      '> ? What is to be paused: everything, all agents or one of them (Pipeline agent, Forecasting agent)?',
    ],
    ['pause agent pipeline', '> pause Pipeline agent'],
    ['pause agents pipeline + intake', '> pause Pipeline agent, Intake agent'],
    ['pause all agents till Easter', '> pause Pipeline agent, Forecasting agent until Sun 5 Apr, 00:00 UTC'],
    ['pause the whole thing for today', '> pause everything until Fri 20 Mar, 23:59 UTC'],
    ["pause it all until tomorrow morning 9 o'clock", '> pause everything until Sat 21 Mar, 09:00 UTC'],
    [
      'quiet please',
      '> ? What is to be paused: everything, all agents or one of them (Pipeline agent, Forecasting agent)?',
    ],
    [
      'be quiet',
      '> ? What is to be paused: everything, all agents or one of them (Pipeline agent, Forecasting agent)?',
    ],
    [
      'shh until 3pm',
      '> ? What is to be paused: everything, all agents or one of them (Pipeline agent, Forecasting agent)?',
    ],
    ['snooze everything for an hour', '> pause everything until Fri 20 Mar, 11:00 UTC'],
    ['pause quotes for 2 business days', '> pause Quotes agent until Tue 24 Mar, 10:00 UTC'],
    ['pause outreach until close of business', '> pause Outreach agent until Fri 20 Mar, 23:59 UTC'],
    ['pause outreach until COB friday', '> pause Outreach agent until Fri 20 Mar, 23:59 UTC'],
    ['pause outreach until noon', '> pause Outreach agent until Fri 20 Mar, 12:00 UTC'],
    ['pause outreach until midnight', '> pause Outreach agent until Fri 20 Mar, 23:59 UTC'],
    ['pause outreach until tomorow', '> pause Outreach agent until Sat 21 Mar, 00:00 UTC'],
    ['pause outreach till wendesday 9', '> pause Outreach agent until Wed 25 Mar, 09:00 UTC'],
    // Nearly Monday, and nearly Sunday.
    ['pause outreach until munday', '> ? Until when? Say a day and a time, for example "Monday 9:00".'],
    ['pause outreach until tonight', '> ? Until when? Say a day and a time, for example "Monday 9:00".'],
    ['pause outreach until next month', '> pause Outreach agent until Wed 1 Apr, 00:00 UTC'],
    ['pause outreach until week 15', '> pause Outreach agent until Mon 6 Apr, 00:00 UTC'],
    ['pause outreach until 2026-04-01', '> pause Outreach agent until Wed 1 Apr, 00:00 UTC'],
    ['pause outreach until 4/1', '> ? Until when? Say a day and a time, for example "Monday 9:00".'],
    ['pause outreach until Monday, 23 March at 09:00', '> pause Outreach agent until Mon 23 Mar, 09:00 UTC'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('resuming, lifting and waking are one', () => {
  test.each([
    ['resume all', '> resume everything'],
    ['resume pipeline now', '> resume Pipeline agent'],
    ['un-pause all agents', '> resume Pipeline agent, Forecasting agent'],
    ['let the agents loose again', '> resume Pipeline agent, Forecasting agent'],
    ['start everything up again', '> resume everything'],
    ['turn the agents back on', '> resume Pipeline agent, Forecasting agent'],
    ['bring outreach back online', '> resume Outreach agent'],
    ['back to work', '> resume everything'],
    ['wake pipeline up', '> resume Pipeline agent'],
    ['reenable intake', '> resume Intake agent'],
    ['re-enable the outreach agent', '> resume Outreach agent'],
    ['lift the pause', '> resume everything'],
    ['lift the pause on outreach', '> resume Outreach agent'],
    ['end the pause', '> resume everything'],
    ['take outreach off hold', '> resume Outreach agent'],
    ['release the hold on Globex', '> resume Globex'],
    ['resume Globex', '> resume Globex'],
    ['unmute', '> resume everything'],
    ['unmute pipeline', '> resume Pipeline agent'],
    ['unfreeze everything', '> resume everything'],
    ['activate the pipeline agent', '> resume Pipeline agent'],
    ['enable intake again', '> resume Intake agent'],
    ['get the agents going again', '> resume Pipeline agent, Forecasting agent'],
    ['continue with quotes', '> resume Quotes agent'],
    ['restart all agents', '> resume Pipeline agent, Forecasting agent'],
    ['switch forecasting on again', '> resume Forecasting agent'],
    ['resume everything but outreach', '> resume Pipeline agent, Forecasting agent'],
    ['pipeline can go on', '> resume Pipeline agent'],
    ['let pipeline run again', '> run Pipeline agent'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('a run by hand', () => {
  test.each([
    ['run the pipeline agent now', '> run Pipeline agent'],
    ['force a pipeline run', '> run Pipeline agent'],
    ['force run pipeline', '> run Pipeline agent'],
    ['trigger forecasting', '> run Forecasting agent'],
    ['run pipeline again', '> run Pipeline agent'],
    ['do a pipeline run', '> run Pipeline agent'],
    ['do a pipeline sweep now', '> run Pipeline agent'],
    ['make the pipeline agent run now', '> run Pipeline agent'],
    ['rerun analytics', '> run Analytics agent'],
    ['kick off intake', '> run Intake agent'],
    ['can you kick the pipeline agent', '> run Pipeline agent'],
    ['start a run of the analytics agent', '> run Analytics agent'],
    [
      'run all agents',
      '? One agent is run at a time. Which one first? Run the Pipeline agent | Run the Forecasting agent',
    ],
    ['pipeline agent go', '> run Pipeline agent'],
    ['launch outreach now', '> run Outreach agent'],
    ['please execute the quotes agent', '> run Quotes agent'],
    ['refresh the forecast agent', '> run Forecasting agent'],
    ['re-run the forecasting agent for today', '> run Forecasting agent'],
    ['i need a fresh forecasting run', '> run Forecasting agent'],
    ['fire off an intake run', '> run Intake agent'],
    ['start the forecasting agent', '> run Forecasting agent'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('spoken, in another order, and what is asked back', () => {
  test.each([
    [
      'okay so um pause the the pipeline agent until uh monday at nine',
      '> pause Pipeline agent until Mon 23 Mar, 09:00 UTC',
    ],
    ['pause pipeline until half past nine', '> pause Pipeline agent until Sat 21 Mar, 09:30 UTC'],
    ['until monday, pause outreach', '> pause Outreach agent until Mon 23 Mar, 00:00 UTC'],
    ['for the next two hours pause outreach', '> pause Outreach agent until Fri 20 Mar, 12:00 UTC'],
    ['we need outreach paused until thursday', '> pause Outreach agent until Thu 26 Mar, 00:00 UTC'],
    ['outreach on hold until thursday please', '> pause Outreach agent until Thu 26 Mar, 00:00 UTC'],
    ['put Globex on the do not touch list', '> pause Globex'],
    [
      'pause outreach until tuesday, 23 march',
      '> ? Until when? Say a day and a time, for example "Monday 9:00".',
    ],
    ['pause outreach over easter', '> ? A pause begins at once. Until when is it to last?'],
    [
      'pause EMEA',
      '? Agents, customers or everything can be paused. What is meant? Pause Pipeline agent | Pause Forecasting agent | Pause all agents | Pause everything',
    ],
    ['pause the deal D-1042', '> ? A deal is paused with its customer. Which customer?'],
    [
      'nobody should get nudges until monday',
      '> ? What is to be paused: everything, all agents or one of them (Pipeline agent, Forecasting agent)?',
    ],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});
