/** For somebody who is reached by e-mail: a mail did not go, and what it was about is in Slack. */
import { type Card, context, type Here, section } from './kit.ts';
import { bold, data, instant, lines, md, spoken } from './text.ts';
import { clockSetTo, ended } from './words.ts';

export type UnmailedCard = {
  address: string;
  because: string;
  /** In the tone that its reader wants. */
  instead: string;
  at: Date;
};

export const unmailedCard = ({ address, because, instead, at }: UnmailedCard, here: Here): Card => ({
  text: spoken(`A mail to you did not go. ${ended(because)} ${instead}`),
  blocks: [
    section(lines(md`⚠️ ${bold(md`A mail to you did not go.`)} ${ended(because)}`, data(instead))),
    context(md`to ${data(address, 100)}`, instant(at), clockSetTo(here)),
  ],
});
