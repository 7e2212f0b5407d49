import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('why something is given is kept with it', () => {
  test.each([
    ['because Dan is on leave', 'Dan is on leave'],
    ['since he is out', 'he is out'],
    [', she knows them', 'she knows them'],
    ['. She closed them last time', 'She closed them last time'],
    ['(Dan is on leave)', 'Dan is on leave'],
    ["because she talks to them, due to Dan's leave", "she talks to them, due to Dan's leave"],
  ])('"assign Globex to Tom%s"', (said, because) => {
    const behind = /^[,.]/.test(said) ? said : ` ${said}`;
    expect(readAs(`assign Globex to Tom${behind}`, cast)).toBe(
      `> assign either Globex to Tom Reyes because ${because}`,
    );
  });

  test.each([
    'assign Globex to Tom until Monday',
    'assign Globex to Tom if Dan is out',
    "assign Dan's deals to Tom, he keeps Globex",
    "assign Dan's deals to Tom because he is only keeping AMER",
    "assign Dan's deals to Tom since he is out until Monday",
    "assign Dan's deals to Tom, they are in EMEA",
    'give Globex to Tom, but only the Platform deal',
  ])('what could limit it is no reason, nor a part of the name: %s', (text) =>
    expect(readAs(text, cast)).toBe('-'),
  );
});

describe('deals and leads are given', () => {
  test.each([
    ['give D-1042 to Tom', '> assign either D-1042 to Tom Reyes'],
    ['hand D-1042 over to Tom', '> assign either D-1042 to Tom Reyes'],
    ['hand over D-1042 to Priya please', '> assign either D-1042 to Priya Nair'],
    ['D-1042 -> Tom', '> assign either D-1042 to Tom Reyes'],
    ['move D-1042 to Tom', '> assign either D-1042 to Tom Reyes'],
    ["transfer all of Dan's deals to Zoë", '> assign Open deals of Dan Cole to Zoë Müller'],
    ["give all of Dan's open deals to Nora", '> assign Open deals of Dan Cole to Nora Quinn'],
    ['reassign dans proposal deals to tom', '> assign Deals of Dan Cole in Proposal to Tom Reyes'],
    ['take D-1042 away from Dan and give it to Tom', '> assign either D-1042 to Tom Reyes'],
    ["Priya takes over Dan's negotiation deals", '> assign Deals of Dan Cole in Negotiation to Priya Nair'],
    ['let Priya have D-1100', '> assign either D-1100 to Priya Nair'],
    ['make Tom the owner of D-1042', '> assign either D-1042 to Tom Reyes'],
    ['change owner of D-1042 to Tom', '> assign either D-1042 to Tom Reyes'],
    ['change the owner on the Globex deal to Priya', '> assign deal Globex to Priya Nair'],
    [
      "switch Dan's deals over 50k to Priya while he's out",
      "> assign Open deals of Dan Cole over $50,000 to Priya Nair because while he's out",
    ],
    ['Dan is out, give his deals to Tom', '> assign Open deals of Dan Cole to Tom Reyes because dan is out'],
    ['assign lead L-206 to Chloe', '> ? Nobody called "Chloe" works here. Who is meant?'],
    ['give lead L-206 to Chloe', '> ? Nobody called "Chloe" works here. Who is meant?'],
    ['route L-210 to Maya', '> assign lead L-210 to Mara Lind'],
    ['send L-210 to Maya', '> assign lead L-210 to Mara Lind'],
    ['put Maya on L-210', '> assign lead L-210 to Mara Lind'],
    [
      'assign L-201 and L-202 to Maya',
      '> ? One of them at a time, or a list of deals such as "Dan\'s deals in Proposal". Which one first?',
    ],
    [
      'assign D-1042 and D-1043 to Tom',
      '> ? One of them at a time, or a list of deals such as "Dan\'s deals in Proposal". Which one first?',
    ],
    ['asign D-1042 to tom', '> assign either D-1042 to Tom Reyes'],
    ['reassign D-1042', '> ? To whom?'],
    ['assign to Tom', '> ? To whom?'],
    ['give Tom my deals', '> assign Your open deals to Tom Reyes'],
    ['hand Tom my proposal deals', '> assign Your deals in Proposal to Tom Reyes'],
    ['assign the Globex account to Tom', '> assign Open deals for Globex to Tom Reyes'],
    ['assign deals without owner in EMEA to Tom', '> assign Open deals in EMEA without owner to Tom Reyes'],
    [
      "please make Grace responsible for Luis's deals in Negotiation",
      '> ? Nobody called "Grace" works here. Who is meant?',
    ],
    ['unassign D-1042', '> ? To whom instead?'],
    [
      'reassign luis ortegas contract deals under 30k to maya brooks',
      '> ? Nobody called "maya brooks" works here. Who is meant?',
    ],
    ['assign D-1042 to Tom and Priya', '> ? Nobody called "Tom and Priya" works here. Who is meant?'],
    ["transfer Dan's book of business to Tom", '> assign Open deals of Dan Cole to Tom Reyes'],
    ['Dan is out, give his deals to Tom', '> assign Open deals of Dan Cole to Tom Reyes because dan is out'],
    [
      'Dan is on sick leave, give his open deals to Tom',
      '> assign Open deals of Dan Cole to Tom Reyes because dan is on sick leave',
    ],
    ['send L-210 to Maya', '> assign lead L-210 to Mara Lind'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('leads are claimed', () => {
  test.each([
    ['claim the Hooli lead', '> claim Hooli'],
    ['mine! L-203', '> claim L-203'],
    ['dibs on L-203', '> claim L-203'],
    ["i'll take lead L-204", '> claim L-204'],
    ['L-203 is mine', '> claim L-203'],
    ['can i have L-203', '> claim L-203'],
    ['gimme L-203', '> claim L-203'],
    ['i want L-203', '> claim L-203'],
    ['i got L-203', '> claim L-203'],
    ['taking L-203', '> claim L-203'],
    ["I'd like to claim L-210 please", '> claim L-210'],
    ['put me down for L-203', '> claim L-203'],
    ['assign L-203 to me', '> assign lead L-203 to you'],
    ['let me work L-203', '> claim L-203'],
    ['snag L-203', '> claim L-203'],
    ['pick up L-203', '> claim L-203'],
    ['i will handle lead L-203', '> claim L-203'],
    ['I call L-203', '> claim L-203'],
    ['grab L-203', '> claim L-203'],
    ['claim the next lead', '> claim some lead'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

test('to let me have something is to show it, not to give it', () => {
  expect(readAs('let me have the list of open deals', cast)).not.toMatch(/assign/);
});
