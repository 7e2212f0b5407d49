/** From event to ack, the inbox row included, against bare Bolt and one INSERT. Both take 1 event in 100 twice. */
import { openPool } from '../../src/db/pool.ts';
import { compare, percentile, type Report, type Variant } from './measure.ts';
import { type Process, serverCpu, since, startProcess } from './processes.ts';
import type { Server } from './server.ts';
import { aMessage, appToken, botToken, overHttp, type Send, signingSecret, startSlack } from './slack.ts';

const perSecond = 400;
const inFlight = 16;

export async function ingest(use: { server: Server; quick: boolean }): Promise<Report[]> {
  const reports: Report[] = [];
  for (const mode of ['http', 'socket'] as const) reports.push(await ingestBy(mode, use));
  return reports;
}

async function ingestBy(mode: 'http' | 'socket', use: { server: Server; quick: boolean }): Promise<Report> {
  const slack = await startSlack();
  const started: Process[] = [];
  const variant = async (
    file: string,
    database: string,
    tables: string,
    stored: string,
  ): Promise<Variant> => {
    const url = await use.server.database(database);
    const connected = mode === 'socket' ? slack.connected() : null;
    const env = { MODE: mode, DATABASE: url, API_URL: slack.apiUrl };
    const app = await startProcess(file, {
      ...env,
      SIGNING_SECRET: signingSecret,
      BOT_TOKEN: botToken,
      APP_TOKEN: appToken,
    });
    started.push(app);
    const send = connected
      ? (await connected).send
      : overHttp(`http://127.0.0.1:${app.said.port}/slack/events`);
    const db = openPool(url, { max: 1 });
    return {
      run: async () => {
        await db.raw(`truncate ${tables}`);
        await db.raw('checkpoint');
        const figures = await load(send, app, use);
        const { rows } = await db.raw(
          `select count(*) as events, md5(string_agg(body->>'event_id', ',' order by body->>'event_id')) as which from ${stored}`,
        );
        return { figures, result: rows[0] };
      },
    };
  };
  try {
    return await compare({
      title: `Event to ack, inbox row included (${mode === 'http' ? 'HTTP' : 'Socket Mode'})`,
      ours: await variant(
        'ours/ingest.ts',
        `ingest_${mode}`,
        'inbox, inbox_keys',
        'inbox where body is not null',
      ),
      floor: await variant('floors/ingest.ts', `ingest_${mode}_floor`, 'events', 'events'),
      rounds: use.quick ? 3 : 7,
      goals: [
        { figure: 'busyCpu', says: `CPU µs an event, ${inFlight} in flight`, atMost: 1 },
        { figure: 'calmCpu', says: `CPU µs an event, ${perSecond} a second` },
        { figure: 'p50', says: `p50 ms, ${perSecond} a second`, atMost: 1.15 },
        { figure: 'p99', says: `p99 ms, ${perSecond} a second`, atMost: 1.15 },
        { figure: 'each', says: `wall µs an event, ${inFlight} in flight` },
      ],
    });
  } finally {
    for (const process of started) await process.stop();
    await slack.stop();
  }
}

async function load(send: Send, app: Process, use: { server: Server; quick: boolean }) {
  const [many, seconds] = use.quick ? [2_000, 2] : [4_000, 6];
  const cpu = async (work: () => Promise<void>, events: number): Promise<number> => {
    const [own, server] = [await app.cpu(), await serverCpu(use.server.pid)];
    await work();
    const used = (await app.cpu()) - own + since(server, await serverCpu(use.server.pid));
    return (used * 1000) / events;
  };
  const began = performance.now();
  const busyCpu = await cpu(() => closedLoop(send, many), many);
  const each = ((performance.now() - began) * 1000) / many;
  let latencies: number[] = [];
  const calmCpu = await cpu(async () => {
    latencies = await openLoop(send, many, perSecond * seconds);
  }, perSecond * seconds);
  return { busyCpu, each, calmCpu, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
}

/** One in a hundred is a copy of the one before. */
const event = (n: number): object => aMessage(n % 100 === 99 ? n - 1 : n);

async function closedLoop(send: Send, many: number): Promise<void> {
  let n = 0;
  const lane = async () => {
    while (n < many) await send(event(n++));
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}

/** Sends by the clock, whatever is answered; a latency counts from the instant at which it was planned. */
async function openLoop(send: Send, from: number, many: number): Promise<number[]> {
  const latencies: number[] = [];
  const under: Promise<void>[] = [];
  const began = performance.now();
  for (let n = 0; n < many; ) {
    const planned = began + (n * 1000) / perSecond;
    const wait = planned - performance.now();
    if (wait > 0) await new Promise((go) => setTimeout(go, wait));
    else {
      under.push(send(event(from + n)).then(() => void latencies.push(performance.now() - planned)));
      n += 1;
    }
  }
  await Promise.all(under);
  return latencies;
}
