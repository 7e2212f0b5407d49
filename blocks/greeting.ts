/** What a person reads once, on the first look into the direct messages with Steward (ux.md 3.15). */
import { type Card, context, section } from './kit.ts';
import { channelLink, data, joined, lines, spoken } from './text.ts';

export const greetingCard = (view: { dealsChannel: string | null; local: boolean }): Card => {
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
      ...(view.local
        ? [context(data('This is a local workspace with a sample company. Nothing leaves this machine.'))]
        : []),
    ],
  };
};
