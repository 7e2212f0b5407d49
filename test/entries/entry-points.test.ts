import { describe, expect, test } from 'vitest';
import { actions, forms } from '../../blocks/ids.ts';
import { reachOf } from '../../src/policy/matrix.ts';
import { doors as registered } from '../../src/slack/actions.ts';
import { openers } from '../../src/slack/doors/open.ts';
import { opening } from '../../src/slack/ingress.ts';
import { type Door, doors, harmless, type Pressing } from './doors.ts';
import { type Actor, actors, type Entries, withEntries } from './entries.ts';
import { deals, leads, makeWorld, type Place, type World } from './world.ts';

/** As the matrix has it, and nothing else. */
function mayAt(who: Actor, { needs, places, only = () => true }: Door, place: Place): boolean {
  const reach = who.role === null ? null : reachOf(who.role, needs);
  if (reach === null || !only(who)) return false;
  if (!places || reach === 'all') return true;
  return reach === 'place' ? place !== 'far' : place === 'own';
}

/** What is theirs, for as long as the cell lasts. */
async function own({ entries: { db }, who }: Pressing, { needs }: Door): Promise<void> {
  await db('deals').where({ id: deals.own }).update({ owner_id: who.personId });
  if (needs === 'hand_over') await db('leads').where({ id: leads.own }).update({ owner_id: who.personId });
}

/** Presses it as everybody everywhere; says each cell that is not as the matrix has it. */
async function wrongCells(entries: Entries, world: World, door: Door): Promise<string[]> {
  const wrong: string[] = [];
  // A guest comes in as any outsider does: words.test.ts.
  for (const place of door.places ?? (['near'] as const))
    for (const who of actors.filter(({ name }) => name !== 'guest')) {
      // Who has the right nowhere has it least where others would: at what is their own, or else near to them.
      const nowhere = who.role === null || reachOf(who.role, door.needs) === null;
      const best = door.places?.includes('own') && who.personId !== null ? 'own' : 'near';
      if (nowhere && door.places?.includes(best) && place !== best) continue;
      if (place === 'own' && who.personId === null) continue;
      const let_in = await entries.cell(async () => {
        const at = { entries, world, who, place };
        if (place === 'own') await own(at, door);
        await door.before?.(at);
        if (!door.opens) return entries.changes(() => door.press(at));
        await door.press(at);
        return JSON.stringify(entries.opened()).includes(door.opens);
      });
      if (let_in !== mayAt(who, door, place))
        wrong.push(`${door.door}, ${place}: ${who.name} ${let_in ? 'may' : 'may not'}`);
    }
  return wrong;
}

/** Registered, and neither driven as everybody nor said to be harmless; or the other way round. */
function unlisted(names: readonly string[]): string[] {
  const listed = new Set([...doors.map(({ door }) => door), ...Object.keys(harmless)]);
  return [
    ...names.filter((name) => !listed.has(name)),
    ...[...listed].filter((name) => !names.includes(name)),
  ];
}

const everyName = (): string[] => [
  ...new Set([
    ...Object.values(actions),
    ...Object.values(forms),
    ...Object.keys(registered),
    ...Object.keys(openers),
  ]),
];

test('no button, menu or form is without a right that it needs', () => {
  expect(unlisted(everyName())).toEqual([]);
  expect([...opening].sort()).toEqual(Object.keys(openers).sort());
  // The twin: one that somebody has added and told nobody of.
  expect(unlisted([...everyName(), 'home.delete-everything'])).toEqual(['home.delete-everything']);
});

describe('whoever presses or types', { timeout: 240_000 }, () => {
  test('every cell of the matrix holds at each button, menu and form', () =>
    withEntries(async (entries) => {
      const world = await makeWorld(entries);
      const wrong: string[] = [];
      for (const door of doors) wrong.push(...(await wrongCells(entries, world, door)));
      expect(wrong).toEqual([]);
      const twin = await unguardedTwin(entries, world);
      expect(twin).toContain('twin.approve, far: rep may');
      expect(twin).toContain('twin.approve, near: auditor may');
      expect(twin).toContain('twin.approve, near: norole may');
    }));

  test('what needs no right changes nothing, whoever presses it', () =>
    withEntries(async (entries) => {
      const world = await makeWorld(entries);
      const changed: string[] = [];
      for (const [door, { press }] of Object.entries(harmless))
        for (const who of actors.filter(({ name }) =>
          ['manager', 'norole', 'outsider', 'stranger', 'admin'].includes(name),
        )) {
          const at = { entries, world, who, place: 'near' } as const;
          if (press && (await entries.cell(() => entries.changes(() => press(at)))))
            changed.push(`${door}: ${who.name}`);
        }
      expect(changed).toEqual([]);
    }));

  test('Bolt has one listener for what is pressed and one for what is sent, and no other way in', () =>
    withEntries(async ({ connection: { app } }) => {
      const listeners = () => (Reflect.get(app, 'listeners') as unknown[]).length;
      expect(listeners()).toBe(2);
      // The twin: a listener of its own, past the doors.
      app.command('/delete-everything', async ({ ack }) => ack());
      expect(listeners()).not.toBe(2);
    }));
});

/** Approves without asking who presses. */
async function unguardedTwin(entries: Entries, world: World): Promise<string[]> {
  const name = 'twin.approve';
  const unguarded = async () => {
    await entries.db('deals').where({ id: 'D-acme' }).update({ next_step: 'As anybody wished' });
  };
  Object.assign(registered, { [name]: unguarded });
  try {
    const press = (at: Pressing) => entries.press(at.who, name, '1');
    return await wrongCells(entries, world, { door: name, needs: 'decide', places: ['near', 'far'], press });
  } finally {
    Reflect.deleteProperty(registered, name);
  }
}
