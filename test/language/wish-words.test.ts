import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('snapshots', () => {
  test.each([
    ['take a snapshot called before-reorg', '> not yet: snapshot take before-reorg'],
    ['make a snapshot of the config named april', '> not yet: snapshot take april'],
    ['save a snapshot', '> not yet: snapshot take'],
    ['save current config as q2-baseline', '> not yet: snapshot take q2-baseline'],
    ['back up the settings', '> not yet: snapshot take'],
    ['snapshot everything as pre-launch', '> not yet: snapshot take pre-launch'],
    ['create a settings snapshot "pre-q3"', '> not yet: snapshot take pre-q3'],
    ['please save the state of all settings under the name friday', '> not yet: snapshot take friday'],
    ['freeze a copy of the current thresholds', '> not yet: snapshot take'],
    ['take a config snapshot before I change things', '> not yet: snapshot take'],
    ['compare current settings with snapshot q1', '> not yet: snapshot compare q1'],
    ['snapshot: end-of-march', '> not yet: snapshot take end-of-march'],
    ['remember the current settings as baseline', '> not yet: snapshot take baseline'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('copies from place to place', () => {
  test.each([
    ['clone the EMEA settings to APAC', '> not yet: clone "the EMEA settings to APAC" (EMEA)'],
    ['clone EMEA config to APAC', '> not yet: clone "EMEA config to APAC" (EMEA)'],
    [
      'copy the thresholds from AMER to EMEA',
      '> not yet: clone "the thresholds from AMER to EMEA" (AMER to EMEA)',
    ],
    [
      "copy Priya's thresholds to Tom",
      '> not yet: clone "Priya\'s thresholds to Tom" (Priya Nair to Tom Reyes)',
    ],
    [
      "apply EMEA's settings to AMER as well",
      '> not yet: clone "EMEA\'s settings to AMER as well" (EMEA to AMER)',
    ],
    ["use EMEA's thresholds for APAC", '> not yet: clone "EMEA\'s thresholds for APAC" (EMEA)'],
    [
      "duplicate the pipeline agent's config for outreach",
      '> not yet: clone "the pipeline agent\'s config for outreach" (pipeline to outreach)',
    ],
    [
      "make AMER's settings the same as EMEA's",
      '> not yet: clone "AMER\'s settings the same as EMEA\'s" (AMER to EMEA)',
    ],
    ['give APAC the same thresholds as EMEA', '> not yet: clone "APAC the same thresholds as EMEA" (EMEA)'],
    [
      "clone pipeline's configuration to intake",
      '> not yet: clone "pipeline\'s configuration to intake" (pipeline to intake)',
    ],
    ["mirror EMEA's rules in AMER", '> not yet: clone "EMEA\'s rules in AMER" (EMEA to AMER)'],
    ['same limits for APAC as for EMEA please', '> not yet: clone "same limits for APAC as for EMEA" (EMEA)'],
    ['clone config', '> not yet: clone "config"'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('playbooks', () => {
  test.each([
    ['activate Quarter-end push', '> not yet: playbook Quarter-end push on'],
    [
      'activate quarter end push until march 31',
      '> not yet: playbook Quarter-end push on until Tue 31 Mar, 00:00 UTC',
    ],
    ['start the summer slowdown playbook', '> not yet: playbook Summer slowdown on'],
    ['turn on renewal season', '> not yet: playbook Renewal season on'],
    ['turn on the renewal season playbook for EMEA', '> not yet: playbook Renewal season on'],
    ['run the quarter-end push playbook', '> not yet: playbook Quarter-end push on'],
    ['switch to the summer slowdown', '> not yet: playbook Summer slowdown on'],
    ['use the Quarter-end push playbook from Monday', '> not yet: playbook Quarter-end push on'],
    [
      'activate playbook renewal season till EOQ',
      '> not yet: playbook Renewal season on until Tue 31 Mar, 23:59 UTC',
    ],
    [
      "let's go with quarter-end push until the end of the month",
      '> not yet: playbook Quarter-end push on until Tue 31 Mar, 23:59 UTC',
    ],
    ['play the quarter end playbook', '> not yet: playbook Quarter-end push on'],
    ['put us in renewal season mode', '> not yet: playbook Renewal season on'],
    [
      'put the summer slowdown playbook on until September',
      '> not yet: playbook Summer slowdown on until Tue 01 Sep, 00:00 UTC',
    ],
    [
      'enable Renewal season for two weeks',
      '> not yet: playbook Renewal season on until Fri 03 Apr, 10:00 UTC',
    ],
    ['stop the quarter-end push', '> not yet: playbook Quarter-end push off'],
    ['end the summer slowdown playbook', '> not yet: playbook Summer slowdown off'],
    ['turn off renewal season', '> not yet: playbook Renewal season off'],
    [
      'Kindly activate the Renewal season playbook until 30 April.',
      '> not yet: playbook Renewal season on until Thu 30 Apr, 00:00 UTC',
    ],
    ['start playbook', '> ? Which playbook is meant?'],
    ['launch Summer slowdown', '> not yet: playbook Summer slowdown on'],
    [
      'kick off the quarter-end push playbook until April 5',
      '> not yet: playbook Quarter-end push on until Sun 05 Apr, 00:00 UTC',
    ],
    ['switch renewal season on', '> not yet: playbook Renewal season on'],
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
    ['always ask me before changing the amount', '> rule "always ask me before changing the amount"'],
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
