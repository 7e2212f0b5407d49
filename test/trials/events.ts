/** Messages that arrive twice, out of order, or only as a retry, at three replicas: each is handled once and answered once. */
import { check, type Violation } from './checker.ts';
import { crowd } from './crowd.ts';
import { within } from './terms.ts';
import type { World } from './world.ts';

export type EventsResult = {
  messages: number;
  givenUp: number;
  deliveries: number;
  answers: number;
  violations: Violation[];
};

const question = (n: number): string => `how many open deals over ${n}k`;

export async function runEvents(world: World, messages: number): Promise<EventsResult> {
  const { workspace, db } = world;
  for (let replica = 0; replica < 3; replica++) await world.start();
  await within(10_000, () => workspace.sockets.count() >= 3);
  workspace.faults.seed(world.seed);
  for (const on of ['message', 'app_mention']) {
    workspace.faults.add({ kind: 'duplicate', on, probability: 0.5 });
    workspace.faults.add({ kind: 'reorder', on, probability: 0.3 });
    workspace.faults.add({ kind: 'drop', on, probability: 0.15 });
  }
  const said = Array.from({ length: messages }, (_, n) => {
    const who = workspace.as(crowd.people[n % crowd.size]?.slackId ?? '');
    const direct = n % 2 === 0;
    const place = direct ? 'dm' : (crowd.rooms[n % crowd.rooms.length] ?? 'room-0');
    const text = question(n + 1);
    const { ts } = who.say(place, direct ? text : `<@${workspace.ids.bot}> ${text}`);
    return { who, place, direct, text, ts };
  });
  const answersTo = (one: (typeof said)[number]): number => {
    const all = one.direct ? one.who.sees('dm') : one.who.thread(one.place, one.ts);
    return all.filter((message) => message.bot && message.ts > one.ts).length;
  };
  // Four tries may all be lost on their way: then Slack gives an event up, and nobody can have handled it.
  const heard = (one: (typeof said)[number]): boolean =>
    workspace.delivery.record.some(({ ts, ok }) => ok && ts === one.ts);
  const givenUp = (one: (typeof said)[number]): boolean =>
    !heard(one) && workspace.delivery.record.some(({ ts, retryNum }) => ts === one.ts && retryNum === 3);
  await within(60_000, () => said.every((one) => answersTo(one) > 0 || givenUp(one)), 100);
  workspace.faults.clear();
  // What comes again comes within five seconds.
  await within(8_000, async () => (await db('inbox').whereNull('done_at').first('id')) === undefined);
  await within(6_500, () => said.some((one) => answersTo(one) > 1), 250);

  const violations: Violation[] = [];
  const { rows }: { rows: { text: string; n: number }[] } = await db.raw(
    'select text, count(*)::int as n from requests group by text',
  );
  const handled = new Map(rows.map(({ text, n }) => [text, n]));
  for (const one of said) {
    const times = handled.get(one.text) ?? 0;
    const answers = answersTo(one);
    const due = heard(one) ? 1 : 0;
    if (times !== due || answers !== due)
      violations.push({
        guarantee: 'heard',
        what: `"${one.text}" ${due ? '' : 'was given up by Slack, '}was handled ${times} times and answered ${answers} times`,
      });
  }
  violations.push(...(await check(world, [])));
  return {
    messages,
    givenUp: said.filter((one) => !heard(one)).length,
    deliveries: workspace.delivery.record.filter(({ ok }) => ok).length,
    answers: said.reduce((sum, one) => sum + answersTo(one), 0),
    violations,
  };
}
