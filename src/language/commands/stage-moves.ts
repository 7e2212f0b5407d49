/** "How many deals moved from proposal to negotiation last month", "conversion from discovery to proposal this quarter". */
import { emptyFrame, type Frame, type NamedValue } from '../request.ts';
import { words } from '../words.ts';
import { nameFrom } from './naming.ts';
import { periodIn } from './periods.ts';
import { type CommandRead, command, type Talk } from './read.ts';

const asked =
  '(?:(how many|number of|count(?: of)?|show|list|which|what) )?(?:me )?(?:the |our |of the |of |all |all of )*';
/** Whose they are: "my", "Priya's". */
const whose = "((?:my team's |my |\\S+'s )?)";
const did =
  '(?:that |which |who )?(?:have |has |had |did )?(?:moved?|moves|went|gone|goes?|advanced?|progressed?|passed|pass|slipped|slid|fell|fallen|dropped|pushed|jumped)';
const ofDeals = new RegExp(
  `^${asked}${whose}deals? ${did}(?: on| over| forward| back| backwards?| forwards?)?$`,
);
const ofMoves = new RegExp(
  `^${asked}${whose}(?:stage |deal )?(?:moves|movements?|transitions?)(?: of deals| by deals)?$`,
);
const way = new RegExp(
  `^${asked}${whose}deals? ${did} (back|backwards?|forward|forwards|on|ahead)(?: (?:a|one) stage| in (?:their )?stages?)?(?= |$)(.*)$`,
);
const allMoves = new RegExp(
  `^${asked}${whose}(?:stage (?:moves|movements?|transitions?)|(?:moves|movements?) between stages)(?= |$)(.*)$`,
);
const converting =
  /^(?:what(?:'s| is| was) |show )?(?:me )?(?:the |our |my )*(?:stage )?conversions?(?: rates?)?(?: of deals)?$/;
const share =
  /^(?:what|which) (?:share|percentage|percent|part|proportion|fraction) of (?:the |our )?deals (?:in|from|that (?:came to|entered|reached)) (.+)$/;
const goesOn =
  /^(?:have |has |had )?(?:move|moved|moves|go|goes|went|gone|get|gets|got|make it|made it|reach|reaches|reached|convert|converted)(?: on)?(?: in)?(?: to)? (.+)$/;

export function stageMoves(bare: string, talk: Talk): CommandRead | null {
  return between(bare, talk) ?? converted(bare, talk) ?? shared(bare, talk) ?? anyMoves(bare, talk);
}

type Staged = { stage: NamedValue; rest: string };

/** The stage that a text begins with, and what stands behind it. */
function stageAt(text: string, talk: Talk): Staged | null {
  const said = text.replace(/^(?:the |stage )+/, '');
  const list = words(said);
  const found = nameFrom(list, 0, ['stage'], talk);
  if (!found || 'which' in found) return null;
  const last = list[found.length - 1];
  return {
    stage: found.name,
    rest: said
      .slice(last?.end ?? 0)
      .replace(/^ stage\b/, '')
      .trim(),
  };
}

const onTo = /^(?:on |over |in)?to (.+)$/;

/** "A to B" at the end of a text, with what stands behind B. */
function pairAt(text: string, talk: Talk): { from: NamedValue; to: NamedValue; rest: string } | null {
  const from = stageAt(text, talk);
  const to = from && stageAt(onTo.exec(from.rest)?.[1] ?? '', talk);
  return from && to ? { from: from.stage, to: to.stage, rest: to.rest } : null;
}

function between(bare: string, talk: Talk): CommandRead | null {
  const [, head = '', word = '', tail = ''] = /^(.*?) ?\b(from|out of) (.+)$/.exec(bare) ?? [];
  const moves = ofDeals.exec(head) ?? ofMoves.exec(head);
  const rate = converting.test(head);
  const pair = moves || rate ? pairAt(tail, talk) : null;
  // "Moved out of negotiation": wherever they went.
  const left = moves && !pair && word === 'out of' ? stageAt(tail, talk) : null;
  if (!pair && !left) return null;
  const stages = pair ? { from: pair.from, to: pair.to } : left && { from: left.stage, to: null };
  if (!stages) return null;
  return limited(moves?.[2] ?? '', (pair ?? left)?.rest ?? '', talk, (of) =>
    rate && stages.to
      ? { do: 'stage_conversion', from: stages.from, to: stages.to, ...of }
      : { do: 'stage_moves', ...stages, way: null, list: isList(moves?.[1]), ...of },
  );
}

const isList = (verb: string | undefined): boolean => /^(?:show|list|which|what)$/.test(verb ?? '');

/** "Negotiation to contract conversion last quarter". */
function converted(bare: string, talk: Talk): CommandRead | null {
  const said = /^(?:what(?:'s| is| was) |show )?(?:me )?(?:the |our )?(.+ to .+)$/.exec(bare)?.[1] ?? '';
  const pair = pairAt(said, talk);
  const rest = pair && /^conversions?(?: rates?)?(?= |$)(.*)$/.exec(pair.rest)?.[1];
  if (!pair || rest == null) return null;
  return limited('', rest, talk, (of) => ({ do: 'stage_conversion', from: pair.from, to: pair.to, ...of }));
}

/** "What share of deals in discovery reached proposal this quarter". */
function shared(bare: string, talk: Talk): CommandRead | null {
  const from = stageAt(share.exec(bare)?.[1] ?? '', talk);
  const to = from && stageAt(goesOn.exec(from.rest)?.[1] ?? '', talk);
  if (!from || !to) return null;
  return limited('', to.rest, talk, (of) => ({
    do: 'stage_conversion',
    from: from.stage,
    to: to.stage,
    ...of,
  }));
}

function anyMoves(bare: string, talk: Talk): CommandRead | null {
  const directed = way.exec(bare);
  const [verb, of = '', rest] = directed
    ? [directed[1], directed[2], directed[4]]
    : (allMoves.exec(bare)?.slice(1) ?? []);
  if (rest === undefined) return null;
  const to = directed ? (/^back/.test(directed[3] ?? '') ? 'back' : 'forward') : null;
  return limited(of, rest, talk, (limits) => ({
    do: 'stage_moves',
    from: null,
    to: null,
    way: to,
    list: directed !== null && isList(verb),
    ...limits,
  }));
}

/** The period and the deals that are meant; words that say neither stop the reading. */
function limited(
  whose: string,
  text: string,
  talk: Talk,
  make: (of: { period: string | null; of: Frame }) => Parameters<typeof command>[0],
): CommandRead | null {
  const { period, rest } = periodIn(text.replace(/[?,.!]+(?=\s|$)/g, ' ').trim(), talk);
  const said = rest.trim();
  if (said === '' && whose === '') return command(make({ period, of: emptyFrame }));
  const read = talk.deals(`${whose}deals ${said}`.trim());
  if (read === null) return null;
  if ('unread' in read) return { unread: said };
  if ('which' in read) return read;
  const { frame, assumptions } = read;
  if (frame.by.length > 0 || frame.measure.kind !== 'rows' || frame.other || frame.limit !== null)
    return { unread: said };
  const clauses = frame.clauses.filter((one) => !(one.says === 'status' && one.implied));
  return command(make({ period, of: { ...emptyFrame, clauses } }), assumptions);
}
