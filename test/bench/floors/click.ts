/** The floor of a click: bare Bolt that posts cards when told to, and on Approve writes one UPDATE and redraws the card. */
import { App } from '@slack/bolt';
import pg from 'pg';

const { DATABASE_URL = '', SLACK_API_URL = '', SLACK_BOT_TOKEN = '', SLACK_APP_TOKEN = '' } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 8 });
await pool.query('create table if not exists plain_deals (id text primary key, close_date date not null)');
const app = new App({
  token: SLACK_BOT_TOKEN,
  appToken: SLACK_APP_TOKEN,
  socketMode: true,
  clientOptions: { slackApiUrl: SLACK_API_URL },
});
const said = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });

app.action('exception.approve', async ({ ack, body, client }) => {
  await ack();
  if (body.type !== 'block_actions' || !body.channel || !body.message) return;
  const [pressed] = body.actions;
  const deal = pressed?.type === 'button' ? (pressed.value ?? '') : '';
  await pool.query(`update plain_deals set close_date = '2026-04-15' where id = $1`, [deal]);
  const undo = {
    type: 'button' as const,
    action_id: 'change.undo',
    text: { type: 'plain_text' as const, text: 'Undo' },
    value: deal,
  };
  await client.chat.update({
    channel: body.channel.id,
    ts: body.message.ts,
    text: `Mara moved the close date of ${deal} to 15 Apr 2026.`,
    blocks: [
      said(`✅ *Mara moved the close date of ${deal} to 15 Apr 2026.*`),
      { type: 'actions', elements: [undo] },
    ],
  });
});

await app.start();
process.on('message', async (message) => {
  const { channels } = message as { channels: [string, string][] };
  for (const [channel, deal] of channels) {
    await pool.query(
      `insert into plain_deals values ($1, '2026-03-10') on conflict (id) do update set close_date = excluded.close_date`,
      [deal],
    );
    const approve = {
      type: 'button' as const,
      action_id: 'exception.approve',
      text: { type: 'plain_text' as const, text: 'Approve' },
      value: deal,
    };
    await app.client.chat.postMessage({
      channel,
      text: `Move the close date of ${deal}?`,
      blocks: [
        said(`*Move the close date of ${deal}: 10 Mar → 15 Apr 2026*`),
        { type: 'actions', elements: [approve] },
      ],
    });
  }
});
process.send?.({ ready: true });
