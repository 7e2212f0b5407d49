import { threadOf } from './api/conversations.ts';
import { dmOf } from './api/places.ts';
import { press, suggest } from './clicks.ts';
import { command, openHome, say, stopSession } from './deeds.ts';
import { close, submit } from './forms.ts';
import { botUser } from './identity.ts';
import type { Inside } from './inside.ts';
import type { Block, Channel, Json, Message, Person, View } from './nouns.ts';
import type { Container, OptionsAnswer, Outcome, StateValue, StateValues, SubmitAnswer } from './page-api.ts';
import { inChannel } from './page-wire.ts';
import { holders, valueKey } from './state-values.ts';

export type Somebody = ReturnType<typeof somebody>;

/** Where something stands that can be pressed: a message, or a view (a modal or the Home). */
export type On = Message | View;
/** Typed or chosen values by action_id: text, an option's value, a date, a list of values. */
export type Filled = Record<string, string | number | string[] | null>;

/** One person at the keyboard, for tests: the same deeds as the page's. */
export function somebody(use: Inside, name: string) {
  const me = personNamed(use, name);
  const seat = { user: me.id, window: '' };
  const place = (channel: string): Channel => placeNamed(use, me, channel);

  return {
    id: me.id,
    person: me,
    /** The dm with the app. */
    dm: (): string => dmOf(use, [botUser, me.id]).id,
    /** `channel`: an id, a name (`#deals` or `deals`), or `dm` for the app's Messages tab. */
    say: (channel: string, text: string, { thread }: { thread?: string } = {}): Message =>
      say(use, me.id, { channel: place(channel).id, text, thread }),
    slash: (channel: string, typed: string, { thread }: { thread?: string } = {}): Promise<Outcome> => {
      const [word = '', ...rest] = typed.split(' ');
      return command(use, seat, { channel: place(channel).id, command: word, text: rest.join(' '), thread });
    },
    /** Messages of a conversation as this person sees them, ephemerals included, oldest first. */
    sees: (channel: string): Message[] => {
      const { id } = place(channel);
      const own = [...use.ephemerals.values()].filter(
        (one) => one.channel === id && one.onlyFor === me.id && !one.threadTs,
      );
      return [...inChannel(use.store, id), ...own].sort((a, b) => (a.ts < b.ts ? -1 : 1));
    },
    thread: (channel: string, ts: string): Message[] => {
      const { id } = place(channel);
      const own = [...use.ephemerals.values()].filter(
        (one) => one.channel === id && one.onlyFor === me.id && one.threadTs === ts,
      );
      return [...threadOf(use, id, ts), ...own];
    },
    /** Presses the button with that label, action_id or value; `pick` is the value of an option (overflow, select, feedback). */
    press: (on: On, button: string, pick?: string): Promise<Outcome> => {
      const current = currentOf(use, on);
      const { block, element } = pressable(current.blocks ?? [], button);
      return press(use, seat, {
        container: containerOf(current),
        blockId: String(block.block_id),
        actionId: String(element.action_id),
        chosen: pick === undefined ? undefined : chosenOf(element, pick),
      });
    },
    /** Presses Stop under a thread in which the app works. */
    stop: (channel: string, thread: string): void =>
      stopSession(use, me.id, { channel: place(channel).id, thread }),
    suggest: (on: On, actionId: string, typed: string): Promise<OptionsAnswer> => {
      const { block } = pressable(on.blocks ?? [], actionId);
      return suggest(use, me.id, {
        container: containerOf(on),
        blockId: String(block.block_id),
        actionId,
        value: typed,
      });
    },
    /** The open modal on top; undefined when none is open. */
    modal: (): View | undefined => use.modals.of(me.id).at(-1),
    /** Fills the open modal by action_id and sends it. */
    submit: (filled: Filled = {}): Promise<SubmitAnswer> => {
      const view = use.modals.of(me.id).at(-1);
      if (!view) throw new Error(`${me.name} has no modal open.`);
      return submit(use, me.id, view.id, stateOf(view, filled));
    },
    close: (all = false): Promise<Outcome> => {
      const view = use.modals.of(me.id).at(-1);
      if (!view) throw new Error(`${me.name} has no modal open.`);
      return close(use, me.id, view.id, all);
    },
    openHome: (tab: 'home' | 'messages' = 'home'): void => {
      openHome(use, me.id, tab);
    },
    /** The Home that the app published last. */
    home: (): View | undefined => use.store.homes.get(me.id),
    /** Waits for something to become true of what this person sees, and answers it. */
    until: <T>(look: () => T | undefined | null | false, within = 5_000): Promise<T> =>
      waitFor(look, within, me.name),
  };
}

