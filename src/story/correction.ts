/** The draft of a second message that sets the first one right: a beginning for whoever sends it, in plain words. */
import { day } from './format.ts';

const longest = 400;

/** `on`: YYYY-MM-DD. "Please disregard my message of 20 Mar 2026 about Acme Platform. It said: …" */
export function correctionText({ about, on, said }: { about: string; on: string; said: string }): string {
  const quoted = said.length > longest ? `${said.slice(0, longest - 1)}…` : said;
  return `Please disregard the message of ${day(on)} about ${about}. It said: “${quoted}” That was sent by mistake; nothing has to be done.`;
}
