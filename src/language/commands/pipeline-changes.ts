/** "What changed in the pipeline since yesterday", "pipeline changes this week": what became of deals, and no doing of an agent. */
import { periodDays } from '../period-days.ts';
import { type Command, emptyFrame } from '../request.ts';
import { closeDateMoves } from './close-date-moves.ts';
import { periodIn } from './periods.ts';
import { type CommandRead, command, type Talk } from './read.ts';

const show = '(?:(?:can |could )?(?:you )?(?:show|tell|give|list)(?: me)? )?';
const deals = '(?:pipeline|pipe|deals?|opps?|opportunit(?:y|ies)|book|funnel|numbers)';
const whose = `((?:the |all |all the |our |my |my team's |open |\\S+'s? |\\S+ )*?)`;
const went =
  "(?:what(?:'s|s| is| has| have| all)?|anything|has anything|did anything|which deals|what deals|any deals that)";
const became =
  '(?:been )?(?:changed?|changing|moved?|moving|new|different|happened|happen|happening|going on|shifted|developed)';
const changes = '(?:changes|movements?|moves|updates?|news|developments)';

const inDeals = [
  new RegExp(
    `^${show}${went} ${became} (?:in|with|on|about|to|among|across|for|of|inside|within) ${whose}${deals}(?= |$)(.*)$`,
  ),
  new RegExp(
    `^${show}(?:what are |what were |are there |any |all |the |latest |recent )*${changes} (?:in|to|of|on|for|with|among|across) ${whose}${deals}(?= |$)(.*)$`,
  ),
  new RegExp(`^${show}(?:the |all |our |any )*()(?:pipeline|pipe|deal) ${changes}(?= |$)(.*)$`),
  new RegExp(`^${show}(my|my team's|our) (?:pipeline|pipe|deal) ${changes}(?= |$)(.*)$`),
  new RegExp(
    `^${show}(?:how|what) (?:did|has|have) (?:the |our )?()(?:pipeline|pipe) (?:move|moved)(?= |$)(.*)$`,
  ),
  new RegExp(`^(?:catch|bring) me up(?: to (?:date|speed))? (?:on|with) ${whose}${deals}(?= |$)(.*)$`),
];
/** "What happened in APAC this week": what became of the deals there. */
const there = new RegExp(`^${show}${went} ${became} ((?:in|at|across|for|with) .+)$`);
const alone = new RegExp(`^${show}${went} ${became}(?= |$)(.*)$`);
const ofOther = /\b(?:agents?|forecasts?|settings?|rules?|limits?|thresholds?|playbooks?|modes?|quotas?)\b/;

export function pipelineChanges(bare: string, talk: Talk): CommandRead | null {
  const { before } = talk;
  if (before?.do === 'pipeline_changes') {
    const again = narrowed(bare, before, talk);
    if (again) return again;
  }
  const place = there.exec(bare)?.[1];
  if (place !== undefined && !deal.test(place) && !ofOther.test(bare)) {
    const read = limited('', place, talk);
    if (read && 'command' in read && read.command.do === 'pipeline_changes' && namesOnly(read.command))
      return read;
  }
  const moved = closeDateMoves(bare);
  if (moved && !ofOther.test(bare)) {
    const read = limited(moved.whose, moved.tail, talk);
    // Without a period it is asked how often they were pushed at all.
    return read && 'command' in read && read.command.do === 'pipeline_changes' && read.command.period !== null
      ? command({ ...read.command, only: moved.only }, read.assumptions)
      : null;
  }
  if (
    !/\b(?:chang|mov|new|differ|happen|going on|shift|develop|update|activity|up (?:on|with|to))/.test(bare)
  )
    return null;
  if (ofOther.test(bare)) return null;
  for (const pattern of inDeals) {
    const [, of = '', rest] = pattern.exec(bare) ?? [];
    if (rest !== undefined) return limited(of, rest, talk);
  }
  // "What changed since Monday": of the deal or the agent that is spoken of it would be something else.
  const tail = talk.it === null ? alone.exec(bare)?.[1] : undefined;
  if (tail === undefined) return null;
  // "What moved into Contract since Monday" is a list of deals.
  const { period, rest } = periodIn(clean(tail), talk);
  return period !== null && rest.trim() === '' ? limited('', tail, talk) : null;
}

/** Of one deal, or of a card, its own history is meant. */
const deal = /\b(?:deal|card|run|d-\d+|that|it|here|this(?! (?:week|month|quarter|year)\b))\b/;
/** A place, a person, a team, an account. */
const namesOnly = ({ of }: Extract<Command, { do: 'pipeline_changes' }>): boolean =>
  of.clauses.length > 0 && of.clauses.every(({ says }) => says === 'names' || says === 'mine');

const clean = (text: string): string =>
  text
    .replace(/[?,.!]+(?=\s|$)/g, ' ')
    .replace(/\bso far (?=this\b)/, '')
    .trim();

/** After them: "only EMEA", "and last week?". */
function narrowed(
  bare: string,
  before: Extract<Command, { do: 'pipeline_changes' }>,
  talk: Talk,
): CommandRead | null {
  const said = bare.replace(/^(?:(?:and|only|just|what about|how about|now) )+/, '');
  const read = limited('', said, talk);
  if (!read || !('command' in read) || read.command.do !== 'pipeline_changes') return null;
  // "EMEA" alone may be a question of its own.
  if (said === bare && (read.command.period === null || read.command.of.clauses.length > 0)) return null;
  const { period, of } = read.command;
  return command(
    { ...before, period: period ?? before.period, of: of.clauses.length > 0 ? of : before.of },
    read.assumptions,
  );
}

/** "Since Monday" is since the last one, on a Monday too. */
function begun(period: string | null, { calendar, now, zone, today }: Talk): string | null {
  const weekday = /^(?:since |from |on )?((?:mon|tues|wednes|thurs|fri|satur|sun)day)$/.exec(
    period ?? '',
  )?.[1];
  const from = weekday && periodDays(weekday, { ...calendar, now, zone })?.from;
  return from && from >= today ? (period ?? '').replace(weekday, `last ${weekday}`) : period;
}

/** The period and the deals that are meant; words that say neither stop the reading. */
function limited(whose: string, tail: string, talk: Talk): CommandRead | null {
  const { period: named, rest } = periodIn(clean(tail), talk);
  const period = begun(named, talk);
  const of = whose.replace(/\b(?:the|all|our)\b/g, '').trim();
  const said = [of, 'deals', rest.trim()].filter(Boolean).join(' ');
  if (said === 'deals') return command({ do: 'pipeline_changes', period, of: emptyFrame });
  const read = talk.deals(said);
  // "Changes to deals in Contract need approval" is a rule.
  if (read === null || 'unread' in read) return null;
  if ('which' in read) return read;
  const { frame, assumptions } = read;
  if (frame.by.length > 0 || frame.other || frame.limit !== null) return { unread: rest.trim() };
  const clauses = frame.clauses.filter((one) => one.says !== 'status' || !one.is.includes('open'));
  return command({ do: 'pipeline_changes', period, of: { ...emptyFrame, clauses } }, assumptions);
}
