/** From Slack's markup to the words a person meant. Pure. */

type Meant = {
  botUserId: string;
  names?: (slackId: string) => string | null;
  channels?: (id: string) => string | null;
};

/** `names` says who a Slack id is, `channels` which channel; what is not known stays as it was called. */
export function wordsOf(text: string, use: Meant): string {
  const meant = text
    .split('\n')
    // A quoted line is what somebody else said.
    .filter((line) => !/^\s*(?:&gt;|>)/.test(line))
    .join('\n')
    .replace(/```|`/g, ' ')
    .replace(/<([^<>]*)>/g, (_, inside: string) => plainOf(inside, use))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
  return text.includes(`<@${use.botUserId}`)
    ? meant.replace(/^(?:hey|hi|hello|ok|okay)\b[\s,:]*|^[\s,:]+/i, '')
    : meant;
}

function plainOf(inside: string, use: Meant): string {
  const [target = '', label] = inside.split('|', 2);
  if (target.startsWith('@')) {
    const id = target.slice(1);
    return id === use.botUserId ? ' ' : (use.names?.(id) ?? label ?? id);
  }
  if (target.startsWith('#'))
    return `channel ${label || (use.channels?.(target.slice(1)) ?? target.slice(1))}`;
  if (target.startsWith('!')) return label ?? '';
  return label || target.replace(/^(?:mailto|tel):/, '');
}

/** Slack ids of the people mentioned. */
export const mentioned = (text: string): string[] =>
  [...text.matchAll(/<@([A-Z0-9_]+)(?:\|[^>]*)?>/g)].flatMap((found) => found[1] ?? []);

/** Ids of the channels that are mentioned without their names. */
export const channelsMentioned = (text: string): string[] => [
  ...new Set([...text.matchAll(/<#([A-Z0-9]+)(?:\|)?>/g)].map(([, id = '']) => id)),
];
