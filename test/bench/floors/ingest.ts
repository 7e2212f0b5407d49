/** The floor of ingest: bare Bolt whose processEvent stores the event by one INSERT before it goes on. */
import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import pg from 'pg';

const {
  MODE = '',
  DATABASE = '',
  API_URL = '',
  SIGNING_SECRET = '',
  BOT_TOKEN = '',
  APP_TOKEN = '',
} = process.env;
const pool = new pg.Pool({ connectionString: DATABASE, max: 10 });
await pool.query(
  'create table if not exists events (event_id text primary key, body jsonb not null, received_at timestamptz not null default now())',
);
const http = new HTTPReceiver({ signingSecret: SIGNING_SECRET, endpoints: ['/slack/events'] });
const receiver =
  MODE === 'http'
    ? http
    : new SocketModeReceiver({
        appToken: APP_TOKEN,
        installerOptions: { clientOptions: { slackApiUrl: API_URL } },
      });
const app = new App({
  receiver,
  token: BOT_TOKEN,
  clientOptions: { slackApiUrl: API_URL },
  deferInitialization: true,
});
app.message(async () => {});
const inner = app.processEvent.bind(app);
app.processEvent = async (event) => {
  await pool.query('insert into events (event_id, body) values ($1, $2) on conflict (event_id) do nothing', [
    event.body.event_id,
    event.body,
  ]);
  await inner(event);
};
await app.init();
let port = 0;
if (MODE === 'http') {
  const server = await http.start(0);
  const address = server.address();
  port = address && typeof address === 'object' ? address.port : 0;
} else await app.start();
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: (user + system) / 1000 });
});
process.send?.({ ready: true, port });
