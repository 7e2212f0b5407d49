import type { Delivery } from './delivery.ts';
import { appId, botUser, team } from './identity.ts';
import { freshId } from './ids.ts';
import type { AppSettings, Channel, Json, Message, Person, SharedFile } from './nouns.ts';
import type { Store } from './store.ts';
import { messageWire, userWire } from './wire.ts';

type Use = {
  store: Store;
  delivery: Delivery;
  app: () => AppSettings;
  now: () => number;
  base: () => string;
  secrets: { verificationToken: string };
};

const messageEvents = { channel: 'message.channels', private: 'message.groups', dm: 'message.im' };
const channelTypes = { channel: 'channel', private: 'group', dm: 'im' };

/** A new message: to apps in the conversation, and once more as app_mention where it names the app. */
export function tellOfMessage(use: Use, channel: Channel, message: Message): void {
  if (!channel.members.includes(botUser)) return;
  const wire: Json = {
    ...messageWire(use, message, { metadata: 'whole' }),
    channel: channel.id,
    event_ts: message.ts,
    channel_type: channelTypes[channel.kind],
  };
  if (message.threadTs && message.threadTs !== message.ts) {
    wire.parent_user_id = use.store.messages.get(channel.id, message.threadTs)?.user;
  }
  emit(use, messageEvents[channel.kind], wire, channel);
  if (channel.kind !== 'dm' && !message.bot && message.text.includes(`<@${botUser}>`)) {
    const { channel_type, ...rest } = wire;
    emit(use, 'app_mention', { ...rest, type: 'app_mention' }, channel);
  }
}

export function tellOfChange(
  use: Use,
  channel: Channel,
  message: Message,
  before: Message,
  ts: string,
): void {
  if (!channel.members.includes(botUser)) return;
  emit(
    use,
    messageEvents[channel.kind],
    {
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      channel: channel.id,
      channel_type: channelTypes[channel.kind],
      ts,
      event_ts: ts,
      message: messageWire(use, message, { metadata: 'whole' }),
      previous_message: messageWire(use, before, { metadata: 'whole' }),
    },
    channel,
  );
}

export function tellOfDeletion(use: Use, channel: Channel, before: Message, ts: string): void {
  if (!channel.members.includes(botUser)) return;
  emit(
    use,
    messageEvents[channel.kind],
    {
      type: 'message',
      subtype: 'message_deleted',
      hidden: true,
      channel: channel.id,
      channel_type: channelTypes[channel.kind],
      ts,
      event_ts: ts,
      deleted_ts: before.ts,
      previous_message: messageWire(use, before, { metadata: 'whole' }),
    },
    channel,
  );
}

/** A person pressed Stop. What becomes of the work and of its session is the app's own affair. */
export function tellOfStop(
  use: Use,
  channel: Channel,
  stopped: { user: string; threadTs: string; streams: string[]; ts: string },
): void {
  const event = {
    type: 'agent_session_stopped',
    channel: channel.id,
    user: stopped.user,
    thread_ts: stopped.threadTs,
    streaming_message_ts: stopped.streams,
    event_ts: stopped.ts,
  };
  emit(use, 'agent_session_stopped', event, channel);
}

/** A file that came into a conversation. The app then asks files.info for the rest, as with Slack. */
export function tellOfFile(use: Use, channel: Channel, file: SharedFile, ts: string): void {
  if (!channel.members.includes(botUser)) return;
  const event = { type: 'file_shared', file_id: file.id, user_id: file.user, file: { id: file.id } };
  emit(use, 'file_shared', { ...event, channel_id: channel.id, event_ts: ts }, channel);
}

export function tellOfFileDeletion(use: Use, file: SharedFile, ts: string): void {
  emit(use, 'file_deleted', { type: 'file_deleted', file_id: file.id, event_ts: ts });
}

export function tellOfHomeOpened(
  use: Use,
  opened: { user: string; channel: Channel; tab: 'home' | 'messages'; view?: Json; ts: string },
): void {
  const view = opened.view ? { view: opened.view } : {};
  emit(use, 'app_home_opened', {
    type: 'app_home_opened',
    user: opened.user,
    channel: opened.channel.id,
    tab: opened.tab,
    ...view,
    event_ts: opened.ts,
  });
}

export function tellOfUserChange(use: Use, person: Person, ts: string): void {
  const user = userWire(person, { email: use.app().scopes.includes('users:read.email'), at: use.now() });
  emit(use, 'user_change', {
    type: 'user_change',
    user,
    cache_ts: Math.floor(use.now() / 1000),
    event_ts: ts,
  });
}

export function tellOfJoining(use: Use, channel: Channel, user: string, ts: string): void {
  if (!channel.members.includes(botUser) || channel.kind === 'dm') return;
  const channel_type = channel.kind === 'private' ? 'G' : 'C';
  const event = {
    type: 'member_joined_channel',
    user,
    channel: channel.id,
    channel_type,
    team: team.id,
    event_ts: ts,
  };
  emit(use, 'member_joined_channel', event, channel);
}

function emit(use: Use, subscription: string, event: Json, channel?: Channel): void {
  if (!use.app().events.includes(subscription)) return;
  use.delivery.event({
    token: use.secrets.verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: appId,
    event,
    type: 'event_callback',
    event_id: freshId('Ev'),
    event_time: Math.floor(use.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: botUser, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: channel?.shared ?? false,
    event_context: `4-${freshId('')}`,
  });
}
