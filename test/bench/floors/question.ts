/** The floor of a question: bare Bolt that asks the SQL written by hand and posts what came out as the same table. */
import { App, type types } from '@slack/bolt';
import pg from 'pg';
import { listFloor } from './list.ts';

const { DATABASE_URL = '', SLACK_API_URL = '', SLACK_BOT_TOKEN = '', SLACK_APP_TOKEN = '' } = process.env;
const { TODAY = '' } = process.env;
const client = new pg.Client({ connectionString: DATABASE_URL });
await client.connect();
const app = new App({
  token: SLACK_BOT_TOKEN,
  appToken: SLACK_APP_TOKEN,
  socketMode: true,
  clientOptions: { slackApiUrl: SLACK_API_URL },
});
const cell = (text: unknown) => ({ type: 'raw_text', text: String(text ?? '–') });
const columns = ['name', 'account', 'amount', 'daysInStage'] as const;
type Row = Record<(typeof columns)[number], unknown>;

app.event('app_mention', async ({ event }) => {
  const { total, rows } = await listFloor(client, TODAY);
  const text = `${total.toLocaleString('en-US')} deals in Negotiation for 30 days or more.`;
  const table = {
    type: 'data_table',
    caption: 'Deals',
    page_size: 10,
    rows: [columns.map(cell), ...(rows as Row[]).map((row) => columns.map((column) => cell(row[column])))],
  };
  await app.client.chat.postMessage({
    channel: event.channel,
    thread_ts: event.ts,
    text,
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }, table as types.Block],
  });
});
await app.start();
process.send?.({ ready: true });
