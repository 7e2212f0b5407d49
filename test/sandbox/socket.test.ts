import { expect, test } from 'vitest';
import { withBolt, withWorkspace } from './with-workspace.ts';

test('a person asks in a dm and Bolt answers over Socket Mode', () =>
  withWorkspace({}, (workspace) =>
    withBolt(
      workspace,
      (app) =>
        app.message(
          'hello',
          async ({ say, message }) => void (await say({ text: `Hi, ${message.channel_type}.` })),
        ),
      async () => {
        const mara = workspace.as('mara');
        mara.say('dm', 'hello');
        const answer = await mara.until(() => mara.sees('dm').find((message) => message.bot));
        expect(answer.text).toBe('Hi, im.');
      },
    ),
  ));

test('a message that names the app in a channel comes twice, with the same ts and different event ids', () =>
  withWorkspace({}, async (workspace) => {
    const seen: { type: string; ts: string; id: string }[] = [];
    const note = (type: string, event: { ts: string }, body: { event_id: string }) =>
      seen.push({ type, ts: event.ts, id: body.event_id });
    await withBolt(
      workspace,
      (app) => {
        app.event('app_mention', async ({ event, body }) => void note('app_mention', event, body));
        app.event('message', async ({ event, body }) => void note('message', event, body));
      },
      async () => {
        const priya = workspace.as('priya');
        priya.say('#deals', '@Steward how many open deals');
        await priya.until(() => seen.length === 2);
        expect(seen.map(({ type }) => type).sort()).toEqual(['app_mention', 'message']);
        expect(seen[0]?.ts).toBe(seen[1]?.ts);
        expect(seen[0]?.id).not.toBe(seen[1]?.id);
      },
    );
  }));

test('a button opens a modal, the form is sent back, and the card is redrawn', () =>
  withWorkspace({}, async (workspace) => {
    await withBolt(
      workspace,
      (app) => {
        app.action('edit', async ({ ack, body, client }) => {
          await ack();
          if (body.type !== 'block_actions') return;
          const label = { type: 'plain_text' as const, text: 'Close date' };
          await client.views.open({
            trigger_id: body.trigger_id,
            view: {
              type: 'modal',
              callback_id: 'edit',
              private_metadata: `${body.channel?.id}/${body.message?.ts}`,
              title: { type: 'plain_text', text: 'Edit proposal' },
              submit: { type: 'plain_text', text: 'Save' },
              blocks: [
                {
                  type: 'input',
                  block_id: 'date',
                  label,
                  element: { type: 'datepicker', action_id: 'date' },
                },
              ],
            },
          });
        });
        app.view('edit', async ({ ack, view, client }) => {
          const date = view.state.values.date?.date?.selected_date;
          if (date === '2026-01-01')
            return ack({ response_action: 'errors', errors: { date: 'Close date must be after today.' } });
          await ack();
          const [channel = '', ts = ''] = view.private_metadata.split('/');
          await client.chat.update({ channel, ts, text: `Moved to ${date}.`, blocks: [] });
        });
      },
      async (app) => {
        const mara = workspace.as('mara');
        const button = {
          type: 'button' as const,
          action_id: 'edit',
          text: { type: 'plain_text' as const, text: 'Edit' },
        };
        const posted = await app.client.chat.postMessage({
          channel: '#deals',
          text: 'Move the close date?',
          blocks: [{ type: 'actions', elements: [button] }],
        });
        const card = await mara.until(() => mara.sees('deals').find((message) => message.ts === posted.ts));
        expect(await mara.press(card, 'Edit')).toEqual({ ok: true });
        await mara.until(() => mara.modal());
        expect(await mara.submit({})).toMatchObject({
          ok: false,
          errors: { date: 'Please complete this required field.' },
        });
        expect(await mara.submit({ date: '2026-01-01' })).toMatchObject({
          ok: false,
          errors: { date: 'Close date must be after today.' },
        });
        expect(await mara.submit({ date: '2026-04-15' })).toEqual({ ok: true, did: 'closed' });
        await mara.until(() => mara.sees('deals').find((message) => message.text === 'Moved to 2026-04-15.'));
        expect(mara.modal()).toBeUndefined();
        expect(workspace.notices.recent().filter((notice) => notice.kind === 'refused')).toEqual([]);
      },
    );
  }));
