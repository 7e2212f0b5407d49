import { z } from 'zod';
import { checkedView } from './api/views.ts';
import { failed } from './deeds.ts';
import type { Inside } from './inside.ts';
import { type Json, Refusal, type View } from './nouns.ts';
import type { Outcome, StateValues, SubmitAnswer } from './page-api.ts';
import { pageView } from './page-wire.ts';
import { common, inView, targetsOf } from './payloads.ts';
import { inputErrors, startValues, withTyped } from './state-values.ts';
import { closeAll, closeView, newView, showUpdate } from './view-steps.ts';

const Answer = z.looseObject({
  response_action: z.enum(['errors', 'update', 'push', 'clear']).optional(),
  errors: z.record(z.string(), z.string()).optional(),
  view: z.unknown().optional(),
});

/** Sends a modal. The app's ack says what becomes of it. */
export async function submit(
  use: Inside,
  user: string,
  viewId: string,
  state: StateValues,
): Promise<SubmitAnswer> {
  const open = ownView(use, user, viewId);
  const view: View = { ...open, values: withTyped(startValues(open.blocks, open.values), state) };
  use.modals.replace(view);
  const missing = inputErrors(view.blocks, view.values);
  if (Object.keys(missing).length > 0) return withErrors(use, view, missing);
  const response_urls = targetsOf(view).map(({ blockId, actionId, channel }) => ({
    block_id: blockId,
    action_id: actionId,
    channel_id: channel,
    response_url: use.responseUrls.make('actions', { user, channel, ephemeral: false }),
  }));
  const payload = {
    type: 'view_submission',
    ...common(use, user),
    trigger_id: use.triggers.make(view),
    view: inView(view).view,
    response_urls,
  };
  const reply = await use.delivery.ask('interactive', payload);
  if (!reply.ok) {
    const { sentence } = failed(use, 'A form could not be sent.', reply.reason);
    return { ok: false, errors: {}, sentence };
  }
  const current = use.modals.find(view.id) ?? view;
  try {
    return await answered(use, current, reply.body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    noteRefused(use, error, reply.body);
    return { ok: false, errors: {}, sentence: 'We had some trouble connecting. Try again?' };
  }
}

/** The person cancels: this view, or the whole stack. */
export async function close(use: Inside, user: string, viewId: string, all = false): Promise<Outcome> {
  const view = ownView(use, user, viewId);
  const [root] = use.modals.in(view);
  const cleared = all || view.clearOnClose;
  if (cleared) closeAll(use, view);
  else closeView(use, view);
  if (!view.notifyOnClose) return { ok: true };
  const told = cleared && root ? root : view;
  const reply = await use.delivery.ask('interactive', {
    type: 'view_closed',
    ...common(use, user),
    view: inView(told).view,
    is_cleared: cleared,
  });
  return reply.ok ? { ok: true } : failed(use, 'The app was not told that a form was closed.', reply.reason);
}

async function answered(use: Inside, view: View, body: unknown): Promise<SubmitAnswer> {
  const parsed = Answer.safeParse(typeof body === 'object' && body !== null ? body : {});
  if (!parsed.success) throw new Refusal('invalid_response_action');
  const { response_action: action, errors = {}, view: wanted } = parsed.data;
  switch (action) {
    case undefined:
      closeView(use, view);
      return { ok: true, did: 'closed' };
    case 'clear':
      closeAll(use, view);
      return { ok: true, did: 'cleared' };
    case 'errors': {
      const inputs = new Set(
        view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id),
      );
      if (Object.keys(errors).length === 0 || Object.keys(errors).some((id) => !inputs.has(id)))
        throw new Refusal('invalid_errors_block_id');
      return withErrors(use, view, errors);
    }
    case 'update':
      showUpdate(use, view, checkedView(use, wanted, 'modal', view));
      return { ok: true, did: 'updated' };
    case 'push':
      return pushed(use, view, checkedView(use, wanted, 'modal'));
  }
}

function pushed(use: Inside, view: View, wanted: Json): SubmitAnswer {
  const stack = use.modals.in(view);
  if (stack.length >= 3) throw new Refusal('push_limit_reached');
  const made = newView(use, wanted, { user: view.user, window: view.window, stack });
  use.modals.push(made);
  use.push.inside(view, { type: 'view_pushed', view: pageView(made) });
  return { ok: true, did: 'pushed' };
}

function withErrors(use: Inside, view: View, errors: Record<string, string>): SubmitAnswer {
  use.push.inside(view, { type: 'view_errors', viewId: view.id, errors });
  return { ok: false, errors, sentence: 'Some fields need another look.' };
}

function ownView(use: Inside, user: string, viewId: string): View {
  const view = use.modals.of(user).find((open) => open.id === viewId);
  if (!view) throw new Refusal('view_not_found');
  return view;
}

/** Puts a refusal on the page, with Slack's code and the place in the payload. */
export function noteRefused(use: Inside, refusal: Refusal, payload: unknown, method?: string): void {
  const [first] = (refusal.more.errors ?? []) as { message: string; pointer: string }[];
  const why = first ? `, ${first.message} (${first.pointer})` : '';
  const what = method ? ` in ${method}` : '';
  use.notices.add(
    'refused',
    `${use.app().name} would have been refused by Slack: ${refusal.code}${why}${what}.`,
    {
      code: refusal.code,
      pointer: first?.pointer,
      method,
      payload,
    },
  );
}
