import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import type { Command, Frame, It } from '../../src/language/request.ts';
import { cast } from './companies.ts';
import { on, readAs, say } from './say.ts';

describe('commands are read as what they are', () => {
  test.each([
    // Limits.
    [
      'set stale threshold to 14 days for EMEA until 15 January',
      '> stale_days = 14 days for territory EMEA until Fri 15 Jan 2027, 00:00 UTC',
    ],
    ['negotiation deals are stale after 21 days', '> stale_days = 21 days in Negotiation'],
    ['for my team no activity means 10 days', '> inactivity_days = 10 days for my team'],
    ['in Proposal stale means 25 days', '> stale_days = 25 days in Proposal'],
    ['quarter-end push on until Friday', '> playbook Quarter-end push on until Fri 27 Mar, 23:59 UTC'],
    ['quarter-end push off', '> playbook Quarter-end push off'],
    ['raise the approval limit for discounts to 10%', '> discount_limit = 10 percent'],
    ['lower confidence floor to 80 percent', '> confidence_floor = 80 percent'],
    ['reset the stale threshold for EMEA', '> stale_days back for territory EMEA'],
    ['stale 14 days for EMEA', '> stale_days = 14 days for territory EMEA'],
    ['cap changes per hour at 40 for pipeline', '> hourly_cap = 40 plain for agent Pipeline agent'],
    ['set open deals per rep to 60 for Priya', '> open_deals_limit = 60 plain for person Priya Nair'],
    ['set the push limit to 4', '> push_limit = 4 plain'],
    ['set the nudge limit to 2 days for EMEA', '> nudge_days = 2 days for territory EMEA'],
    ['set the close date grace period to 5 days', '> close_date_grace_days = 5 days'],
    ['set ask again after to 3 days', '> ask_again_days = 3 days'],
    ['set the lead reminder to 30 minutes for EMEA', '> lead_remind_minutes = 30 minutes for territory EMEA'],
    ['set lead escalation after to 2 hours', '> lead_escalate_minutes = 2 hours'],
    ['set the duplicates limit to 5', '> repeat_limit = 5 plain'],
    ['what is the open deals limit', '> limits open_deals_limit'],
    ['open deals per rep', 'Number of open deals by owner'],
    ['set the approval limit to 150k for AMER', '> approval_amount = 150000 money for territory AMER'],
    ['set the inactivity threshold for my team to two weeks', '> inactivity_days = 14 days for my team'],
    [
      'set the stale threshold to 14 days for EMEA for 2 weeks',
      '> stale_days = 14 days for territory EMEA until Fri 3 Apr, 10:00 UTC',
    ],
    ['reset all thresholds', '> reset_thresholds'],
    ['set it to 20', '> ? Which limit, and to what? For example "set the stale threshold to 14 days".'],
    [
      'raise the stale threshold by 5 days',
      '> ? To which value? Say the new value itself, not the difference.',
    ],
    ['discounts above 12% need approval', '> discount_limit = 12 percent'],
    ['bulk updates over 20 need approval', '> bulk_limit = 20 plain'],
    ["don't act below 90% confidence", '> confidence_floor = 90 percent'],
    [
      'pipeline should not make more than 20 changes an hour',
      '> hourly_cap = 20 plain for agent Pipeline agent',
    ],
    ['go back to default settings', '> reset_thresholds'],
    // Pause and resume in other words.
    ['put forecasting on hold until Monday', '> pause Forecasting agent until Mon 23 Mar, 00:00 UTC'],
    ['turn off the pipeline agent', '> pause Pipeline agent'],
    ['turn pipeline back on', '> resume Pipeline agent'],
    ['kick off a forecast run', '> run Forecasting agent'],
    ["unpause pipeline and tell me what's still on hold", '> resume Pipeline agent'],
    // Who has what.
    ['assign D-1042 to Tom', '> assign either D-1042 to Tom Reyes'],
    ['give the Globex lead to Priya', '> assign lead Globex to Priya Nair'],
    ['give Priya the Globex lead', '> assign lead Globex to Priya Nair'],
    [
      "reassign Dan's open deals in proposal to Tom",
      '> assign Open deals of Dan Cole in Proposal to Tom Reyes',
    ],
    [
      "assign all unassigned... sorry, all of Dan's Proposal deals to Tom",
      '> assign Deals of Dan Cole in Proposal to Tom Reyes',
    ],
    ['Globex, please reassign from Dan to Tom', '> assign Open deals for Globex of Dan Cole to Tom Reyes'],
    ['Tom should own D-1033', '> assign either D-1033 to Tom Reyes'],
    ['assign the unassigned deals to Tom', '> assign Open deals without owner to Tom Reyes'],
    ['claim lead L-203', '> claim L-203'],
    ['mine: L-204', '> claim L-204'],
    ["I'll take the Hooli lead", '> claim Hooli'],
    // Why, what and how much.
    ['why did you flag Acme Platform?', '> why either Acme Platform'],
    ['explain run 7F3K', '> why run 7F3K'],
    ['explain what you did with D-1402', '> why either D-1402'],
    ['what did all the agents cost us in february', '> cost of all, february'],
    ['did pipeline run ok today?', '> status Pipeline agent'],
    ['pipeline agent: paused or running?', '> status Pipeline agent'],
    [
      'please pause the agent',
      '? Which agent is meant? Pause the Pipeline agent | Pause the Forecasting agent | Pause all agents',
    ],
    ['can you give D-1 to somebody else', '> ? To whom?'],
    ['put pipeline back to its default settings', '> reset_thresholds for agent Pipeline agent'],
    ['from now on any discount above 18% should need an approver', '> discount_limit = 18 percent'],
    [
      'a deal should count as inactive after 12 days without activity, please set that',
      '> inactivity_days = 12 days',
    ],
    ['explain the last run', '> why run last of all'],
    ['explain why D-1021 is on the list', '> why either D-1021'],
    ['what did the pipeline agent do today', '> activity of Pipeline agent, today'],
    ['what did we spend on models this month', '> cost of all, this month'],
    ['cost by agent last week', '> cost of all by agent, last week'],
    // Undo.
    ['undo my last 3 changes', '> undo 3'],
    ['undo everything pipeline did today', '> undo all of Pipeline agent, today'],
    ["undo all of pipeline's changes this week", '> undo all of Pipeline agent, this week'],
    ['undo the last 2 changes of the pipeline agent', '> undo 2 of Pipeline agent, last 30 days'],
    ['undo the last 4 things pipeline did', '> undo 4 of Pipeline agent, last 30 days'],
    ['undo everything', '> ? Of which time? For example "today" or "this week".'],
    // Not yet.
    ['rule: flag deals without next step', '> rule "flag deals without next step"'],
    [
      'activate the Quarter-end push playbook until March 31',
      '> playbook Quarter-end push on until Tue 31 Mar, 23:59 UTC',
    ],
    [
      'activate the Quarter-end push playbook until 1 March 2026',
      '> ? That is past already. Until when? Say a day, for example "end of this quarter".',
    ],
    [
      'activate the Quarter-end push playbook until end of this quarter',
      '> playbook Quarter-end push on until Tue 31 Mar, 23:59 UTC',
    ],
    ['deactivate the summer slowdown playbook', '> playbook Summer slowdown off'],
    ['Switch on Summer slowdown from today', '> playbook Summer slowdown on'],
    ['take a snapshot', '> snapshot'],
    ['save the current settings as a snapshot called q1', '> snapshot q1'],
    ["copy EMEA's settings to AMER", '> clone EMEA to AMER'],
    ['compare snapshots', '> compare_snapshot'],
    ['set pipeline to auto mode', '> mode auto of Pipeline agent'],
    ['alert me when win rate drops below 20%', '> alert me: Win rate < 0.2'],
    ['pause outreach', '> pause Outreach agent'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('what no command may do stays refused', () => {
  test.each([
    ['delete all deals', '! delete'],
    ['close everything as lost', '! bulk'],
    ['give me admin', '! access'],
    ['give everyone access to the CRM', '! access'],
    ['approve all', '! bulk'],
    ['move all deals to Won', '! bulk'],
    ['move Acme Platform to Won', '! write'],
    ['remove all reps in West from the system', '! delete'],
    ['switch off approvals for my account', '! bulk'],
    ['assign D-1042 to Tom and delete the rest', '! delete'],
    ['set stale days to 14 and delete the rest', '! delete'],
    ['reset the pipeline', '! delete'],
    ['create a rule: approve all cards', '! bulk'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('a question is no command', () => {
  test.each([
    ['why did West fall behind', '-'],
    ['give me lead sources', '-'],
    ['how many deals did we move from Tom to Priya', '~ Number of open deals of Tom Reyes | move | Priya'],
    ['cost of deals', '-'],
    ['which deals need approval', '-'],
    ['deals over 100k that need approval', '~ Open deals over $100,000 | need approval'],
    ['i want leads from EMEA', 'Leads in EMEA'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('a command is never half understood', () => {
  const extra = ['zorblax', 'not', 'hopefully soon', 'except Priya'];
  const whole = [
    'set the stale threshold for EMEA to 14 days',
    'reset the stale threshold for EMEA',
    "assign all of Tom's deals to Priya",
    'undo everything pipeline did today',
    'what did the pipeline agent do today',
    'cost by agent last week',
    'pause the pipeline agent',
  ];
  test.each(whole)('%s', (text) => {
    expect(read(text, on(cast)).say, text).toBe('command');
    for (const more of extra) {
      const reading = read(`${text} ${more}`, on(cast));
      expect(['unread', 'lacks', 'partly'], `${text} ${more}: ${say(reading, cast)}`).toContain(reading.say);
    }
  });
});

describe('"it" is what was spoken of here, and nothing else', () => {
  const acme: It = {
    kind: 'deal',
    id: 'D-1',
    name: 'Acme Platform',
    account: { id: 'A-acme', name: 'Acme' },
    exception: 7,
  };
  const of = (text: string, more: { it?: It | null; before?: Command | null; thread?: Frame | null }) =>
    say(read(text, { ...on(cast), ...more }), cast);

  test.each([
    ['why this deal?', '> why deal D-1'],
    ['why?', '> why deal D-1'],
    ['why was this posted', '> why deal D-1'],
    ['assign this deal to Tom', '> assign deal D-1 to Tom Reyes'],
    ['give it to Tom', '> assign deal D-1 to Tom Reyes'],
    ['pause it', '> pause Acme'],
    ['undo this', '> undo of Acme Platform'],
    ['who owns this deal', '> owner D-1'],
    ['show it', '> deal D-1'],
  ])('%s', (text, expected) => {
    expect(of(text, { it: acme })).toBe(expected);
    if (text !== 'undo this') expect(of(text, {}), text).toMatch(/^> \? /);
  });

  test('a lead is claimed, an agent is paused', () => {
    expect(of('claim it', { it: { kind: 'lead', id: 'L-1', name: 'Jo' } })).toBe('> claim Jo');
    expect(of("I'll take it", { it: { kind: 'lead', id: 'L-1', name: 'Jo' } })).toBe('> claim Jo');
    expect(of('claim it', {})).toBe('> ? Which lead is meant? Say its name or id.');
    const before: Command = { do: 'agent_status', agent: { id: 'pipeline', name: 'Pipeline agent' } };
    expect(of('pause it until Monday', { before })).toBe(
      '> pause Pipeline agent until Mon 23 Mar, 00:00 UTC',
    );
    expect(of('only forecasting', { before: { do: 'agent_status', agent: null } })).toBe(
      '> status Forecasting agent',
    );
  });

  test('a question of the thread goes on as a question', () => {
    const asked = read('open deals stuck 30 days', on(cast));
    const thread = asked.say === 'question' ? asked.frame : null;
    expect(of('make it 45', { thread })).toBe('Open deals in the same stage for 45 days or more');
  });
});
