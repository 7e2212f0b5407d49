import { appId, team } from './identity.ts';
import type { Inside } from './inside.ts';
import type { Block, Channel, Json, Message, View } from './nouns.ts';
import { holders, valueKey } from './state-values.ts';
import { messageWire, viewWire } from './wire.ts';

/** Interaction payloads, as Slack spells them. */

type Use = Pick<Inside, 'store' | 'secrets' | 'stamps'>;

/** What every payload of a click or form has. */
export function common(use: Use, user: string): Json {
  const handle = use.store.people.get(user)?.handle ?? '';
  return {
    team: { id: team.id, domain: team.domain },
    user: { id: user, username: handle, name: handle, team_id: team.id },
    api_app_id: appId,
    token: use.secrets.verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  };
}

export function channelOf(channel: Channel): Json {
  if (channel.kind === 'dm') return { id: channel.id, name: 'directmessage' };
  return { id: channel.id, name: channel.kind === 'private' ? 'privategroup' : channel.name };
}

/** `message`, `container` and `channel` of a click in a message. An ephemeral one is not sent along, as in Slack. */
export function inMessage(use: Pick<Inside, 'base'>, channel: Channel, message: Message): Json {
  const ephemeral = message.onlyFor !== undefined;
  const thread = message.threadTs ? { thread_ts: message.threadTs } : {};
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...thread,
    },
    channel: channelOf(channel),
    ...(ephemeral ? {} : { message: messageWire(use, message, { metadata: 'whole' }) }),
  };
}

export const inView = (view: View): Json => ({
  container: { type: 'view', view_id: view.id },
  view: viewWire(view),
});

export type Found = { block: Block; element: Json };

/** The element of that block_id and action_id. */
export function findElement(blocks: Block[], blockId: string, actionId: string): Found | null {
  for (const block of blocks) {
    const nested = [block.child_blocks, block.type === 'carousel' ? block.elements : undefined]
      .filter(Array.isArray)
      .flat() as Block[];
    const deeper = findElement(nested, blockId, actionId);
    if (deeper) return deeper;
    if (block.block_id !== blockId) continue;
    const inside = [block.accessory, block.element, block.elements, block.actions].flat() as Json[];
    const element = inside.find(
      (one) => typeof one === 'object' && one !== null && one.action_id === actionId,
    );
    if (element) return { block, element };
  }
  return null;
}

/** One entry of `actions`. */
export function actionOf(use: Use, { block, element }: Found, chosen: Json | undefined): Json {
  const type = String(element.type);
  const made: Json = {
    type,
    action_id: element.action_id,
    block_id: block.block_id,
    action_ts: use.stamps.next(),
  };
  for (const name of ['placeholder', 'confirm', 'initial_option', 'initial_date']) {
    if (element[name] !== undefined && type !== 'button') made[name] = element[name];
  }
  if (type === 'button') {
    return {
      ...made,
      text: element.text,
      ...(element.value !== undefined ? { value: element.value } : {}),
      ...(element.style ? { style: element.style } : {}),
    };
  }
  if (type === 'icon_button' || type === 'workflow_button') return { ...made, value: element.value ?? '' };
  if (type === 'feedback_buttons') {
    const pressed = [element.positive_button, element.negative_button].find(
      (button) => (button as Json).value === chosen?.value,
    ) as Json;
    return { ...made, value: pressed?.value, text: pressed?.text };
  }
  const key = type === 'overflow' ? 'selected_option' : (valueKey(type) ?? 'value');
  return { ...made, [key]: chosen?.[key] ?? null };
}

/** Why this cannot have been chosen; null when it can. */
export function unfitChoice({ element }: Found, chosen: Json | undefined): string | null {
  const type = String(element.type);
  if (type === 'feedback_buttons') {
    const values = [element.positive_button, element.negative_button].map((button) => (button as Json).value);
    return values.includes(chosen?.value) ? null : `Choose one of ${values.join(', ')}.`;
  }
  const known = optionsOf(element);
  if (!known) return null;
  const picked = [chosen?.selected_option, chosen?.selected_options]
    .flat()
    .filter((one): one is Json => typeof one === 'object' && one !== null);
  if (type === 'overflow' && picked.length === 0) return 'Choose one of the options.';
  return picked.every((one) => known.some((option) => option.value === one.value))
    ? null
    : 'That option does not exist any more.';
}

/** The fixed options of an element; undefined for one that has none. */
export function optionsOf(element: Json): Json[] | undefined {
  if (Array.isArray(element.options)) return element.options as Json[];
  if (Array.isArray(element.option_groups))
    return (element.option_groups as Json[]).flatMap((group) => group.options as Json[]);
  return undefined;
}

/** A Slack select's response_url_enabled conversations that were chosen: `response_urls` of a view_submission. */
export function targetsOf(view: View): { blockId: string; actionId: string; channel: string }[] {
  return holders(view.blocks)
    .filter(({ element }) => element.response_url_enabled === true)
    .map(({ block, element }) => {
      const value = view.values[String(block.block_id)]?.[String(element.action_id)];
      const channel = String(value?.selected_conversation ?? value?.selected_channel ?? '');
      return { blockId: String(block.block_id), actionId: String(element.action_id), channel };
    })
    .filter(({ channel }) => channel !== '');
}
