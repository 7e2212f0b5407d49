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
            /role needs an administrator\.$/,
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
