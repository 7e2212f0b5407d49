/** P28: whoever has the same id in another workspace decides nothing here, and a button works where it stands alone. */
import { expect, test } from 'vitest';
import type { Db } from '../../src/db/pool.ts';
import { createInbox } from '../../src/jobs/inbox.ts';
import { type House, withHouse } from '../slack/house.ts';
import { cast, slackIdOf } from '../support/company.ts';
import { type Chance, chances, sized } from './chances.ts';

type Body = {
  user: { id: string; team_id?: string };
  channel: { id: string };
  container: { message_ts: string; channel_id: string };
  actions: { action_id: string; block_id: string; value?: string; action_ts: string }[];
};
const ours = Object.values(cast)
  .filter((id) => id.startsWith('P-'))
  .map(slackIdOf);

/** How Slack sends a click on the open card: one of an outsider, which decides nothing. */
async function aClick(house: House): Promise<Body> {
  const card = house.workspace
    .as('mara')
    .sees('deals')
    .find(({ text }) => text.startsWith('Approval needed'));
  if (!card) throw new Error('There is no card.');
  await house.workspace.as('lena').press(card, 'Approve');
  await house.idle();
  const row = await house.db('inbox').where({ kind: 'action' }).orderBy('id', 'desc').first('body');
  return row.body;
}

/** What one may press on it. */
async function buttonsOf({
  workspace,
}: House): Promise<{ action_id: string; block_id: string; value?: string }[]> {
  const card = workspace
    .as('mara')
    .sees('deals')
    .find(({ text }) => text.startsWith('Approval needed'));
  const blocks = (card?.blocks ?? []) as {
    type: string;
    block_id: string;
    elements?: Record<string, string>[];
  }[];
  return blocks
    .filter(({ type }) => type === 'actions')
    .flatMap(({ block_id, elements = [] }) =>
      elements
        .filter(({ type }) => type === 'button')
        .map(({ action_id = '', value }) => ({ action_id, block_id, ...(value ? { value } : {}) })),
    );
}

/** Each comes in as Slack's own, and is handled as it comes. */
async function pressed({ db, idle, workers }: House, bodies: Body[]): Promise<void> {
  const inbox = createInbox({ db });
  await Promise.all(
    bodies.map((body, n) =>
      inbox.store({ kind: 'action', keys: [`act:proof:${n}:${body.actions[0]?.action_ts}`], body }),
    ),
  );
  workers.wake();
  await idle();
}

const state = async (db: Db) => ({
  decisions: await db('decisions').select('id'),
  changes: await db('changes').select('id'),
  feedback: await db('feedback').select('id'),
  open: Number((await db('exceptions').whereNull('closed_at').count('id as n').first())?.n ?? 0),
});

const crossing = (
  body: Body,
  buttons: Awaited<ReturnType<typeof buttonsOf>>,
  chance: Chance,
  n: number,
): Body => ({
  ...body,
  user: { ...body.user, id: chance.of(ours), team_id: `T_OTHER${n % 7}` },
  actions: [{ ...chance.of(buttons), action_ts: `1774000000.${String(n).padStart(6, '0')}` }],
});

/** Each click is answered in Slack: that is what takes its time. */
const [crossings, replays] = [Math.max(100, sized(1_000)), Math.max(60, sized(300))];

test(`of ${crossings.toLocaleString('en')} clicks of people with the same ids in other workspaces none does anything`, () =>
  withHouse(async (house) => {
    await house.propose();
    const body = await aClick(house);
    const buttons = await buttonsOf(house);
    expect(buttons.length).toBeGreaterThan(5);
    const before = await state(house.db);
    const chance = chances();
    await pressed(
      house,
      Array.from({ length: crossings }, (_, n) => crossing(body, buttons, chance, n)),
    );
    expect(await house.db('inbox').where({ kind: 'action' }).whereNull('done_at')).toEqual([]);
    expect({ ...chance.seed, ...(await state(house.db)) }).toEqual({ ...chance.seed, ...before });
    expect(before.open).toBe(1);
  }));

test(`of ${replays} clicks with the button of one card on another message, in another channel, or of yesterday none decides`, () =>
  withHouse(async (house) => {
    await house.propose();
    const body = await aClick(house);
    const [button] = body.actions;
    await house.sweep();
    const others = house.workspace
      .as('mara')
      .sees('deals')
      .map(({ ts }) => ts)
      .filter((ts) => ts !== body.container.message_ts);
    expect(others.length).toBeGreaterThan(0);
    const channels = Object.values(house.workspace.channels()).filter((id) => id !== body.channel.id);
    const chance = chances();
    const wrong = (n: number): Body => {
      const action_ts = `1774000001.${String(n).padStart(6, '0')}`;
      const actions = [{ ...button, action_ts }] as Body['actions'];
      const user = { ...body.user, id: slackIdOf(cast.mara) };
      const container = { ...body.container };
      const kind = n % 3;
      // The id of another card, with what was shown on this one.
      const value = String(button?.value ?? '').replace(/\d+/, (id) =>
        String(Number(id) + 1 + chance.below(50)),
      );
      if (kind === 0) return { ...body, user, actions: [{ ...actions[0], value }] as Body['actions'] };
      const channel = { id: kind === 1 ? chance.of(channels) : body.channel.id };
      const at = {
        ...container,
        channel_id: channel.id,
        ...(kind === 2 ? { message_ts: chance.of(others) } : {}),
      };
      return { ...body, user, channel, container: at, actions };
    };
    const before = await state(house.db);
    await pressed(
      house,
      Array.from({ length: Math.ceil((replays * 2) / 3) }, (_, n) => wrong(n)),
    );
    expect({ ...chance.seed, ...(await state(house.db)) }).toEqual({ ...chance.seed, ...before });
    // Of yesterday: it has expired.
    await house.db('exceptions').update({ expires_at: '2026-03-19T10:00:00Z' });
    const late = Array.from({ length: Math.ceil(replays / 3) }, (_, n) => ({
      ...body,
      user: { ...body.user, id: slackIdOf(cast.mara) },
      actions: [{ ...button, action_ts: `1774000002.${String(n).padStart(6, '0')}` }] as Body['actions'],
    }));
    await pressed(house, late);
    expect((await state(house.db)).changes).toEqual([]);
    expect(await house.db('decisions').where({ say: 'approve' })).toEqual([]);
  }));

test('the same trials notice a house that takes every workspace for its own: the same click without its workspace decides', () =>
  withHouse(async (house) => {
    await house.propose();
    const body = await aClick(house);
    const [button] = body.actions;
    await pressed(house, [
      {
        ...body,
        user: { id: slackIdOf(cast.mara) },
        actions: [{ ...button, action_ts: '1774000003.000001' }] as Body['actions'],
      },
    ]);
    expect((await state(house.db)).changes).toHaveLength(1);
  }));
