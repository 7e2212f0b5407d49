/** Our ingest as a process: the front door, Bolt's receiver and the inbox; nothing that works on what was stored. */
import { openPool } from '../../../src/db/pool.ts';
import { frontDoor } from '../../../src/front-door.ts';
import { silentLog } from '../../../src/log.ts';
import { createLine } from '../../../src/slack/line.ts';
import { readiness } from '../../../src/watch/health.ts';
import { createMetrics } from '../../../src/watch/metrics.ts';

const {
  MODE = '',
  DATABASE = '',
  API_URL = '',
  SIGNING_SECRET = '',
  BOT_TOKEN = '',
  APP_TOKEN = '',
} = process.env;
const log = silentLog();
const db = openPool(DATABASE);
const { connection, room } = createLine({
  slack: {
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    signingSecret: SIGNING_SECRET,
    mode: MODE === 'http' ? 'http' : 'socket',
    apiUrl: API_URL,
  },
  db,
  log,
});
await connection.start();
const door = await frontDoor({ host: '127.0.0.1', port: 0, log });
door.open({
  ready: () => readiness({ db, slack: connection.ready, room }),
  metrics: createMetrics({ db, slack: connection.ready }),
  slackEvents: connection.requestListener,
  page: null,
});
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: (user + system) / 1000 });
});
process.send?.({ ready: true, port: Number(new URL(door.url).port) });
