/** What a person reads once, on the first look into the direct messages with Steward (ux.md 3.15). */
import { type Card, context, section } from './kit.ts';
import { channelLink, data, joined, lines, spoken } from './text.ts';
import { localWorkspace } from './words.ts';

export const greetingCard = (view: {
  dealsChannel: string | null;
  /** Null: a real workspace. */
  local: { sample: boolean } | null;
}): Card => {
  const what =
    'Steward watches the deals and asks before it changes anything. It is a program, not a person.';
  const how = 'Ask in your own words; "what can you do" says more.';
  return {
    text: spoken(`${what} ${how}`),
    blocks: [
      section(
        lines(
          data(what),
          joined(
            [
              view.dealsChannel ? joined([data('Cards come to'), channelLink(view.dealsChannel)], ' ') : null,
              data(how),
            ],
            view.dealsChannel ? '. ' : '',
          ),
        ),
      ),
      ...(view.local ? [context(data(localWorkspace(view.local.sample)))] : []),
    ],
  };
};
