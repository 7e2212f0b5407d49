import { kindOf } from './file-kinds.ts';
import { appId, botId, botUser, team } from './identity.ts';
import type { Channel, Json, Message, Person, SharedFile, StoredFile, View } from './nouns.ts';

/** Nouns as Slack spells them. */

/** `metadata`: whole, or the event_type only, as Slack shows it to those who do not ask for all. */
export function messageWire(
  use: Based,
  message: Message,
  { metadata = 'type' }: { metadata?: 'whole' | 'type' } = {},
): Json {
  const bot = message.bot
    ? {
        bot_id: botId,
        app_id: appId,
        bot_profile: { id: botId, app_id: appId, team_id: team.id, name: 'Steward', deleted: false },
      }
    : {};
  return defined({
    type: 'message',
    subtype: message.subtype ?? (message.broadcast ? 'thread_broadcast' : undefined),
    user: message.user,
    ...bot,
    team: team.id,
    ts: message.ts,
    client_msg_id: message.clientMsgId,
    text: message.text,
    blocks: message.blocks,
    attachments: message.attachments,
    ...(message.files
      ? { files: message.files.map((file) => fileWire(use, file)), upload: false, display_as_bot: false }
      : {}),
    metadata:
      message.metadata &&
      (metadata === 'whole' ? message.metadata : { event_type: message.metadata.event_type }),
    thread_ts: message.threadTs,
    edited: message.edited,
    reactions: message.reactions?.map((reaction) => ({ ...reaction, count: reaction.users.length })),
    reply_count: message.replies?.count,
    reply_users: message.replies?.users,
    reply_users_count: message.replies?.users.length,
    latest_reply: message.replies?.latest,
  });
}

/** A file object. Of a deleted file only its id is left. */
export function fileWire(use: Based, file: SharedFile): Json {
  if (file.deleted) return { id: file.id, mode: 'tombstone' };
  const { pretty, text } = kindOf(file.name);
  const name = encodeURIComponent(file.name);
  const permalink = `https://${team.domain}.slack.com/files/${file.user}/${file.id}/${name}`;
  return defined({
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.filetype,
    pretty_type: pretty,
    user: file.user,
    user_team: team.id,
    editable: text,
    size: file.size,
    mode: text ? 'snippet' : 'hosted',
    is_external: false,
    external_type: '',
    is_public: false,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${use.base()}/_files/${team.id}-${file.id}/${name}`,
    url_private_download: `${use.base()}/_files/${team.id}-${file.id}/download/${name}`,
    permalink,
    alt_txt: file.altText,
    original_w: file.width,
    original_h: file.height,
    has_rich_preview: false,
    file_access: 'visible',
  });
}

/** A file object with where it is shared: what files.info answers. */
export function sharedWire(
  use: Based & { channel: (id: string) => Channel | undefined },
  file: StoredFile,
): Json {
  const ids = { channels: new Set<string>(), groups: new Set<string>(), ims: new Set<string>() };
  const shares: Record<'public' | 'private', Record<string, Json[]>> = { public: {}, private: {} };
  for (const { channel: id, ts, threadTs } of file.shares) {
    const channel = use.channel(id);
    if (!channel) continue;
    const open = channel.kind === 'channel';
    (open ? ids.channels : channel.kind === 'private' ? ids.groups : ids.ims).add(id);
    const list = shares[open ? 'public' : 'private'];
    const share = {
      ts,
      thread_ts: threadTs,
      channel_name: channel.name,
      team_id: team.id,
      share_user_id: file.user,
    };
    list[id] = [
      ...(list[id] ?? []),
      defined({ ...share, reply_users: [], reply_users_count: 0, reply_count: 0 }),
    ];
  }
  return {
    ...fileWire(use, file),
    is_public: ids.channels.size > 0,
    channels: [...ids.channels],
    groups: [...ids.groups],
    ims: [...ids.ims],
    shares: Object.fromEntries(Object.entries(shares).filter(([, list]) => Object.keys(list).length > 0)),
    comments_count: 0,
  };
}

/** Whoever knows at which address the workspace is reached. */
type Based = { base: () => string };

export function userWire(person: Person, { email, at }: { email: boolean; at: number }): Json {
  return {
    id: person.id,
    team_id: team.id,
    name: person.handle,
    real_name: person.name,
    deleted: person.deleted,
    color: '9f69e7',
    tz: person.tz,
    tz_label: zoneLabel(person.tz, at),
    tz_offset: zoneOffset(person.tz, at),
    is_admin: person.admin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: person.bot,
    is_app_user: false,
    is_email_confirmed: !person.bot,
    updated: Math.floor(person.updated),
    profile: defined({
      real_name: person.name,
      real_name_normalized: person.name,
      display_name: person.firstName,
      display_name_normalized: person.firstName,
      first_name: person.firstName,
      last_name: person.name.split(' ').slice(1).join(' '),
      title: person.role,
      team: team.id,
      email: email && !person.bot ? person.email : undefined,
      bot_id: person.bot ? botId : undefined,
      api_app_id: person.bot ? appId : undefined,
    }),
  };
}

export function channelWire(channel: Channel): Json {
  if (channel.kind === 'dm') {
    return {
      id: channel.id,
      created: channel.created,
      is_channel: false,
      is_group: false,
      is_im: true,
      is_mpim: false,
      is_archived: channel.archived,
      is_org_shared: false,
      context_team_id: team.id,
      user: channel.members.find((member) => member !== botUser) ?? botUser,
    };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    created: channel.created,
    is_channel: true,
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_archived: channel.archived,
    is_general: channel.name === 'general',
    is_member: channel.members.includes(botUser),
    is_shared: channel.shared,
    is_ext_shared: channel.shared,
    is_org_shared: false,
    context_team_id: team.id,
    creator: botUser,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: channel.members.length,
  };
}

export function viewWire(view: View): Json {
  return {
    id: view.id,
    team_id: team.id,
    type: view.type,
    title: view.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    submit: view.submit ?? null,
    close: view.close ?? null,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    external_id: view.externalId,
    state: { values: view.values },
    hash: view.hash,
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
    app_id: appId,
    app_installed_team_id: team.id,
    bot_id: botId,
  };
}

/** Seconds east of Greenwich at that moment. */
export function zoneOffset(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    timeZoneName: 'longOffset',
  }).formatToParts(at);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60) : 0;
}

export function zoneLabel(zone: string, at: number): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'long' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

/** Without the keys that have no value: Slack leaves them out too. */
export const defined = (row: Json): Json =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
