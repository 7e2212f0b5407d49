/** The card of several exceptions about deals, or contacts, of one rep (ux.md 3.3): a row for each, and one tap for those that allow it. */
import { count, firstName, sums } from '../src/story/format.ts';
import { type About, consequence, severalOf, type Tally, tallied, troubles } from '../src/story/group.ts';
import { type GroupMember, groupRow, groupRowText, isForm, isToldWhole, onScreen } from './group-row.ts';
import { about, actions, changesTogether, shownTogether } from './ids.ts';
import { type Block, button, type Card, context, type Here, overflow, row, section } from './kit.ts';
import { limits } from './limits.ts';
import { bold, data, joined, lines, type Markup, md, mention, plain, plainly, spokenList } from './text.ts';
import { agentName, clockSetTo, confidence, footRow } from './words.ts';

export type GroupCard = {
  id: number;
  about: About;
  rep: string;
  /** What was found of all of them; null where that differs. */
  label: string | null;
  waitsFor: { name: string; slackId: string | null } | null;
  undoDays: number;
  /** Their place is their number. */
  members: GroupMember[];
};

type Numbered = { n: number; member: GroupMember };

export const groupCard = (card: GroupCard, here: Here): Card => {
  const all = card.members.map((member, n) => ({ n: n + 1, member: toldOf(member, here) }));
  const shown = page(all);
  const together = shown.filter(({ member }) => isOpen(member) && member.byItself === null);
  const title = groupTitle(card, here);
  return {
    text: spokenList(
      isOver(card)
        ? `${tally(card)} ${title}.`
        : card.members.every(isForm)
          ? `${title}. Fill them in.`
          : `Approval needed: ${title}. Approve, edit or reject each.`,
      [...shown.map(({ n, member }) => groupRowText(member, n, here)), more(all, shown) ?? ''],
    ),
    blocks: [
      section(headline(card, title)),
      ...shown.map(({ n, member }) => {
        const { text, options } = groupRow(member, n, here);
        return section(
          text,
          isOpen(member) && isForm(member)
            ? button(`${actions.edit}#${n}`, 'Fill in', {
                value: onScreen(member),
                label: `Fill in: ${member.deal.name}`,
              })
            : overflow(`${actions.row}#${n}`, options),
        );
      }),
      ...notes(all, shown, together.length),
      ...madeBy(card, here),
      ...decisionRow(card, { all, shown, together }),
      ...footRow('group', card.id, plainly(title)),
    ],
  };
};

/** Nobody says yes to what a row has no room for. */
const toldOf = (member: GroupMember, here: Here): GroupMember =>
  isToldWhole(member, here) ? member : { ...member, byItself: member.byItself ?? 'longer than its row' };

/** "6 stale deals of Priya Nair, $310,000 in total"; contacts are worth nothing by themselves. */
export const groupTitle = (card: GroupCard, here: Here): string => {
  const amounts = new Map<string | null, number>();
  for (const { deal } of card.members)
    if (deal.amount !== null) amounts.set(deal.currency, (amounts.get(deal.currency) ?? 0) + deal.amount);
  const worth = sums(
    [...amounts].map(([currency, amount]) => ({ currency, amount })),
    here.currency,
  );
  const many = severalOf(card.about, card.members.length, plain(card.rep, limits.name), card.label);
  return worth === '' ? many : `${many}, ${worth} in total`;
};

/** As many rows as fit, from the first page on which something is still to be done. */
const page = (all: Numbered[]): Numbered[] => {
  const size = limits.groupRows;
  const live = all.findIndex(({ member }) => isLive(member));
  const from = live < 0 ? 0 : Math.floor(live / size) * size;
  return all.slice(from, from + size);
};

const isOpen = ({ state }: GroupMember): boolean => state.is === 'open';
const wentWrong = ({ state }: GroupMember): boolean =>
  state.is === 'conflict' || state.is === 'failed' || state.is === 'unknown';
const isLive = (member: GroupMember): boolean => isOpen(member) || wentWrong(member);
const endedAlone = ({ state }: GroupMember): boolean => state.is === 'expired' || state.is === 'withdrawn';

/** Nothing waits for a person any more. */
const isOver = ({ members }: GroupCard): boolean =>
  members.every((member) => (member.decided !== null && !wentWrong(member)) || endedAlone(member));

const tallyOf = (members: GroupMember[]): Tally => {
  const said = (say: string) => members.filter(({ decided }) => decided?.say === say).length;
  const ended = (is: string) => members.filter(({ state }) => state.is === is).length;
  return {
    approved: said('approve'),
    edited: members.filter((one) => one.decided?.say === 'edit' && !isForm(one)).length,
    filled: members.filter((one) => one.decided?.say === 'edit' && isForm(one)).length,
    rejected: said('reject'),
    expired: ended('expired'),
    withdrawn: ended('withdrawn'),
  };
};
const tally = ({ members }: GroupCard): string => tallied(members.length, tallyOf(members));

