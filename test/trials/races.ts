/** A hundred people press the same button in the same moment: one wins, and everybody else is told who. */
import { check, type Violation } from './checker.ts';
import { crowd } from './crowd.ts';
import { aLead, aProposedDeal } from './deals.ts';
import { cardOf } from './seen.ts';
import { within } from './terms.ts';
import type { World } from './world.ts';

export type Race = 'approve' | 'claim';
export type RaceResult = {
  rounds: number;
  clicks: number;
  told: number;
  slowestMs: number;
  violations: Violation[];
};

const BUTTON: Record<Race, string> = { approve: 'Approve', claim: 'Claim' };
const AHEAD = 6;

/** Two replicas hear the clicks in turn. `untilWrong` ends with the first round that shows a violation. */
export async function runRaces(
  world: World,
  race: Race,
  rounds: number,
  options: { clickers?: number; patienceMs?: number; untilWrong?: boolean } = {},
): Promise<RaceResult> {
  const { clickers = crowd.size, patienceMs = 60_000, untilWrong = false } = options;
  await world.start();
  await world.start();
  await within(15_000, () => world.workspace.sockets.count() >= 2);
  const result: RaceResult = { rounds: 0, clicks: 0, told: 0, slowestMs: 0, violations: [] };
  const wins: Win[] = [];
  const ready: Promise<Round>[] = [];
  for (let n = 0; n < rounds; n++) {
    while (ready.length < Math.min(AHEAD, rounds - n)) ready.push(prepare(world, race, n + ready.length));
    const round = await ready.shift();
    if (round) await one(world, race, round, { clickers, patienceMs }, result, wins);
    if (untilWrong && result.violations.length > 0) break;
  }
  await within(
    patienceMs,
    async () => (await world.db('outbox').whereNull('done_at').first('id')) === undefined,
    100,
  );
  for (const { id, ref, winner } of wins) {
    const effects = world.crm.effectsOn(ref);
    if (effects.length !== 1 || effects[0]?.by !== winner)
      result.violations.push({
        guarantee: 'once',
        what: `${id}: the CRM was changed ${effects.length} times, by ${effects.map(({ by }) => by).join(', ')}`,
      });
  }
  result.violations.push(...(await check(world, [])));
  return result;
}

type Win = Round & { winner: string };
type Round = { ref: string; card: string; id: string; room: string };

async function prepare(world: World, race: Race, n: number): Promise<Round> {
  const room = crowd.rooms[n % crowd.rooms.length] ?? 'room-0';
  const channel = world.workspace.channels()[room] ?? '';
  const id = `${race === 'approve' ? 'D' : 'L'}-r${n}`;
  if (race === 'claim') {
    await aLead(world, id, channel);
    return { ref: `lead/${id}`, card: `lead:${id}`, id, room };
  }
  return { ref: `deal/${id}`, card: `exception:${await aProposedDeal(world, id, channel)}`, id, room };
}

async function one(
  world: World,
  race: Race,
  round: Round,
  { clickers, patienceMs }: { clickers: number; patienceMs: number },
  result: RaceResult,
  wins: Win[],
): Promise<void> {
  const { workspace, db } = world;
  const wrong = (what: string) => result.violations.push({ guarantee: 'told', what: `${round.id}: ${what}` });
  const card = await within(20_000, () => cardOf(world, round.card));
  if (!card) {
    wrong('its card never came');
    return;
  }
  workspace.calls.clear();
  const people = crowd.people.slice(0, clickers);
  const began = Date.now();
  const outcomes = await Promise.all(
    people.map(({ slackId }) => workspace.as(slackId).press(card, BUTTON[race])),
  );
  result.rounds += 1;
  result.clicks += outcomes.length;
  const unheard = outcomes.filter((outcome) => !outcome.ok).length;
  if (unheard > 0) wrong(`${unheard} of ${outcomes.length} clicks were not acknowledged`);

  const winners = async (): Promise<string[]> =>
    race === 'approve'
      ? (await db('decisions').where({ exception_id: Number(round.card.split(':')[1]) })).map(
          (row) => row.by_id,
        )
      : (await db('audit').where({ action: 'lead.claimed', subject_id: round.id })).map(
          (row) => row.actor_id,
        );
  const notes = (): Map<string, string[]> => {
    const all = new Map<string, string[]>();
    for (const { args, done } of workspace.calls.all('chat.postEphemeral'))
      if (done && JSON.stringify(args).includes(workspace.channels()[round.room] ?? '-'))
        all.set(String(args.user), [...(all.get(String(args.user)) ?? []), String(args.text)]);
    return all;
  };
  const expected = race === 'approve' ? people.length - 1 : people.length;
  await within(patienceMs, () => notes().size >= expected, 20);
  result.slowestMs = Math.max(result.slowestMs, Date.now() - began);

  const [first, ...others] = await winners();
  const winner = crowd.people.find(({ id }) => id === first);
  if (!winner || others.length > 0) {
    wrong(`${others.length + (winner ? 1 : 0)} winners`);
    return;
  }
  const told = notes();
  const sentence =
    race === 'approve' ? `${winner.name} approved this` : `${winner.name.split(' ')[0]} claimed this`;
  for (const { slackId, id, name } of people) {
    const heard = told.get(slackId) ?? [];
    if (id === winner.id) {
      if (heard.some((text) => text.includes(sentence))) wrong(`${name} won and was told to have lost`);
    } else if (heard.length !== 1 || !heard[0]?.includes(sentence)) {
      wrong(`${name} lost to ${winner.name} and was told: ${heard.join(' | ') || 'nothing'}`);
    } else result.told += 1;
  }
  wins.push({ ...round, winner: winner.id });
}