async function waitFor<T>(look: () => T | undefined | null | false, within: number, who: string): Promise<T> {
  const until = Date.now() + within;
  for (;;) {
    const found = look();
    if (found) return found;
    if (Date.now() > until) throw new Error(`${who} waited ${within} ms in vain for: ${look.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function personNamed(use: Inside, name: string): Person {
  const wanted = name.toLowerCase();
  const all = [...use.store.people.all()].filter((person) => !person.bot);
  const found = all.find(({ id, handle, email, firstName, name: full }) =>
    [id.toLowerCase(), handle, email.toLowerCase(), firstName.toLowerCase(), full.toLowerCase()].includes(
      wanted,
    ),
  );
  if (!found)
    throw new Error(
      `There is no ${name} in the workspace. There are: ${all.map(({ handle }) => handle).join(', ')}.`,
    );
  return found;
}

function placeNamed(use: Inside, me: Person, wanted: string): Channel {
  if (wanted === 'dm') return dmOf(use, [botUser, me.id]);
  const name = wanted.replace(/^#/, '');
  const found = [...use.store.channels.all()].find(
    (channel) => channel.id === wanted || (channel.kind !== 'dm' && channel.name === name),
  );
  if (!found) throw new Error(`There is no channel ${wanted} in the workspace.`);
  return found;
}

const containerOf = (on: On): Container =>
  'ts' in on ? { type: 'message', channel: on.channel, ts: on.ts } : { type: 'view', viewId: on.id };

/** What now stands in the place of what was seen. */
function currentOf(use: Inside, on: On): On {
  if ('ts' in on)
    return use.ephemerals.get(`${on.channel}/${on.ts}`) ?? use.store.messages.get(on.channel, on.ts) ?? on;
  return use.modals.find(on.id) ?? use.store.homes.get(on.user) ?? on;
}

function pressable(blocks: Block[], button: string): { block: Block; element: Json } {
  const all = blocks.flatMap((block) => elementsOf(block).map((element) => ({ block, element })));
  const labels = ({ element }: { element: Json }): unknown[] => [
    element.action_id,
    (element.text as Json | undefined)?.text,
    element.value,
  ];
  const found =
    all.find((one) => labels(one)[0] === button) ?? all.find((one) => labels(one).includes(button));
  if (!found)
    throw new Error(
      `There is no ${button} to press. There are: ${all.map((one) => labels(one)[1] ?? labels(one)[0]).join(', ')}.`,
    );
  return found;
}

function elementsOf(block: Block): Json[] {
  const nested = Array.isArray(block.child_blocks) ? (block.child_blocks as Block[]).flatMap(elementsOf) : [];
  const own = [block.accessory, block.element, block.elements, block.actions].flat();
  return [
    ...own.filter((one): one is Json => typeof one === 'object' && one !== null && 'action_id' in one),
    ...nested,
  ];
}

function chosenOf(element: Json, pick: string | number | string[] | null): StateValue {
  const type = String(element.type);
  if (type === 'feedback_buttons') return { type, value: String(pick) };
  const key = type === 'overflow' ? 'selected_option' : (valueKey(type) ?? 'value');
  const options = [
    element.options,
    ...((element.option_groups ?? []) as Json[]).map((group) => group.options),
  ].flat() as Json[];
  const option = (value: unknown): unknown =>
    options.find((one) => one?.value === value) ?? {
      text: { type: 'plain_text', text: String(value) },
      value,
    };
  if (pick === null) return { type, [key]: key.endsWith('s') ? [] : null };
  if (key === 'selected_option') return { type, [key]: option(pick) } as StateValue;
  if (key === 'selected_options') return { type, [key]: [pick].flat().map(option) } as StateValue;
  return { type, [key]: pick } as StateValue;
}

function stateOf(view: View, filled: Filled): StateValues {
  const state: StateValues = {};
  const all = holders(view.blocks);
  for (const [actionId, value] of Object.entries(filled)) {
    const holder = all.find(
      ({ element, block }) => element.action_id === actionId || block.block_id === actionId,
    );
    if (!holder)
      throw new Error(
        `The form has no field ${actionId}. It has: ${all.map(({ element }) => element.action_id).join(', ')}.`,
      );
    const blockId = String(holder.block.block_id);
    state[blockId] = {
      ...state[blockId],
      [String(holder.element.action_id)]: chosenOf(holder.element, value),
    };
  }
  return state;
}
