import { expect, test } from 'vitest';
import { answerOffer, offerOnboarding } from '../../src/crew/new-reps.ts';
import { activePlaybooks } from '../../src/settings/playbooks.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, withoutQuiet } from '../support/company.ts';
import { somebody } from '../support/exception.ts';
import { type House, textOf, withHouse } from './house.ts';

/** As the timetable does it, on two replicas at once. */
async function look(house: House): Promise<void> {
  const use = { db: house.db, now: house.clock, zone: 'UTC' };
  await Promise.all([offerOnboarding(use), offerOnboarding(use)]);
  await house.idle();
}
/** Reps that an import has brought. */
async function come({ db }: House, ...names: string[]): Promise<void> {
  const like = await db('people').where({ id: cast.priya }).first();
  for (const name of names) {
    const id = `P-${name.toLowerCase()}`;
    await db('people').insert({
      ...like,
      id,
      source_id: id,
      name: `${name} New`,
      email: `${id}@example.com`,
      slack_id: null,
    });
  }
}
const offers = ({ workspace }: House, who: string) => {
  const somebody = workspace.as(who);
  return somebody.sees(somebody.dm()).filter(({ text }) => /is new|New rep onboarding/.test(text));
};

test('a rep who comes after the company is offered to the manager once; nothing is on before the yes', () =>
  withHouse(async (house) => {
    const { db, clock, workspace } = house;
    await withoutQuiet(db);
    await look(house);
    // The company comes in several files.
    await come(house, 'Ina');
    await look(house);
    expect(offers(house, 'mara')).toEqual([]);
    clock.move('2026-03-23T10:00:00Z');
    await come(house, 'Zoe');
    await look(house);
    await look(house);
    const [card, ...others] = offers(house, 'mara');
    expect(others).toEqual([]);
    expect(card?.text).toBe('Zoe New is new. Switch on New rep onboarding for 90 days?');
    expect(await activePlaybooks(db, clock.now())).toEqual([]);
    if (!card) throw new Error('No card.');
    const nora = { personId: 'P-zoe', say: 'on' as const, by: await somebody(db, cast.nora) };
    expect(await answerOffer({ db, now: clock, zone: 'UTC' }, nora)).toMatchObject({ say: 'not allowed' });
    expect(await db('audit').where({ action: 'playbook.offer_refused' }).pluck('actor_id')).toEqual([
      cast.nora,
    ]);
    expect(await activePlaybooks(db, clock.now())).toEqual([]);
    await workspace.as('mara').press(card, 'Switch it on');
    await workspace.as('mara').press(card, 'Not needed');
    await house.idle();
    const [on, ...more] = await activePlaybooks(db, clock.now());
    expect(more).toEqual([]);
    expect([on?.playbook, on?.scope, on?.scopeId, on?.until?.toISOString().slice(0, 10)]).toEqual([
      'new-rep-onboarding',
      'person',
      'P-zoe',
      '2026-06-21',
    ]);
    expect(offers(house, 'mara')[0]?.text).toBe('Mara Lind switched on New rep onboarding for Zoe New.');
  }));

test('no offer for who has had deals for long, where it is switched off, or after "Not needed"', () =>
  withHouse(async (house) => {
    const { db, clock, workspace } = house;
    await withoutQuiet(db);
    await look(house);
    clock.move('2026-03-23T10:00:00Z');
    await come(house, 'Old');
    await db('deals').where({ id: 'D-acme' }).update({ owner_id: 'P-old', created_on: '2025-11-02' });
    await look(house);
    expect(offers(house, 'mara')).toEqual([]);
    const set = (value: boolean) =>
      setSetting(
        { db, now: clock },
        { name: 'onboarding_offer', value, by: { kind: 'person', id: cast.ana } },
      );
    await set(false);
    await come(house, 'Una');
    await look(house);
    expect(offers(house, 'mara')).toEqual([]);
    await set(true);
    await come(house, 'Kim');
    await look(house);
    const [card] = offers(house, 'mara');
    if (!card) throw new Error('No card.');
    await workspace.as('mara').press(card, 'Not needed');
    await house.idle();
    await look(house);
    expect(offers(house, 'mara').map(({ text }) => text)).toEqual([
      'Mara Lind left New rep onboarding off for Kim New.',
    ]);
    expect(textOf(offers(house, 'mara')[0]?.blocks)).toContain('activate New rep onboarding for');
    expect(await activePlaybooks(db, clock.now())).toEqual([]);
  }));
