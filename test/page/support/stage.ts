import { compiledPage } from '../../../src/compiled.mjs';
import { usualApp } from '../../../src/sandbox/app-settings.ts';
import { usualCast } from '../../../src/sandbox/cast.ts';
import { createWorkspace } from '../../../src/sandbox/workspace.ts';
import * as cards from '../fixtures/cards.ts';
import { type Envelope, type FakeApp, type Handler, startFakeApp } from './fake-app.ts';

type Json = Record<string, unknown>;
export type Stage = Awaited<ReturnType<typeof startStage>>;

/** A workspace with the usual cast and a small app in it, and cards as on a working day. */
export const startStage = async () => {
  const workspace = await createWorkspace({
    page: compiledPage(),
    people: usualCast.people,
    app: { scopes: [...usualApp.scopes, 'files:write'] },
    channels: [
      { name: 'deals', topic: 'Deals that need a decision' },
      { name: 'leads' },
      { name: 'steward-ops' },
      { name: 'gallery' },
      { name: 'managers', members: ['mara@example.com', 'ana@example.com'], private: true },
    ],
  });
  const heard: Envelope[] = [];
  const holder: { app?: FakeApp; answer?: Handler } = {};
  const app = await startFakeApp(workspace, async (envelope) => {
    heard.push(envelope);
    const own = await holder.answer?.(envelope);
    if (own !== undefined) return own;
    return holder.app ? usualAnswer(holder.app, envelope) : undefined;
  });
  holder.app = app;
  const now = Math.floor(Date.now() / 1000);
  const channels = workspace.channels();
  const post = async (channel: string, message: Json): Promise<string> =>
    String((await app.call('chat.postMessage', { channel: channels[channel] ?? channel, ...message })).ts);
  const update = (channel: string, ts: string, message: Json): Promise<Json> =>
    app.call('chat.update', { channel: channels[channel] ?? channel, ts, ...message });

  const mara = workspace.as('mara');
  const question = mara.say('deals', `<@${workspace.ids.bot}> show deals stuck in negotiation 30 days`);
  await post('deals', { ...cards.answerCard(now), thread_ts: question.ts });
  mara.say('deals', 'only EMEA', { thread: question.ts });
  const settled = await post('deals', cards.settledCard(now));
  const open = await post('deals', cards.openCard(now));
  await post('leads', cards.leadCard(now));
  await post('steward-ops', cards.alertCard(now));
  workspace.as('tom').say('leads', 'I know Borealis from the fair in Munich.');
  workspace.as('tom').say('leads', 'Jane Roe is the right person.');
  await post('gallery', cards.everyBlock(now, channels.deals));
  await post('gallery', cards.hostile);
  await app.call('chat.postEphemeral', {
    channel: channels.deals,
    user: mara.id,
    text: 'Ana approved this at 14:31. Nothing else was changed.',
  });
  await app.call('views.publish', { user_id: mara.id, view: cards.homeView(now) });
  return {
    workspace,
    app,
    heard,
    post,
    update,
    now,
    url: workspace.url,
    cards: { question: question.ts, settled, open },
    channels,
    /** Sees each envelope first; undefined leaves it to the usual answer. */
    answer: (handler: Handler | undefined): void => {
      holder.answer = handler;
    },
    stop: async (): Promise<void> => {
      app.stop();
      await workspace.stop();
    },
  };
};

/** Buttons open their windows; a form without a note is refused at the field. */
const usualAnswer = async (app: FakeApp, { type, payload }: Envelope): Promise<Json | undefined> => {
  if (type === 'interactive' && payload.type === 'block_actions') {
    const [action] = payload.actions as Json[];
    const view = { edit: cards.editModal, why: cards.whyModal, show_rows: cards.skeletonModal }[
      String(action?.action_id)
    ];
    const pushes = (payload.container as Json).type === 'view' && (payload.view as Json).type === 'modal';
    if (view) await app.call(pushes ? 'views.push' : 'views.open', { trigger_id: payload.trigger_id, view });
  }
  if (type === 'interactive' && payload.type === 'view_submission')
    return {
      response_action: 'errors',
      errors: {
        close_date: 'Close date must be after today, 20 Mar 2026.',
        next_step: 'Say what comes next in a few words.',
      },
    };
  if (type === 'interactive' && payload.type === 'block_suggestion')
    return {
      options: ['Priya Nair', 'Tom Reyes'].map((name) => ({
        text: { type: 'plain_text', text: name },
        value: name,
      })),
    };
  return undefined;
};
