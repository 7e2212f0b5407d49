/** "show deals stuck in negotiation 30 days" from words to stored answer, as asked in Slack, against the SQL alone. */
import { stoppedAt } from '../../src/clock.ts';
import { silentLog } from '../../src/log.ts';
import { noModels } from '../../src/models/models.ts';
import { personByEmail } from '../../src/people/people.ts';
import { ask } from '../../src/requests/ask.ts';
import { dayIn } from '../../src/sales/days.ts';
import { companyOf, now, zone } from './data.ts';
import { listFloor } from './floors/list.ts';
import { openFloor } from './floors/sweep.ts';
import { compare, type Report, timed } from './measure.ts';
import type { Server } from './server.ts';

const times = 5;

export async function list(use: { server: Server; quick: boolean }): Promise<Report[]> {
  const { db, url, deals } = await companyOf(use.server, use.quick ? 100_000 : 1_000_000);
  const client = await openFloor(url);
  const by = await personByEmail(db, 'ana.ruiz@northlight.example');
  const on = { db, now: stoppedAt(now), zone, models: noModels, log: silentLog() };
  const ours = async () => {
    const { reply } = await ask(on, {
      text: 'show deals stuck in negotiation 30 days',
      by,
      place: { kind: 'dm', channel: 'D0BENCH' },
    });
    if (reply.kind !== 'answer' || reply.answer.kind !== 'rows')
      throw new Error(`It answered: ${reply.kind}.`);
    const { total, rows, sums, leftOut } = reply.answer;
    return { total, leftOut: leftOut.reduce((sum, one) => sum + one.count, 0), sums, rows };
  };
  const variant = (work: () => Promise<unknown>) => ({
    run: async () => {
      let result: unknown;
      const ms = await timed(async () => {
        for (let time = 0; time < times; time++) result = await work();
      });
      return { figures: { ms: ms / times }, result };
    },
  });
  try {
    const report = await compare({
      title: `"show deals stuck in negotiation 30 days" of ${deals.toLocaleString('en-US')} deals`,
      ours: variant(ours),
      floor: variant(() => listFloor(client, dayIn(now, zone))),
      rounds: use.quick ? 5 : 11,
      goals: [{ figure: 'ms', says: 'ms, not posted', atMost: 1.3 }],
    });
    return [report];
  } finally {
    await client.end();
    await db.destroy();
  }
}
