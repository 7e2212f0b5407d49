/** By which ways something can leave the house, as far as whoever asks for a reply knows; what is missing is not known. */

/** What is found of a channel by its name, before anything is to be posted there. */
export type ChannelLook =
  /** `joins`: Steward is not in it, and enters by itself when it posts. */
  | { say: 'there'; joins: boolean }
  /** People of another company read there. */
  | { say: 'shared' }
  /** None that Steward sees: it does not exist, is archived, or is private and Steward was never invited. */
  | { say: 'none'; near: string[] }
  /** Slack did not say. */
  | { say: 'unknown' };

export type WaysOut = {
  channels?: { look(name: string): Promise<ChannelLook> };
  /** Whether a mail server is configured. */
  mail?: boolean;
};

/** Null: it can be posted there, as far as is known. Otherwise why not, and what to do about it. */
export async function whyNotChannel(ways: WaysOut | undefined, channel: string): Promise<string | null> {
  const found = await ways?.channels?.look(channel);
  if (found?.say === 'shared')
    return `#${channel} is shared with another company, and nothing about deals is posted there. Name another channel.`;
  if (found?.say !== 'none') return null;
  const near = found.near.map((name) => `#${name}`);
  const meant = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : '';
  return `Steward sees no channel #${channel}: there is none of that name, it is archived, or it is private and Steward is not in it.${meant} Name another one, or invite Steward there ("/invite @Steward") and say it again.`;
}

/** What is to be known of a channel before the yes. */
export async function channelSaid(ways: WaysOut | undefined, channel: string): Promise<string | null> {
  const found = await ways?.channels?.look(channel);
  if (found?.say === 'there' && found.joins) return `Steward is not in #${channel} yet and joins it to post.`;
  return found?.say === 'unknown'
    ? `Slack did not say whether Steward can post in #${channel}; if it cannot, you are told.`
    : null;
}

/** Null: mail goes out, as far as is known. */
export const whyNoMail = (ways: WaysOut | undefined): string | null =>
  ways?.mail === false
    ? 'No mail server is configured, so no e-mail can go out: whoever runs Steward sets SMTP_URL and MAIL_FROM and starts it again. Nothing was changed; you go on hearing in Slack.'
    : null;
