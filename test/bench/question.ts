/** From a question in Slack to its posted answer: the whole program against bare Bolt, the SQL written by hand and one post. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stoppedAt } from '../../src/clock.ts';
import { dayIn } from '../../src/sales/days.ts';
import { createWorkspace, type Workspace } from '../../src/sandbox/workspace.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { companyOf, now, zone } from './data.ts';
import { compare, percentile, type Report, type Variant } from './measure.ts';
import { startProcess } from './processes.ts';
import type { Server } from './server.ts';

const questions = 20;
const by = { kind: 'system', id: 'bench' } as const;
const room = (n: number) => `room-${n}`;

export async function question(use: { server: Server; quick: boolean }): Promise<Report[]> {
  const { db, url, deals } = await companyOf(use.server, use.quick ? 100_000 : 1_000_000);
  const home = await mkdtemp(join(tmpdir(), 'steward-bench-home-'));
  const ends: (() => Promise<unknown>)[] = [
    () => db.destroy(),
    () => rm(home, { recursive: true, force: true }),
  ];
  const side = async (file: string, env: Record<string, string>): Promise<Workspace> => {
    const workspace = await createWorkspace({
      people: [
        { name: 'Ana Ruiz', email: 'ana.ruiz@northlight.example', id: 'U0ANARUIZ', tz: 'Europe/Madrid' },
      ],
      channels: Array.from({ length: questions }, (_, n) => ({ name: room(n) })),
      limits: 'off',
    });
    ends.push(workspace.stop);
    for (const channel of Object.values(workspace.channels()))
      await setSetting(
        { db, now: stoppedAt(now) },
        // Rows are shown in these channels; elsewhere they would go to the asker alone, in a second message.
        { name: 'channel_audience', scope: 'channel', scopeId: channel, value: 'deals', by },
      );
    const app = await startProcess(file, {
      DATABASE_URL: url,
      SLACK_API_URL: workspace.apiUrl,
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_APP_TOKEN: workspace.appToken,
      ...env,
    });
    ends.push(app.stop);
    await workspace.connected();
    return workspace;
  };
  try {
    const ours = await side('ours/app.ts', {
      STEWARD_SECRET: 'a secret of the bench, and of nobody else',
      STEWARD_HOME: home,
      STEWARD_NOW: now.toISOString(),
      STEWARD_TZ: zone,
      LOG_LEVEL: 'silent',
      PORT: '0',
    });
    const floor = await side('floors/question.ts', { TODAY: dayIn(now, zone) });
    const report = await compare({
      title: `Question to posted answer, ${deals.toLocaleString('en-US')} deals`,
      ours: asking(ours),
      floor: asking(floor),
      rounds: use.quick ? 3 : 7,
      goals: [
        { figure: 'half', says: 'p50 ms' },
        { figure: 'most', says: 'p95 ms', atMost: 1.3 },
      ],
    });
    return [report];
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

function asking(workspace: Workspace): Variant {
  const ana = workspace.as('ana');
  return {
    run: async () => {
      const took: number[] = [];
      const totals = new Set<string>();
      for (let n = 0; n < questions; n++) {
        const began = performance.now();
        const { ts } = ana.say(room(n), `<@${workspace.ids.bot}> show deals stuck in negotiation 30 days`);
        const said = await until(() => answerTo(workspace, room(n), ts));
        took.push(performance.now() - began);
        totals.add(/([\d,]+) deals/.exec(said)?.[1] ?? said);
        await pause(20); // what is left to do after an answer is not part of the next one
      }
      return {
        figures: { half: percentile(took, 0.5), most: percentile(took, 0.95) },
        result: [...totals],
      };
    },
  };
}

/** The text of the table that was posted below this message. */
function answerTo(workspace: Workspace, channel: string, ts: string): string | undefined {
  const answer = workspace
    .as('ana')
    .thread(channel, ts)
    .find((message) => message.blocks?.some(({ type }) => type.endsWith('table')));
  return answer && JSON.stringify(answer);
}

async function until<T>(look: () => T): Promise<NonNullable<T>> {
  for (const late = Date.now() + 20_000; Date.now() < late; await pause(1)) {
    const found = look();
    if (found) return found;
  }
  throw new Error(`Waited in vain for: ${look.toString()}`);
}
