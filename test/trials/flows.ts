/** The three ways through the house that are tried: approve, undo, sweep. Each says when it has come to its end. */
import { actions } from '../../blocks/ids.ts';
import { crowd } from './crowd.ts';
import { aDeal, aProposedDeal, aRep } from './deals.ts';
import { cardOf, type Message, offers, pressUntilHeard } from './seen.ts';
import { within } from './terms.ts';
import type { World } from './world.ts';

export const flows = ['approve', 'undo', 'sweep'] as const;
export type FlowName = (typeof flows)[number];
export const flowWords: Record<FlowName, string> = {
  approve: 'approve → CRM change → card redrawn',
  undo: 'undo',
  sweep: 'sweep → card',
};

export type Case = {
  deal: string;
  /** The one who presses. */
  who: string;
  room: string;
  /** Of a sweep it is only known once the agent has asked. */
  exceptionId: number | null;
  done: FlowName[];
  /** Slack said that the click arrived. */
  acknowledged: FlowName[];
};

type Flow = {
  /** Everything up to the click. */
  prepare(world: World, cases: Case[]): Promise<Case>;
  /** The click, until it is heard. */
  act(world: World, one: Case): Promise<void>;
  ended(world: World, one: Case): Promise<boolean>;
};

let made = 0;
const nextDeal = (): string => `D-${String(++made).padStart(4, '0')}`;
const roomOf = (n: number): string => crowd.rooms[n % crowd.rooms.length] ?? 'room-0';
const personOf = (n: number): string => crowd.people[n % crowd.size]?.slackId ?? 'mara';

export const flowsByName: Record<FlowName, Flow> = {
  approve: {
    prepare: async (world) => {
      const one = await aCase(world);
      await world.connected();
      if (!(await within(20_000, () => cardOf(world, `exception:${one.exceptionId}`))))
        throw new Error(`The card of ${one.deal} never came.`);
      return one;
    },
    act: async (world, one) => {
      await press(world, one, 'approve', 'Approve');
    },
    ended: async (world, one) => {
      const now = await stateOf(world, one);
      return now.open === 0 && now.states.length >= 1 && now.states.every(isEnd);
    },
  },
  undo: {
    prepare: async (world, cases) => {
      const ready = cases.find(
        (one) => one.exceptionId !== null && one.done.length === 1 && one.done[0] === 'approve',
      );
      if (ready && (await isSettled(world, ready))) return ready;
      for (let tries = 0; tries < 3; tries++) {
        const one = await flowsByName.approve.prepare(world, cases);
        await flowsByName.approve.act(world, one);
        one.done.push('approve');
        cases.push(one);
        if (!(await within(20_000, () => flowsByName.approve.ended(world, one))))
          throw new Error(`${one.deal} was not applied.`);
        if (await isSettled(world, one)) return one;
        // A lost answer that was meant for the case before has met this one, and the CRM without keys left it to a person.
      }
      throw new Error('Three changes in a row ended without being applied.');
    },
    act: async (world, one) => {
      await press(world, one, 'undo', 'Undo');
    },
    ended: async (world, one) => {
      const now = await stateOf(world, one);
      return now.open === 0 && now.undos > 0 && now.states.every(isEnd);
    },
  },
  sweep: {
    prepare: async (world) => {
      const deal = nextDeal();
      const who = personOf(made);
      await world.connected();
      world.workspace.as(who).say('dm', 'run the pipeline agent');
      const asked = () => {
        const message = openConfirmation(world, who);
        return message !== null && offers(message, actions.confirm);
      };
      if (!(await within(20_000, asked))) throw new Error('Nobody asked whether the agent shall run.');
      return { deal, who, room: 'deals', exceptionId: null, done: [], acknowledged: [] };
    },
    /** The deals come only now: a change wakes the agent by itself, and its card could be there before anybody is to die. */
    act: async (world, one) => {
      const owner = await aRep(world, one.deal);
      await aDeal(world, one.deal, { stale: true, owner });
      // Every other rep has two of them, which share a card.
      if (made % 2 === 0) await aDeal(world, `${one.deal}-too`, { stale: true, owner });
      const card = async () => openConfirmation(world, one.who);
      const heard = await pressUntilHeard(world, one.who, card, actions.confirm, 30_000);
      if (heard === 'heard') one.acknowledged.push('sweep');
    },
    ended: async (world, one) => {
      const row = await world
        .db('exceptions as e')
        .join('proposals as p', 'p.id', 'e.proposal_id')
        .where('p.subject_id', one.deal)
        .first('e.id', 'e.card');
      if (!row) return false;
      one.exceptionId = row.id;
      const now = await stateOf(world, one);
      return now.open === 0 && (await cardOf(world, row.card)) !== null;
    },
  },
};

/** The newest question of the app in this person's direct messages. */
const openConfirmation = (world: World, who: string): Message | null =>
  world.workspace
    .as(who)
    .sees('dm')
    .findLast((message) => message.bot) ?? null;

/** A deal with a proposal whose card is on its way. */
export async function aCase(world: World): Promise<Case> {
  const deal = nextDeal();
  const room = roomOf(made);
  const exceptionId = await aProposedDeal(world, deal, world.workspace.channels()[room] ?? '');
  return { deal, who: personOf(made), room, exceptionId, done: [], acknowledged: [] };
}

async function press(world: World, one: Case, flow: FlowName, button: string): Promise<void> {
  const heard = await pressUntilHeard(
    world,
    one.who,
    () => cardOf(world, `exception:${one.exceptionId}`),
    button,
  );
  if (heard === 'heard') one.acknowledged.push(flow);
}

const isEnd = (state: string): boolean => !['pending', 'applying'].includes(state);

type Now = { states: string[]; undos: number; open: number };

/** How far the changes of a case are, and what is still to be done for them. */
export async function stateOf(world: World, one: Case): Promise<Now> {
  const { rows } = await world.db.raw(
    `with c as (select * from changes where exception_id = ?)
     select coalesce((select json_agg(state order by id) from c), '[]') as states,
       (select count(*) from c where undoes is not null) as undos,
       (select count(*) from outbox o where o.done_at is null and o.failed_at is null
          and (o.key = (select card from exceptions where id = ?) or o.key in (select 'change:' || id from c))) as open`,
    [one.exceptionId, one.exceptionId],
  );
  return rows[0];
}

async function isSettled(world: World, one: Case): Promise<boolean> {
  const now = await stateOf(world, one);
  return now.open === 0 && now.states.length === 1 && now.states[0] === 'applied';
}
