import { channelOfPerson, failed } from './deeds.ts';
import type { Inside } from './inside.ts';
import type { Seat } from './modals.ts';
import { type Block, type Channel, type Json, type Message, Refusal, type View } from './nouns.ts';
import type { ActionBody, Container, OptionsAnswer, OptionsBody, Outcome, StateValues } from './page-api.ts';
import {
  actionOf,
  channelOf,
  common,
  type Found,
  findElement,
  inMessage,
  inView,
  unfitChoice,
} from './payloads.ts';
import { startValues, withTyped } from './state-values.ts';
import { option, plain } from './validate/objects.ts';
import { isObject, list, shape, startPlace } from './validate/shape.ts';

type Target = { blocks: Block[] } & ({ message: Message; channel: Channel } | { view: View });

/** Presses a button, picks an option, …; resolves when the app acknowledged it. */
export async function press(use: Inside, seat: Seat, body: ActionBody): Promise<Outcome> {
  const target = targetOf(use, seat.user, body.container);
  const found = findElement(target.blocks, body.blockId, body.actionId);
  if (!found)
    return {
      ok: false,
      sentence: 'That is out of date; the message was changed.',
      reason: 'element_not_found',
    };
  const unfit = unfitChoice(found, body.chosen as Json | undefined);
  if (unfit) return { ok: false, sentence: unfit, reason: 'option_not_found' };
  if (found.block.type === 'input' && found.block.dispatch_action !== true) return { ok: true };
  const reply = await use.delivery.ask('interactive', clickPayload(use, seat, target, found, body));
  return reply.ok ? { ok: true } : failed(use, `A click on ${labelOf(found.element)} failed.`, reply.reason);
}

function clickPayload(use: Inside, seat: Seat, target: Target, found: Found, body: ActionBody): Json {
  const { user } = seat;
  const actions = [actionOf(use, found, body.chosen as Json | undefined)];
  const head = {
    type: 'block_actions',
    ...common(use, user),
    trigger_id: use.triggers.make(inModal(target) ?? seat),
  };
  const typed = withChosen(body);
  if ('view' in target) {
    const view = { ...target.view, values: withTyped(startValues(target.blocks, target.view.values), typed) };
    if (view.type === 'modal') use.modals.replace(view);
    else use.store.homes.put(user, view);
    return { ...head, ...inView(view), actions };
  }
  const { channel, message } = target;
  const place = { user, channel: channel.id, ts: message.ts, ephemeral: message.onlyFor !== undefined };
  return {
    ...head,
    ...inMessage(use, channel, message),
    state: { values: withTyped(startValues(target.blocks), typed) },
    response_url: use.responseUrls.make('actions', place),
    actions,
  };
}

/** What is pressed in a modal opens the next one beside it, whoever pressed. */
const inModal = (target: Target): View | null =>
  'view' in target && target.view.type === 'modal' ? target.view : null;

/** Options of an external select for what was typed so far. */
export async function suggest(use: Inside, user: string, body: OptionsBody): Promise<OptionsAnswer> {
  const target = targetOf(use, user, body.container);
  const found = findElement(target.blocks, body.blockId, body.actionId);
  if (!found) throw new Refusal('element_not_found');
  const where =
    'view' in target
      ? inView(target.view)
      : { ...inMessage(use, target.channel, target.message), channel: channelOf(target.channel) };
  const reply = await use.delivery.ask('interactive', {
    type: 'block_suggestion',
    ...common(use, user),
    ...where,
    action_id: body.actionId,
    block_id: body.blockId,
    value: body.value,
  });
  if (!reply.ok) {
    failed(use, 'Options could not be loaded.', reply.reason);
    return { options: [], groups: [] };
  }
  return readOptions(use, reply.body);
}

function readOptions(use: Inside, body: unknown): OptionsAnswer {
  const place = startPlace('modal', '');
  const answer = isObject(body) ? body : {};
  const item = option();
  const one = list(item, 100, 0);
  if (answer.option_groups)
    list(shape({ label: plain(75), options: one }), 100, 0)(answer.option_groups, place);
  else one(answer.options ?? [], place);
  const [problem] = place.problems;
  if (problem) {
    const text = `${use.app().name}'s options would have been refused by Slack: ${problem.message}.`;
    use.notices.add('refused', text, { code: 'invalid_options', pointer: problem.pointer, payload: body });
    return { options: [], groups: [] };
  }
  const groups = (answer.option_groups ?? []) as {
    label: { text: string };
    options: OptionsAnswer['options'];
  }[];
  return {
    options: (answer.options ?? []) as OptionsAnswer['options'],
    groups: groups.map((group) => ({ label: group.label.text, options: group.options })),
  };
}

/** What a person looks at: a message (also an ephemeral one of theirs), an open modal of theirs, or their Home. */
function targetOf(use: Inside, user: string, container: Container): Target {
  if (container.type === 'view') {
    const home = use.store.homes.get(user);
    const view =
      home?.id === container.viewId ? home : use.modals.of(user).find((open) => open.id === container.viewId);
    if (!view) throw new Refusal('view_not_found');
    return { view, blocks: [...view.blocks, ...(view === home ? lately(use, `home/${user}`) : [])] };
  }
  const channel = channelOfPerson(use, user, container.channel);
  const own = use.ephemerals.get(`${channel.id}/${container.ts}`);
  const message = own?.onlyFor === user ? own : use.store.messages.get(channel.id, container.ts);
  if (!message) throw new Refusal('message_not_found');
  const attached = (message.attachments ?? []).flatMap(
    (attachment) => (attachment.blocks as Block[] | undefined) ?? [],
  );
  const before = lately(use, `${channel.id}/${message.ts}`);
  return { channel, message, blocks: [...(message.blocks ?? []), ...attached, ...before] };
}

/** A click that crosses a change on its way is the app's to answer, not ours to swallow. */
function lately(use: Inside, key: string): Block[] {
  const known = use.lately.get(key);
  return known && use.now() <= known.until ? known.blocks : [];
}

/** The state with the choice in it, so that a caller need not say it twice. */
function withChosen(body: ActionBody): StateValues {
  if (!body.chosen) return body.state ?? {};
  return { ...body.state, [body.blockId]: { ...body.state?.[body.blockId], [body.actionId]: body.chosen } };
}

const labelOf = (element: Json): string => {
  const label = (element.text as Json | undefined)?.text;
  return label ? `“${String(label)}”` : `a ${String(element.type)}`;
};
