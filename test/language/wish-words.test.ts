import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('snapshots', () => {
  test.each([
    ['take a snapshot called before-reorg', '> snapshot before-reorg'],
    ['take a snapshot of the settings, call it before-easter', '> snapshot before-easter'],
    ['make a snapshot of the config named april', '> snapshot april'],
    ['save a snapshot', '> snapshot'],
    ['save current config as q2-baseline', '> snapshot q2-baseline'],
    ['back up the settings', '> snapshot'],
    ['snapshot everything as pre-launch', '> snapshot pre-launch'],
    ['create a settings snapshot "pre-q3"', '> snapshot pre-q3'],
    ['please save the state of all settings under the name friday', '> snapshot friday'],
    ['freeze a copy of the current thresholds', '> snapshot'],
    ['take a config snapshot before I change things', '> snapshot'],
    ['compare current settings with snapshot q1', '> compare_snapshot q1'],
    ['snapshot: end-of-march', '> snapshot end-of-march'],
    ['remember the current settings as baseline', '> snapshot baseline'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('copies from place to place', () => {
  test.each([
    ['clone the EMEA settings to AMER', '> clone EMEA to AMER'],
    ['clone the EMEA settings to APAC', '> clone EMEA to ? (unread: APAC)'],
    // Nobody is set what was meant for a place that is not known.
    ['clone the EMEA settings to Tomm', '> clone EMEA to ? (unread: Tomm)'],
    ['clone EMEA config to APAC', '> clone EMEA to ? (unread: APAC)'],
    ['copy the thresholds from AMER to EMEA', '> clone AMER to EMEA'],
    ['copy to EMEA the thresholds of AMER', '> clone AMER to EMEA'],
    ["copy Priya's thresholds to Tom", '> clone Priya Nair to Tom Reyes'],
    ["copy Priya's thresholds to Tom and Dan", '> clone Priya Nair to Tom Reyes and Dan Cole'],
    ["apply EMEA's settings to AMER as well", '> clone EMEA to AMER'],
    ["use EMEA's thresholds for APAC", '> clone EMEA to ? (unread: APAC)'],
    ['use the same limits in AMER as in EMEA', '> clone EMEA to AMER'],
    ["duplicate the pipeline agent's config for outreach", '> clone pipeline to outreach'],
    ["make AMER's settings the same as EMEA's", '> clone EMEA to AMER'],
    ['give APAC the same thresholds as EMEA', '> clone EMEA to ? (unread: APAC)'],
    ["clone pipeline's configuration to intake", '> clone pipeline to intake'],
    ["mirror EMEA's rules in AMER", '> clone EMEA to AMER'],
    ['same limits for APAC as for EMEA please', '> clone EMEA to ? (unread: APAC)'],
    ['clone config', '> clone ? to ?'],
    [
      'clone the EMEA settings to AMER but stale after 21 days',
      '> clone EMEA to AMER but stale_days 21 days',
    ],
    [
      'use the same limits for AMER as for EMEA, except stale 21 days and push limit 2',
      '> clone EMEA to AMER but stale_days 21 days but push_limit 2 plain',
    ],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('playbooks', () => {
  test.each([
    ['activate Quarter-end push', '> playbook Quarter-end push on'],
    [
      'activate quarter end push until march 31',
      '> playbook Quarter-end push on until Tue 31 Mar, 23:59 UTC',
    ],
    ['start the summer slowdown playbook', '> playbook Summer slowdown on'],
    ['turn on renewal season', '> playbook Renewal season on'],
    ['turn on the renewal season playbook for EMEA', '> playbook Renewal season on for EMEA'],
    ['run the quarter-end push playbook', '> playbook Quarter-end push on'],
    ['switch to the summer slowdown', '> playbook Summer slowdown on'],
    [
      'use the Quarter-end push playbook from Monday',
      '> playbook Quarter-end push on from Mon 23 Mar, 00:00 UTC',
    ],
    ['activate playbook renewal season till EOQ', '> playbook Renewal season on until Tue 31 Mar, 23:59 UTC'],
    [
      "let's go with quarter-end push until the end of the month",
      '> playbook Quarter-end push on until Tue 31 Mar, 23:59 UTC',
    ],
    ['play the quarter end playbook', '> playbook Quarter-end push on'],
    ['put us in renewal season mode', '> playbook Renewal season on'],
    [
      'put the summer slowdown playbook on until September',
      '> playbook Summer slowdown on until Tue 1 Sep, 00:00 UTC',
    ],
    ['enable Renewal season for two weeks', '> playbook Renewal season on until Fri 3 Apr, 10:00 UTC'],
    ['stop the quarter-end push', '> playbook Quarter-end push off'],
    ['end the summer slowdown playbook', '> playbook Summer slowdown off'],
    ['turn off renewal season', '> playbook Renewal season off'],
    [
      'Kindly activate the Renewal season playbook until 30 April.',
      '> playbook Renewal season on until Thu 30 Apr, 23:59 UTC',
    ],
    ['start playbook', '> ? Which playbook is meant?'],
    ['launch Summer slowdown', '> playbook Summer slowdown on'],
    [
      'kick off the quarter-end push playbook until April 5',
      '> playbook Quarter-end push on until Sun 5 Apr, 23:59 UTC',
    ],
    ['switch renewal season on', '> playbook Renewal season on'],
    [
      'activate Quarter-end push for EMEA from 1 April until 30 April',
      '> playbook Quarter-end push on for EMEA from Wed 1 Apr, 00:00 UTC until Thu 30 Apr, 23:59 UTC',
    ],
    [
      'start the summer slowdown playbook on 1 June',
      '> playbook Summer slowdown on from Mon 1 Jun, 00:00 UTC',
    ],
    [
      'turn on renewal season starting tomorrow for EMEA',
      '> playbook Renewal season on for EMEA from Sat 21 Mar, 00:00 UTC',
    ],
    ['create a playbook called Rush: stale 10 days, rule 3', '> create Rush: stale_days 10 days, rule 3'],
    [
      'make a playbook named Rush from the snapshot pre-q2, stale 10 days',
      '> create Rush: stale_days 10 days from pre-q2',
    ],
    ['create a playbook Rush like quarter-end push', '> create Rush:  from Quarter-end push'],
    [
      'create a playbook called Rush based on the playbook Summer slowdown but cards per day 4 and rules 2 and 5',
      '> create Rush: cards_per_day 4 plain, rule 2, rule 5 from Summer slowdown',
    ],
    ['change the summer slowdown playbook to stale 20 days', '> change summer slowdown: stale_days 20 days'],
    ['add rule 4 to the playbook Summer slowdown', '> change Summer slowdown: rule 4'],
    [
      'take rule 4 and the stale threshold out of the playbook Summer slowdown',
      '> change Summer slowdown: without stale_days, without rule 4',
    ],
    ['restore the Summer slowdown playbook', '> restore the playbook Summer slowdown'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('rules, alerts and timetables', () => {
  test.each([
    ['rule: never touch deals tagged strategic', '> rule "never touch deals tagged strategic"'],
    [
      'create a rule that every deal over 100k needs my approval',
      '> rule "every deal over 100k needs my approval"',
    ],
    ['make a rule: no nudges on fridays', '> rule "no nudges on fridays"'],
    ['new rule - flag deals without next step', '> rule "flag deals without next step"'],
    ['add a rule to skip Globex', '> rule "skip Globex"'],
    // There are two.
    ['from now on always ask me before touching Acme', '? Which acme? Acme Corp | Acme Logistics GmbH'],
    ['always ask me before changing the amount', '> checkpoint deal.amount'],
    ['never email Initech', '> rule "never email Initech"'],
    ['never change close dates of contract deals', '> rule "never change close dates of contract deals"'],
    [
      "don't touch strategic accounts without asking me",
      '> rule "don\'t touch strategic accounts without asking me"',
    ],
    [
      'if a deal has no activity for 20 days tell the owner',
      '> rule "if a deal has no activity for 20 days tell the owner"',
    ],
    ['when a deal moves to contract notify legal', '> rule "when a deal moves to contract notify legal"'],
    ['whenever a deal slips twice, flag it', '> rule "whenever a deal slips twice, flag it"'],
    ['let me know when a deal over 100k goes quiet', '> rule "let me know when a deal over 100k goes quiet"'],
    [
      'warn me if a deal closes this week and has no next step',
      '> rule "warn me if a deal closes this week and has no next step"',
    ],
    [
      'I want to be told when coverage falls below 3x',
      '> alert me: Pipeline coverage this quarter (1 Jan to 31 Mar 2026) < 3',
    ],
    ['remind reps after 5 days without a next step', '> rule "remind reps after 5 days without a next step"'],
    [
      'tell me every Monday which deals are stale',
      '> not yet: timetable "tell me every Monday which deals are stale"',
    ],
    ['each monday send me the stale deals', '> not yet: timetable "each monday send me the stale deals"'],
    ['ignore accounts tagged nurture from now on', '> rule "ignore accounts tagged nurture from now on"'],
    ['stop flagging deals below 5k', '> rule "stop flagging deals below 5k"'],
    [
      'exclude deals under 10k from stale checks from now on',
      '> rule "exclude deals under 10k from stale checks from now on"',
    ],
    [
      'flag deals over 200k in negotiation longer than 3 weeks',
      '> rule "flag deals over 200k in negotiation longer than 3 weeks"',
    ],
    [
      'every deal without a close date should be flagged',
      '> rule "every deal without a close date should be flagged"',
    ],
    ['make it a rule that lost deals need a reason', '> rule "lost deals need a reason"'],
    ['set up a rule: when a deal is won, notify finance', '> rule "when a deal is won, notify finance"'],
    ['rule for EMEA: discounts over 5% go to Mara', '> rule "discounts over 5% go to Mara"'],
    ['add rule', '> rule ""'],
    [
      'Going forward, never touch deals of Acme Corp. Save that as a rule',
      '> rule "never touch deals of Acme Corp"',
    ],
    ['Starting today, skip deals under 5k from alerts', '> rule "skip deals under 5k from alerts"'],
    [
      'learn this: deals with strategic tag are never stale',
      '> rule "deals with strategic tag are never stale"',
    ],
    ['please remember that Acme always needs a person', '> rule "Acme always needs a person"'],
    ['ask before any change to 3M', '> rule "ask before any change to 3M"'],
    ['Block amount changes on Contract deals', '> rule "Block amount changes on Contract deals"'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('what there is of them', () => {
  test.each([
    ['list snapshots', '> snapshots'],
    ['which snapshots do we have?', '> snapshots'],
    ['compare with the snapshot pre-q2', '> compare_snapshot pre-q2'],
    ['compare the snapshots pre-q2 and q3', '> compare_snapshot pre-q2 q3'],
    ['compare snapshot pre-q2 with snapshot q3', '> compare_snapshot pre-q2 q3'],
    ['compare the snapshot pre-q2 with the current settings', '> compare_snapshot pre-q2'],
    ['what changed since the snapshot pre-q2', '> compare_snapshot pre-q2'],
    ['what changed since the last snapshot', '> compare_snapshot last'],
    ['restore the snapshot "20 Mar 2026, 10:00"', '> restore_snapshot 20 Mar 2026, 10:00'],
    ['go back to the last snapshot', '> restore_snapshot last'],
    ['restore the snapshot', '> restore_snapshot'],
    ['list playbooks', '> playbooks'],
    ['which playbooks are active?', '> playbooks'],
    ['what playbooks are there', '> playbooks'],
    ['what does the quarter-end push playbook do', '> playbooks Quarter-end push'],
    ['activate the Quarter-end push for EMEA and AMER', '> playbook Quarter-end push on for EMEA and AMER'],
    ['activate the Quarter-end push playbook for APAC', '> playbook Quarter-end push on (unread: APAC)'],
    [
      'create a playbook called Summer: stale 45 days, cards per day 4',
      '> create Summer: stale_days 45 days, cards_per_day 4 plain',
    ],
    [
      'make a playbook Summer lull with push limit 5 and nudge limit 7 days',
      '> create Summer lull: push_limit 5 plain, nudge_days 7 days',
    ],
    ['delete the playbook Summer', '> remove Summer'],
    ['remove the Summer playbook', '> remove Summer'],
    ['let the quarter-end push come by itself', '> itself Quarter-end push quarterly'],
    ['activate the quarter-end push automatically', '> itself Quarter-end push quarterly'],
    ['switch on the quarter-end push every quarter', '> itself Quarter-end push quarterly'],
    ["don't start the quarter-end push by itself", '> itself Quarter-end push off'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});
