import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { cast } from './companies.ts';
import { on, readAs } from './say.ts';

const pipeline = (id: string, name: string, also: string[] = []) => ({ id, name, also, agent: 'pipeline' });
const lexicon = {
  ...cast,
  triggers: [
    pipeline('close_date_past', 'close date past', ['past its close date']),
    pipeline('stale_in_stage', 'stale in stage'),
    pipeline('no_activity', 'no activity'),
  ],
};

describe('modes in words', () => {
  test.each([
    ['put the pipeline agent in suggest', 'mode suggest of Pipeline agent'],
    ['put pipeline back to shadow mode', 'mode shadow of Pipeline agent'],
    ['please switch the pipeline agent to auto', 'mode auto of Pipeline agent'],
    ['move forecasting into shadow', 'mode shadow of Forecasting agent'],
    ['set the mode of pipeline to suggest', 'mode suggest of Pipeline agent'],
    ['put close date past in auto', 'mode auto of Pipeline agent, close_date_past'],
    ['put close date past in EMEA in auto', 'mode auto of Pipeline agent, close_date_past, EMEA'],
    ['put close date past in auto in EMEA', 'mode auto of Pipeline agent, close_date_past, EMEA'],
    [
      'put close date past in auto for deals under $20k',
      'mode auto of Pipeline agent, close_date_past, <= 19999.99 USD',
    ],
    [
      'put the pipeline agent in auto for deals up to 20,000 in AMER',
      'mode auto of Pipeline agent, AMER, <= 20000',
    ],
    [
      'put the Pipeline agent for phone numbers in EMEA in suggest',
      'mode suggest of Pipeline agent, contact.phone, EMEA',
    ],
    ['put all agents in shadow', 'mode shadow of all'],
    ['put the agents back to suggest mode', 'mode suggest of all'],
    ['set every agent to shadow because we migrate', 'mode shadow of all because we migrate'],
    ['turn off auto', 'auto off for all'],
    ['switch auto mode off', 'auto off for all'],
    ['turn off auto for pipeline', 'auto off for Pipeline agent'],
    ['take the pipeline agent out of auto', 'auto off for Pipeline agent'],
    ['turn off auto for close dates', 'mode suggest of whoever does it, deal.close_date'],
    ['let pipeline fix phone numbers by itself', 'mode auto of Pipeline agent, contact.phone'],
    [
      'let the pipeline agent correct e-mail addresses on its own in EMEA',
      'mode auto of Pipeline agent, contact.email, EMEA',
    ],
    ['pipeline may move close dates without asking', 'mode auto of Pipeline agent, deal.close_date'],
    ['let pipeline send nudges by itself', 'mode auto of Pipeline agent, nudge'],
    ['let pipeline act alone', 'mode auto of Pipeline agent'],
    ['don’t let pipeline move close dates by itself', 'mode suggest of Pipeline agent, deal.close_date'],
    [
      'stop letting the pipeline agent fix phone numbers by itself',
      'mode suggest of Pipeline agent, contact.phone',
    ],
    [
      'put pipeline in shadow because the import broke its dates',
      'mode shadow of Pipeline agent because the import broke its dates',
    ],
    ['reset the mode of close date past', 'mode as around of Pipeline agent, close_date_past'],
    ['mode of the pipeline agent', 'status Pipeline agent'],
    ['what mode is pipeline in?', 'status Pipeline agent'],
    ['which agents are in auto', 'modes of all'],
    ['show me the modes', 'modes of all'],
    ['how far is pipeline from auto', 'status Pipeline agent'],
    ['mode of close date past', 'modes of Pipeline agent, close_date_past'],
    ['how does pipeline do in shadow', 'shadow of Pipeline agent'],
    ['how is close date past doing in shadow', 'shadow of Pipeline agent, close_date_past'],
    ['compare pipeline with what people did', 'shadow of Pipeline agent'],
    ['set the bar for auto to 85%', 'auto_bar = 85 percent'],
    ['raise the auto bar to 90%', 'auto_bar = 90 percent'],
    ['set days before auto to 45', 'auto_days = 45 plain'],
    ['set the undone limit to 2', 'auto_undone_limit = 2 plain'],
    ['approve auto for pipeline', 'approve auto of Pipeline agent'],
    ['approve auto for close date past in EMEA', 'approve auto of Pipeline agent, close_date_past, EMEA'],
    ['reject auto for the pipeline agent', 'reject auto of Pipeline agent'],
    ['approve mode request 3', 'approve auto 3'],
    ['withdraw mode request 3', 'reject auto 3'],
  ])('%s', (text, expected) => {
    expect(readAs(text, lexicon)).toBe(`> ${expected}`);
  });

  test.each([
    ['put Acme Corp in auto', 'acme corp'],
    ['put the pipeline agent in auto for Acme Corp', 'acme corp'],
    ['put pipeline in auto for the big deals', 'big'],
    ['let pipeline fix the weather by itself', 'weather'],
    ['put pipeline in auto in EMEA and AMER', 'amer'],
    ['put pipeline and forecasting in auto', ''],
    ['put pipeline in auto until Friday', ''],
  ])('what is not wholly read does nothing: %s', (text) => {
    const reading = read(text, on(lexicon));
    expect(reading.say === 'command' ? reading.command.do : reading.say).not.toBe('set_mode');
  });

  test.each([
    ['why is pipeline not in auto', 'status Pipeline agent'],
    ["why isn't the pipeline agent in auto yet?", 'status Pipeline agent'],
    ['what is missing for auto', 'status Pipeline agent'],
    ['what does pipeline still need for auto', 'status Pipeline agent'],
    ["what's missing for auto for close date past", 'modes of Pipeline agent, close_date_past'],
    ['put all agents in auto', '? Auto is earned by each agent for itself. Which agent is meant?'],
  ])('the way to auto is asked for: %s', (text, expected) =>
    expect(readAs(text, lexicon)).toBe(`> ${expected}`),
  );

  test.each([
    ['let Tom send quotes without asking'],
    ['is Acme Corp in negotiation'],
    ['put Acme Platform in proposal'],
    ['show deals in EMEA under 20k'],
  ])('something else is meant: %s', (text) => {
    const reading = read(text, on(lexicon));
    expect(reading.say === 'command' ? reading.command.do : '').not.toMatch(/mode/);
  });

  test('without an agent it is asked whose', () => {
    expect(readAs('put it in auto', lexicon)).toBe('> ? Whose mode is meant? Say an agent.');
    expect(readAs('approve auto', lexicon)).toBe('> approve auto of whoever does it');
  });
});
