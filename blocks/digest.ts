/** The morning's digest (ux.md 3.11): what waits for one person, the most important first, each with one tap to it. */
import { count } from '../src/story/format.ts';
import { type GroupCard, groupTitle } from './exception-group.ts';
import type { FindingCard } from './finding.ts';
import { about, actions, choice } from './ids.ts';
import { type Block, button, type Card, context, type Here, row, section } from './kit.ts';
import { type ExceptionCard, headline, plainHeadline } from './proposal.ts';
import { bold, data, joined, lines, type Markup, md, name, plainly, quote, spokenList } from './text.ts';
import { amount, clockSetTo, ended, footRow } from './words.ts';

/** What is asked behind the line of the night. */
export const overnightAsk = 'what did the agents do since yesterday';

export type DigestItem = { critical: boolean } & (
  | { is: 'exception'; of: ExceptionCard }
  | { is: 'group'; of: GroupCard }
  | { is: 'finding' | 'report'; of: Pick<FindingCard, 'id' | 'headline' | 'sentence' | 'asks'> }
  /** What a rep is asked about a deal. */
  | { is: 'nudge'; of: { changeId: number; dealId: string; deal: string; message: string } }
);
export type DigestCard = {
  /** "digest:<person>:<day>" */
  key: string;
  overnight: { actions: number; failed: number; undone: number };
  items: DigestItem[];
  waiting: number;
  /** Of all that waits; each deal of a card counts. */
  decisions: number;
  critical: number;
  asleep: number;
  done: number;
  heldByLimit: number;
  cameInQuietHours: number;
  limit: number;
  at: string;
  days: string;
};

/** A minute and a quarter each: eight within ten minutes. */
const minutes = (decisions: number): number => Math.ceil(decisions * 1.25);

export const digestCard = (digest: DigestCard, here: Here): Card => {
  const { items, waiting } = digest;
  const said = items.map((item, n) => ({ n: n + 1, item, ...told(item, here) }));
  const title = titleOf(digest);
  return {
    text: spokenList(
      [
        title,
        digest.critical > 0 ? `${digest.critical} critical.` : '',
        doneSaid(digest),
        overnightSaid(digest) ?? '',
      ]
        .filter((part) => part !== '')
        .join(' '),
      [
        ...said.map(({ n, item, plain }) => `${n} ${item.critical ? 'Critical: ' : ''}${ended(plain)}`),
        moreSaid(digest) ?? '',
      ],
    ),
    blocks: [
      section(
        joined(
          [
            waiting === 0 ? md`✅ ${bold(data(title))}` : bold(data(title)),
            digest.critical > 0 && data(`${digest.critical} critical.`),
          ],
          ' ',
        ),
      ),
      ...said.map(({ n, item, markup, press }) =>
        section(joined([md`${n}  `, item.critical ? md`🔴 Critical: ` : null, markup], ''), press),
      ),
      ...overnight(digest),
      ...notes(digest),
      ...row(
        items.some(({ is }) => is === 'exception' || is === 'group') &&
          button(actions.review, 'Start review', {
            value: about('waiting', 'me'),
            style: 'primary',
            label: 'Start review: all that waits for you, one by one',
          }),
      ),
      context(
        md`${digest.at}, ${digest.days}. "my digest at 9:00" changes it, "my preferences" shows the rest`,
        clockSetTo(here),
      ),
      ...footRow('digest', digest.key.slice('digest:'.length), title),
    ],
  };
};

/** "Overnight: 41 actions, 0 failed, 2 undone."; null where nothing was done. */
function overnightSaid({ overnight: { actions, failed, undone } }: DigestCard): string | null {
  if (actions + failed + undone === 0) return null;
  return `Overnight: ${count(actions, 'action')}, ${failed} failed, ${undone} undone.`;
}

function overnight(digest: DigestCard): Block[] {
  const said = overnightSaid(digest);
  return said === null
    ? []
    : [
        section(
          data(said),
          button(actions.askFrom, 'Show', {
            value: choice('overnight', 'me', 0),
            label: `Show: ${overnightAsk}`,
          }),
        ),
      ];
}

const titleOf = ({ waiting, decisions }: DigestCard): string =>
  waiting === 0
    ? 'Nothing of this waits for you any more.'
    : `${count(waiting, 'thing')} ${waiting === 1 ? 'waits' : 'wait'} for you, about ${count(minutes(decisions), 'minute')}.`;

const doneSaid = ({ done, asleep }: DigestCard): string =>
  [done > 0 ? `${done} done since.` : '', asleep > 0 ? `${asleep} snoozed.` : ''].filter(Boolean).join(' ');

const moreSaid = ({ waiting, items }: DigestCard): string | null =>
  waiting > items.length ? `And ${waiting - items.length} more, in Home.` : null;

function notes(digest: DigestCard): Block[] {
  const { heldByLimit, cameInQuietHours, limit } = digest;
  const more = moreSaid(digest);
  const said = [
    heldByLimit > 0 ? `${heldByLimit} held back by your limit of ${count(limit, 'card')} a day` : null,
    cameInQuietHours > 0 ? `${cameInQuietHours} came in your quiet hours` : null,
    doneSaid(digest).replace(/\.$/, '') || null,
  ].filter((part) => part !== null);
  return [
    ...(more ? [context(data(more))] : []),
    ...(said.length > 0 ? [context(...said.map((part) => data(part)))] : []),
  ];
}

type Told = { markup: Markup; plain: string; press: ReturnType<typeof button> | undefined };

function told(item: DigestItem, here: Here): Told {
  switch (item.is) {
    case 'exception': {
      const { of } = item;
      const worth = [
        of.deal.is ?? amount(of.deal.amount, of.deal.currency, here),
        of.deal.owner ?? 'no owner',
      ].join(', ');
      return {
        markup: lines(bold(headline(of, here)), data(`${worth} · ${of.finding}`)),
        plain: `${plainHeadline(of, here)}, ${worth}`,
        press: button(actions.show, 'Decide', {
          value: about('exception', of.id),
          of: plainly(plainHeadline(of, here)),
        }),
      };
    }
    case 'group': {
      const title = groupTitle(item.of, here);
      const open = item.of.members.filter(({ state }) => state.is === 'open').length;
      const left = open < item.of.members.length ? `${open} of them still to decide` : '';
      return {
        markup: lines(bold(data(title)), data(left)),
        plain: title,
        press: button(actions.review, 'Decide', { value: about('group', item.of.id), of: plainly(title) }),
      };
    }
    case 'finding':
    case 'report': {
      const { id, headline: title, sentence, asks } = item.of;
      const [first] = asks;
      return {
        markup: lines(bold(data(title)), sentence ? data(sentence) : null),
        plain: title,
        press: first
          ? button(`${actions.askFrom}#${item.is}${id}`, first.label, {
              value: choice(item.is, id, 0),
              label: `${first.label}: ${first.text}`,
            })
          : undefined,
      };
    }
    case 'nudge': {
      const { dealId, deal, message } = item.of;
      return {
        markup: md`${bold(name(deal))}  ${quote(message)}`,
        plain: `${deal}: ${message}`,
        press: button(actions.editDeal, 'Update deal', {
          value: about('deal', dealId),
          label: `Update deal: ${deal}`,
        }),
      };
    }
  }
}