const headline = (card: GroupCard, title: string): Markup => {
  const { members } = card;
  if (isOver(card)) {
    const decided = members.some((one) => one.decided !== null);
    return lines(md`${decided ? '✅' : '⚪'} ${bold(data(tally(card)))}`, data(`${title}.`));
  }
  const waits =
    card.waitsFor && members.some(isLive)
      ? joined([mention(card.waitsFor), md`these wait for you.`], ', ')
      : null;
  const count = (is: string) => members.filter(({ state }) => state.is === is).length;
  const wrong = troubles(count('settled'), {
    conflicts: count('conflict'),
    failed: count('failed'),
    unknown: count('unknown'),
  });
  const begun = members.some(({ decided }) => decided !== null) ? tally(card) : null;
  return lines(
    joined([bold(data(`${title}.`)), waits], ' '),
    wrong !== null ? md`⚠️ ${data(`${wrong}.`)}` : begun !== null && data(begun),
  );
};

const notes = (all: Numbered[], shown: Numbered[], together: number): Block[] => {
  const apart = shown.filter(({ member }) => isOpen(member) && member.byItself !== null && !isForm(member));
  const why = [...new Set(apart.map(({ member }) => member.byItself))].join(', ');
  const own =
    apart.length === 0
      ? null
      : `Needs a decision of its own${together > 1 ? ', not in the button' : ''}: ${apart.length} (${why})`;
  const others = more(all, shown);
  return own === null && others === null
    ? []
    : [context(others !== null && data(others), own !== null && data(own))];
};

const more = (all: Numbered[], shown: Numbered[]): string | null => {
  const rest = all.filter((one) => !shown.includes(one));
  if (rest.length === 0) return null;
  const open = rest.filter(({ member }) => isOpen(member)).length;
  if (open === 0) return `and ${rest.length} decided before`;
  return open === rest.length
    ? `and ${rest.length} more in Review`
    : `and ${rest.length} more, ${open} of them to decide in Review`;
};

const madeBy = ({ members }: GroupCard, here: Here): Block[] => {
  const last = members.at(-1);
  if (!last) return [];
  const shares = new Set(members.map((one) => one.confidence.share));
  const [lowest] = members.toSorted((a, b) => a.confidence.share - b.confidence.share);
  return [
    context(
      md`${agentName(last.agent.name)} v${last.agent.version}, ${last.agent.mode} mode`,
      lowest && confidence(lowest.confidence),
      shares.size > 1 ? md`the lowest of these` : null,
      clockSetTo(here),
    ),
  ];
};

const decisionRow = (
  card: GroupCard,
  { all, shown, together }: Record<'all' | 'shown' | 'together', Numbered[]>,
): Block[] => {
  const open = shown.filter(({ member }) => isOpen(member));
  const these = `${card.about}s of ${card.rep}`;
  if (!all.some(({ member }) => isOpen(member))) return undoRow(card);
  // Each form has its own button.
  if (all.every(({ member }) => isForm(member))) return [];
  const everything = open.length === all.filter(({ member }) => isOpen(member)).length;
  return row(
    together.length > 1 &&
      button(actions.approveThese, `Approve these ${together.length}`, {
        value: shownTogether(together.map(({ member }) => member)),
        style: 'primary',
        label: `Approve these ${together.length} ${these}`,
        confirm: {
          title: `Approve these ${together.length}?`,
          text: whatHappens(card, together),
          yes: `Approve ${together.length}`,
        },
      }),
    button(actions.review, 'Review one by one', {
      value: about('group', card.id),
      label: `Review one by one: ${these}`,
    }),
    open.length > 1 &&
      button(actions.rejectAll, everything ? 'Reject all' : `Reject these ${open.length}`, {
        value: shownTogether(open.map(({ member }) => member)),
        label: `Reject ${open.length} ${these}`,
      }),
  );
};

/** "5 close dates change in the CRM. You can undo for 30 days." */
const whatHappens = (card: GroupCard, together: Numbered[]): string => {
  const changes = together.flatMap(({ member }) =>
    member.wants.kind === 'change' ? [member.wants.fields] : [],
  );
  const fields = new Set(changes.flatMap((one) => one.map(({ label }) => label)));
  const [field = null] = fields.size === 1 ? fields : [];
  const said = consequence({
    about: card.about,
    changes: changes.length,
    field,
    messages: together.length - changes.length,
    to: card.rep,
  });
  return changes.length > 0
    ? `${said} You can undo ${undone(changes, together)}for ${count(card.undoDays, 'day')}.`
    : said;
};
const undone = (changes: unknown[], together: unknown[]): string =>
  changes.length === together.length ? '' : `the ${changes.length === 1 ? 'change' : 'changes'} `;

const undoRow = (card: GroupCard): Block[] => {
  const ids = card.members.flatMap(({ state }) =>
    state.is === 'settled' && state.undo ? [state.undo.changeId] : [],
  );
  return row(
    ids.length > 1 &&
      button(actions.undoAll, `Undo all ${ids.length}`, {
        value: changesTogether(ids),
        label: `Undo all ${ids.length} ${card.about}s of ${card.rep}`,
        confirm: {
          title: `Undo these ${ids.length}?`,
          text: `${count(ids.length, card.about)} of ${firstName(card.rep)} go back to what they were. What somebody has changed since stays.`,
          yes: `Undo ${ids.length}`,
        },
      }),
  );
};
