/** The floor of a start: bare Bolt on a socket, and a pool of Postgres connections. */
import { App } from '@slack/bolt';
import pg from 'pg';

const { DATABASE_URL = '', SLACK_API_URL = '', SLACK_BOT_TOKEN = '', SLACK_APP_TOKEN = '' } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 8 });
await pool.query('select 1');
const app = new App({
  token: SLACK_BOT_TOKEN,
  appToken: SLACK_APP_TOKEN,
  socketMode: true,
  clientOptions: { slackApiUrl: SLACK_API_URL },
});
app.message(async () => {
  await pool.query('select 1');
});
await app.start();
