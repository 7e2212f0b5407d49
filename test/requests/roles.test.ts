import { describe, expect, test } from 'vitest';
import { personById } from '../../src/people/people.ts';
import type { Role } from '../../src/policy/nouns.ts';
import { guards, unguarded } from '../../src/requests/guards.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const yes = async (talk: Talk, text: string, by: string) =>
  is(await talk.press(is(await talk.ask(text, by, text), 'confirm'), 'yes', by), 'done');
const rolesOf = async ({ db }: Talk, id: string) => (await personById(db, id))?.roles;

describe('roles in words', () => {
  test('an administrator gives one, after saying what it allows, and takes it again', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('make Tom finance', cast.ada, 'a'), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Make Tom Reyes finance.',
        wayBack: 'Way back: "Tom Reyes is no longer finance".',
      });
      expect(asked.consequence).toContain('Tom may then: see deals, cards and answers, sign what is above');
      expect(await rolesOf(talk, cast.tom)).toEqual(['rep']);
      expect(is(await talk.press(asked, 'yes', cast.ada), 'done')).toMatchObject({
        sentence: 'Ada made Tom Reyes finance.',
      });
      expect(await rolesOf(talk, cast.tom)).toEqual(['rep', 'finance']);
      expect((await yes(talk, 'Tom Reyes is no longer finance', cast.ada)).sentence).toBe(
        'Ada took a role: Tom Reyes is no longer finance.',
      );
      expect(await rolesOf(talk, cast.tom)).toEqual(['rep']);
      expect(
        await talk.db('audit').whereIn('action', ['role.given', 'role.taken']).orderBy('id').pluck('action'),
      ).toEqual(['role.given', 'role.taken']);
    }));

  test('a role that was given goes with one undo, and not twice', () =>
    company(async (talk) => {
      await yes(talk, 'make Tom an approver', cast.ada);
      const undo = is(await talk.ask('undo', cast.ada, 'u'), 'confirm');
      expect(undo.headline).toBe('Undo the last change: Tom Reyes is no longer an approver.');
      await talk.press(undo, 'yes', cast.ada);
      expect(await rolesOf(talk, cast.tom)).toEqual(['rep']);
      expect(is(await talk.ask('undo', cast.ada, 'v'), 'text').sentence).toContain(
        'There is no change of yours',
      );
    }));

  test('nobody but an administrator gives or takes one, themselves included', () =>
    company(async (talk) => {
      for (const by of [cast.mara, cast.ana, cast.oskar, cast.priya])
        for (const text of ['make Tom an approver', 'Ana is no longer an approver'])
          expect(is(await talk.ask(text, by, `${by} ${text}`), 'refused').because).toMatch(
            /role needs an administrator\. Ask Ada Moss\.$/,
          );
      is(await talk.ask('make me an administrator', cast.tom, 't'), 'refused');
      expect(await rolesOf(talk, cast.tom)).toEqual(['rep']);
    }));

  test('the last administrator stays one', () =>
    company(async (talk) => {
      expect(is(await talk.ask('Ada is no longer an administrator', cast.ada, 'a'), 'text').sentence).toBe(
        'Ada Moss is the only administrator. Make somebody else one first.',
      );
      await yes(talk, 'make Ana an administrator', cast.ada);
      await yes(talk, 'Ada is no longer an administrator', cast.ada);
      is(await talk.ask('make Tom an approver', cast.ada, 'b'), 'refused');
    }));

  test('a yes of somebody who is no administrator any more does nothing', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('make Tom an approver', cast.ada, 'a'), 'confirm');
      await talk
        .db('people')
        .where({ id: cast.ada })
        .update({ roles: ['rep'] });
      await talk.press(asked, 'yes', cast.ada);
      expect(await rolesOf(talk, cast.tom)).toEqual(['rep']);
    }));

  test('several people get a role with one yes, and the way back takes it from all of them', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('make Nora, Tom and Ana approvers', cast.ada, 'a'), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Make Nora Quinn and Tom Reyes approvers.',
        count: 2,
        wayBack: 'Way back: "Nora Quinn and Tom Reyes are no longer approvers".',
      });
      expect(asked.consequence).toContain('Ana Ruiz is an approver already.');
      expect(is(await talk.press(asked, 'yes', cast.ada), 'done').sentence).toBe(
        'Ada made Nora Quinn and Tom Reyes approvers.',
      );
      expect(await rolesOf(talk, cast.nora)).toEqual(['manager', 'approver']);
      expect(
        await talk.db('audit').where({ action: 'role.given' }).orderBy('id').pluck('subject_id'),
      ).toEqual([cast.nora, cast.tom]);
      await yes(talk, 'Nora Quinn and Tom Reyes are no longer approvers', cast.ada);
      expect([await rolesOf(talk, cast.nora), await rolesOf(talk, cast.tom)]).toEqual([['manager'], ['rep']]);
    }));

  test('a manager of a place is somebody who belongs there; of somebody else it is said where that is changed', () =>
    company(async (talk) => {
      expect(is(await talk.ask('make Tom a manager of EMEA', cast.ada, 'a'), 'confirm').headline).toBe(
        'Make Tom Reyes a manager of EMEA.',
      );
      expect(is(await talk.ask('make Nora a manager of EMEA', cast.ada, 'b'), 'text').sentence).toBe(
        'Nora Quinn belongs to AMER Sales, not to EMEA, and a manager decides where they belong. Which team somebody is in comes from the CRM: move Nora there, then say "make Nora Quinn a manager". Nothing was changed.',
      );
      expect(is(await talk.ask('make Tom an approver for EMEA', cast.ada, 'c'), 'text').sentence).toMatch(
        /^An approver serves the whole company and no single territory\./,
      );
      expect(await rolesOf(talk, cast.tom)).toEqual(['rep']);
    }));

  test('a name that nobody has is asked back with the nearest people, and a press gives the role to whom it names', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('make Lena finance', cast.ada, 'a'), 'clarify');
      expect(asked.question).toBe('Nobody called "Lena" is known here. Who is meant?');
      const tom = is(await talk.ask('make Tomm Reyez finance', cast.ada, 'b'), 'clarify').options[0];
      expect(tom?.label).toBe('Make Tom Reyes finance');
      const named = is(await talk.ask('make Nora the boss', cast.ada, 'c'), 'clarify');
      expect(named.question).toContain('Roles are: rep, manager, agent owner');
      expect(is(await talk.ask('an approver', cast.ada, 'c'), 'confirm').headline).toBe(
        'Make Nora Quinn an approver.',
      );
    }));

  test('whether somebody holds a role or may do something is answered, with who does', () =>
    company(async (talk) => {
      expect(is(await talk.ask('is Tom an approver?', cast.priya, 'a'), 'text')).toMatchObject({
        sentence: 'No. Tom Reyes is not an approver: they have the role rep.',
        lines: ['Ana Ruiz is an approver.'],
      });
      expect(is(await talk.ask('is Ana an approver?', cast.priya, 'b'), 'text').sentence).toBe(
        'Yes. Ana Ruiz is an approver.',
      );
      const who = is(await talk.ask('who can approve', cast.priya, 'c'), 'text');
      expect(who.sentence).toBe(
        'A rep or a manager may approve, edit, reject or put off a card. An approver or finance may sign what is above a threshold.',
      );
      expect(who.lines).toContain('Sign what is above a threshold, as an approver: Ana Ruiz.');
      expect(is(await talk.ask('may Tom pause the agents', cast.priya, 'd'), 'text').sentence).toMatch(
        /^No, Tom Reyes may not pause, resume and run agents: it needs a manager,/,
      );
    }));

  test('who holds a role, and what somebody may', () =>
    company(async (talk) => {
      expect(is(await talk.ask('who is an approver', cast.priya, 'a'), 'text').sentence).toBe(
        'Ana Ruiz is an approver.',
      );
      const mine = is(await talk.ask('what may I do', cast.priya, 'b'), 'text');
      expect(mine.sentence).toMatch(/^You are rep: \d+ things you may do\.$/);
      expect(mine.lines.join(' ')).toContain('Set your own quiet hours');
      expect(mine.lines.join(' ')).not.toMatch(/\b(?:they|their|themselves)\b/);
      expect(mine.lines).toContain('Approve, edit, reject or put off a card (your own).');
      is(await talk.ask('what may Nora do', cast.priya, 'c'), 'refused');
      expect(is(await talk.ask('what may Priya do', cast.mara, 'd'), 'text').sentence).toMatch(
        /^Priya Nair is/,
      );
    }));
});

test('no command is without a guard, and each guard stops who has none of its rights', () => {
  const nobody = { active: true, roles: [] as Role[] };
  for (const [name, needed] of Object.entries(guards)) {
    expect(needed.length, name).toBeGreaterThan(0);
    const command = { do: name } as Parameters<typeof unguarded>[1];
    const as = (given: Role[]) =>
      unguarded({ ...nobody, roles: given } as Parameters<typeof unguarded>[0], command);
    expect(as([]), name).toContain('it needs');
    expect(as(['auditor']), name).toContain('it needs');
  }
});
