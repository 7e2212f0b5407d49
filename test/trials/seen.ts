/** What people see of a card: its live message, its buttons. */
import type { Somebody } from '../../src/sandbox/somebody.ts';
import { pause } from './terms.ts';
import { channels, type World } from './world.ts';

export type Message = ReturnType<Somebody['sees']>[number];

const markerOf = (message: Message): string | null => {
  const { event_type, event_payload } = message.metadata ?? { event_type: '', event_payload: {} };
  return event_type === 'steward_card' ? String(event_payload.k) : null;
};
/** A second message of a card that was closed is no live card. */
const isLive = (message: Message): boolean => !message.text.startsWith('This card came twice');

/** Live messages of cards by the marker that they carry, in every channel. */
export function liveCards(world: World, places: readonly string[] = channels): Map<string, Message[]> {
  const found = new Map<string, Message[]>();
  const reader = world.workspace.as('mara');
  for (const message of places.flatMap((channel) => reader.sees(channel))) {
    const marker = markerOf(message);
    if (marker === null || !isLive(message)) continue;
    found.set(marker, [...(found.get(marker) ?? []), message]);
  }
  return found;
}

/** The live message of the card of this row; the first where there are several. */
export async function cardOf(world: World, key: string): Promise<Message | null> {
  const row = await world.db('cards').where({ key }).first('marker', 'channel');
  return row ? (liveCards(world, [row.channel]).get(row.marker)?.[0] ?? null) : null;
}

type Element = { action_id?: string; text?: { text?: string } };
/** By their labels and by their action ids. */
export const buttonsOf = (message: Message): string[] =>
  ((message.blocks ?? []) as { elements?: Element[] }[])
    .flatMap((block) => block.elements ?? [])
    .flatMap((element) => [element.action_id ?? [], element.text?.text ?? []].flat());

export const offers = (message: Message, button: string): boolean => buttonsOf(message).includes(button);

/** A person presses a button until Slack says that it arrived, as people do; "gone" when somebody has pressed it already. */
export async function pressUntilHeard(
  world: World,
  who: string,
  find: () => Promise<Message | null>,
  button: string,
  within = 45_000,
): Promise<'heard' | 'gone' | 'never'> {
  const until = Date.now() + within;
  let found = false;
  while (Date.now() < until) {
    // While the database is away nothing can be looked up; people do not give up for that.
    const message = await find().catch(() => null);
    if (message && !offers(message, button) && found) return 'gone';
    if (message && offers(message, button)) {
      found = true;
      // Between looking and pressing the card may have been redrawn.
      const outcome = await world.workspace
        .as(who)
        .press(message, button)
        .catch(() => null);
      if (outcome?.ok) return 'heard';
    }
    await pause(40);
  }
  return 'never';
}
