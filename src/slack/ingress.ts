/** What Slack sends is kept before Slack hears that it arrived. Reads identities only; what it means is read by the handlers. */
import { actionName, actions, asButton } from '../../blocks/ids.ts';
import type { InboxItem } from '../jobs/inbox.ts';

/** Who we are in this workspace. */
export type Self = { teamId: string; botUserId: string; botId: string | null };

export type Arrival =
  /** Not for us: acknowledged and forgotten. */
  | { do: 'drop' }
  | { do: 'store'; item: InboxItem }
  /** Must be answered while Slack waits: views to open, forms to check; or may not wait for the inbox. */
  | { do: 'listen' };

/** Buttons that open a form: the trigger in the click lives three seconds. */
export const opening = new Set<string>([
  actions.edit,
  actions.reject,
  actions.rejectAll,
  actions.review,
  actions.needsEdit,
  actions.why,
  actions.rephrase,
  actions.say,
  actions.settings,
  actions.editDeal,
  actions.show,
  actions.reviewPhrasing,
  actions.editPhrasing,
  actions.handOver,
  actions.leaveOut,
  actions.notALead,
  actions.merge,
  actions.sendCorrection,
  actions.changeLimit,
  actions.handFinding,
]);

/** In the inbox it would wait behind the very questions that it is to stop. Lost with a crash, it is pressed again. */
const atOnce = new Set<string>([actions.stop]);

type Wire = Record<string, unknown>;
const part = (of: Wire, name: string): Wire => {
  const value = of[name];
  return typeof value === 'object' && value !== null ? (value as Wire) : {};
};
const word = (of: Wire, name: string): string => {
  const value = of[name];
  return typeof value === 'string' ? value : '';
};

const drop: Arrival = { do: 'drop' };

export function arrivalOf(body: Wire, self: Self): Arrival {
  switch (body.type) {
    case 'event_callback':
      return eventArrival(body, self);
    case 'block_actions':
      return actionArrival(body);
    case 'view_submission':
    case 'block_suggestion':
      return { do: 'listen' };
    default:
      return word(body, 'command') === '' ? drop : commandArrival(body);
  }
}

function eventArrival(body: Wire, self: Self): Arrival {
  const event = part(body, 'event');
  const id = word(body, 'event_id');
  if (id === '') return drop;
  const keys = [`evt:${id}`];
  switch (event.type) {
    case 'app_home_opened':
    case 'user_change':
    case 'team_join':
      return { do: 'store', item: { kind: 'event', keys, body } };
    case 'message':
    case 'app_mention':
      if (!isForUs(event, self)) return drop;
      // One message may arrive as a mention and as a message; either is enough.
      keys.push(messageKey(word(body, 'team_id'), word(event, 'channel'), word(event, 'ts')));
      if (word(event, 'client_msg_id') !== '') keys.push(`cmid:${word(event, 'client_msg_id')}`);
      return { do: 'store', item: { kind: 'event', keys, lane: lane('say', event), body } };
    default:
      return drop;
  }
}

/** The identity of a message, however it came in. */
export const messageKey = (teamId: string, channel: string, ts: string): string =>
  `msg:${teamId}:${channel}:${ts}`;

/** What one person says in one place, and what one person presses on one card, is done in its order. */
const lane = (what: string, event: Wire): string =>
  `${what}:${word(event, 'channel')}:${word(event, 'user')}`;

const said = new Set(['', 'file_share', 'thread_broadcast']);

/** A person wrote to us: in a direct message, by mention, or in a thread where we may have answered. Never our own words. */
function isForUs(event: Wire, self: Self): boolean {
  if (!said.has(word(event, 'subtype')) || word(event, 'bot_id') !== '') return false;
  const user = word(event, 'user');
  if (user === '' || user === self.botUserId || word(event, 'ts') === '') return false;
  if (event.type === 'app_mention' || event.channel_type === 'im') return true;
  return word(event, 'text').includes(`<@${self.botUserId}`) || word(event, 'thread_ts') !== '';
}

function actionArrival(body: Wire): Arrival {
  const [action] = Array.isArray(body.actions) ? (body.actions as Wire[]) : [];
  if (!action) return drop;
  // A choice in a row's menu may open a form, too.
  const chosen = word(part(action, 'selected_option'), 'value');
  const button = asButton({ action_id: word(action, 'action_id'), selected_option: { value: chosen } });
  const name = actionName(button.action_id);
  if (name === actions.openLink) return drop;
  if (opening.has(name) || atOnce.has(name)) return { do: 'listen' };
  const container = part(body, 'container');
  const place =
    word(part(body, 'channel'), 'id') || word(part(body, 'view'), 'id') || word(container, 'view_id');
  // Two workspaces may have a user of the same id.
  const user = [word(part(body, 'user'), 'id'), word(part(body, 'user'), 'team_id')]
    .filter(Boolean)
    .join('@');
  const message = word(container, 'message_ts');
  const team = word(part(body, 'team'), 'id');
  const key = ['act', team, place, message, word(action, 'action_id'), user, word(action, 'action_ts')].join(
    ':',
  );
  const item = {
    kind: 'action' as const,
    keys: [key.slice(0, 400)],
    lane: `press:${place}:${message}:${user}`,
    body,
  };
  return { do: 'store', item };
}

function commandArrival(body: Wire): Arrival {
  const key = [
    'cmd',
    word(body, 'team_id'),
    word(body, 'channel_id'),
    word(body, 'user_id'),
    word(body, 'trigger_id'),
  ].join(':');
  return { do: 'store', item: { kind: 'command', keys: [key.slice(0, 400)], body } };
}

/** The identity of one sending of a form. */
export const submissionKey = (body: { view: { id: string; hash: string }; user: { id: string } }): string =>
  `sub:${body.view.id}:${body.view.hash}:${body.user.id}`.slice(0, 400);
