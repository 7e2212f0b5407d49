/**
 * Settings that are on or off, or one of a few words: "switch off the daily summary", "hygiene report weekly for EMEA",
 * "the executives are finance", "a person always decides for Globex", "training hints for Luis".
 */
import type { Threshold, ThresholdValue } from '../request.ts';
import { turning } from '../turns.ts';
import { type CommandRead, command, type Talk } from './read.ts';
import { partsOf } from './threshold-parts.ts';
import { firstNamed, type NamedIn } from './threshold-words.ts';

type Kind = 'truth' | 'rhythm';
type Switch = { threshold: Threshold; kind: Kind; said: RegExp };

const one = (threshold: Threshold, kind: Kind, said: string): Switch => ({
  threshold,
  kind,
  said: new RegExp(`\\b(?:${said})(?: settings?)?(?![\\p{L}\\p{N}])`, 'u'),
});
/** The narrower ones first. */
const switches: Switch[] = [
  one('daily_summary', 'truth', '(?:daily|morning) summar(?:y|ies)'),
  one('weekly_review', 'truth', 'weekly (?:pipeline )?reviews?'),
  one('daily_review', 'truth', 'daily (?:pipeline )?reviews?'),
  one('monthly_report', 'truth', '(?:monthly|quarterly|end[- ]of[- ]month) (?:performance )?reports?'),
  one('hygiene_report', 'rhythm', '(?:pipeline )?hygiene reports?'),
  one('exception_report', 'rhythm', '(?:audit )?exceptions? reports?'),
  one('large_deal_report', 'truth', '(?:large|big)[- ]deals? reports?|reports? (?:on|of|about) large deals'),
  one('training_hints', 'truth', '(?:training|onboarding) (?:hints?|tips?)'),
];
const truths = new Set<Threshold>([
  ...switches.filter(({ kind }) => kind === 'truth').map(({ threshold }) => threshold),
  'person_decides',
]);
/** Whether it is on or off, and nothing else. */
export const isSwitch = (threshold: Threshold): boolean => truths.has(threshold);

const anySwitch = /\b(?:summar|review|report|hints?\b|tips?\b)/;

const asks =
  /^(?:what|which|who|whose|when|why|how|is|are|was|were|do|does|did|has|have|can|could|show|list|tell|give me|send me|post|see|open|read)\b/;
const off =
  /\b(?:off|no(?: more)?|not|don't|never|stop|end|disable|deactivate|drop|cancel|quit|skip|without|(?:any|no) ?(?:more|longer)|mute)\b/g;
const on =
  /\b(?:on|start|enable|activate|begin|back|again|give|gets?|wants?|should (?:get|have)|let|have)\b/g;
const daily = /\b(?:daily|(?:every|each) (?:working |single )?(?:day|morning)|once a day)\b/g;
const weekly = /\b(?:weekly|(?:every|each|once a|once every) (?:week|monday)|on mondays)\b/g;
const silent =
  /\b(?:set|switch|turn|make|put|change|keep|the|a|an|our|my(?! team)|to|it|is|are|be|should|shall|must|come|comes|coming|sent|posted|please|we|us|i|for (?=everyone)|any|now|from now on|do|at all|need|needed|posting|sending|out)\b/g;

const tidied = turning([
  [/\bpipeline review (?:daily|(?:every|each) (?:working )?(?:day|morning))/g, 'daily review on'],
  [/\bpipeline review (?:weekly|(?:every|each) week|once a week)/g, 'weekly review on'],
]);

/** Null where the words are about something else. */
export function switching(whole: string, talk: Talk): CommandRead | null {
  return executives(whole) ?? personDecides(whole, talk) ?? hourOfReports(whole) ?? switched(whole, talk);
}

function switched(whole: string, talk: Talk): CommandRead | null {
  if (!anySwitch.test(whole) || asks.test(whole)) return null;
  const text = tidied(whole);
  const found = switches.find(({ said }) => said.test(text));
  if (!found) return null;
  const { threshold, kind, said } = found;
  const rest = text.replace(said, ' ');
  const value = kind === 'rhythm' ? rhythmIn(rest) : truthIn(rest);
  const parts = partsOf(beside(rest), talk);
  if ('which' in parts) return value ? parts : null;
  // "The exception report of last week" is nothing to be set.
  if ('unread' in parts || parts.value) return null;
  if (value === null && kind === 'rhythm')
    return parts.place || /^(?:set|change|make|put)\b/.test(text)
      ? { lacks: 'How often? Say daily, weekly or off.', completes: `${text} …` }
      : null;
  const meant = value ?? (parts.place && /\bfor\b/.test(rest) ? { number: 1, unit: 'plain' as const } : null);
  if (!meant) return null;
  const { assumptions, ...where } = parts;
  return command({ do: 'set_threshold', threshold, ...where, value: meant }, assumptions);
}

const matches = (pattern: RegExp, text: string): boolean => text.search(pattern) >= 0;

function truthIn(rest: string): ThresholdValue | null {
  if (matches(off, rest)) return { number: 0, unit: 'plain' };
  return matches(on, rest) ? { number: 1, unit: 'plain' } : null;
}

function rhythmIn(rest: string): ThresholdValue | null {
  if (matches(off, rest)) return { number: 0, unit: 'plain', text: 'off' };
  if (matches(weekly, rest)) return { number: 7, unit: 'plain', text: 'weekly' };
  return matches(daily, rest) ? { number: 1, unit: 'plain', text: 'daily' } : null;
}

const beside = (rest: string): string =>
  [off, on, daily, weekly, silent].reduce((left, words) => left.replace(words, ' '), rest);

const roles: [RegExp, string][] = [
  [/^(?:the )?approvers?$/, 'approvers'],
  [/^(?:the )?finance(?: people| team| role)?$/, 'finance'],
  [/^(?:the )?admin(?:istrator)?s?$/, 'administrators'],
];
const reports = '(?:(?:the )?(?:large|big)[- ]deals? reports?|(?:the )?reports? (?:on|of|about) large deals)';
const readers = [
  /^(?:set |make |change )?(?:the |our )?executives? (?:is|are|to|shall be|should be|be|=|:) (?<who>.+)$/,
  new RegExp(`^(?<who>.+?) (?:should |shall |must )?(?:reads?|gets?|receives?) ${reports}$`),
  new RegExp(`^(?:send )?${reports} (?:should |shall |must )?(?:goes?|go|are|is)? ?(?:to|for) (?<who>.+)$`),
];

/** "The executives are finance": who reads the reports of large deals. */
function executives(text: string): CommandRead | null {
  if (!/\bexecutives?\b|\b(?:large|big)[- ]deals?\b/.test(text) || asks.test(text)) return null;
  const who = readers.flatMap((pattern) => pattern.exec(text)?.groups?.who ?? [])[0];
  if (who === undefined) return null;
  const role = roles.find(([said]) => said.test(who))?.[1];
  if (role === undefined)
    return {
      lacks: 'Executives are known by their role: approvers, finance or administrators. Which?',
      completes: 'the executives are …',
    };
  const value = { number: 0, unit: 'plain' as const, text: role };
  return command({ do: 'set_threshold', threshold: 'executives', value, ...everywhere });
}
const everywhere = { place: null, stage: null, until: null };

const person = '(?:a|the|some) (?:person|human)|somebody|someone|people';
const where = '(?<where>(?: (?:for|in|on|about|with|of|at|until) .+)?)';
const decidesOn = [
  `^(?:make |have |let )?(?:${person}) (?:must |should |shall |has to |have to |is to |need to |needs to )?(?:always |themselves )*decides?(?: always| every time| each time)?${where}$`,
  `^(?:the )?agents? (?:must |should |may |can |do |shall |are to |are )?(?:never|not|no longer)(?: ever)? (?:allowed to )?(?:act|acts|acting|do anything|decide|work)(?: alone| on their own| by themselves)(?<where> (?:for|in|on|about|with|of|at) .+)$`,
  `^no agent (?:may |should |can |must |shall |is to )?(?:ever )?(?:acts?|does anything|do anything|decides?) (?:alone|on its own|by itself)(?<where> (?:for|in|on|about|with|of|at) .+)$`,
  `^(?:set |switch on |turn on )?person decides(?: to)?(?: on)?${where}$`,
].map((source) => new RegExp(source));
const decidesOff = [
  `^(?:${person}) (?:need not|needn't|does not have to|doesn't have to|do not have to|no longer has to|no longer needs to) (?:always )?decide(?: any ?more)?${where}$`,
  `^(?:set |switch off |turn off )person decides(?: to off| off)?${where}$`,
  `^person decides off${where}$`,
].map((source) => new RegExp(source));

/** "A person always decides for Globex": no agent acts alone there. */
function personDecides(whole: string, talk: Talk): CommandRead | null {
  if (!/\bdecides?\b|\bagents?\b/.test(whole) || asks.test(whole)) return null;
  const text = whole.replace(placeFirst, '$3 $1 $2$4');
  const no = whereIn(decidesOff, text);
  const said = no ?? whereIn(decidesOn, text);
  if (said === undefined) return null;
  const parts = partsOf(said.replace(/\b(?:about|with|changes?|everything|anything)\b/g, ' '), talk);
  if (!('place' in parts)) return parts;
  if (parts.value) return null;
  const { assumptions, ...rest } = parts;
  const value = { number: no === undefined ? 1 : 0, unit: 'plain' as const };
  return command({ do: 'set_threshold', threshold: 'person_decides', ...rest, value }, assumptions);
}

// "In APAC no agent acts alone until 1 May"
const placeFirst =
  /^(in|for) (\S+(?: \S+)??),? ((?:no agent|(?:the )?agents?|an? (?:person|human)|somebody|someone|people) (?:.*?)(?:alone|on (?:its|their) own|by (?:itself|themselves)|decides?))((?: (?:until|till|til|through) .+)?)$/;

const whereIn = (shapes: RegExp[], text: string): string | undefined =>
  shapes.map((shape) => shape.exec(text)?.groups?.where).find((said) => said !== undefined);

const hour =
  /^(?:set |start |send |post |make |put |move |have )?(?:the )?(?:(?:daily|morning) summar(?:y|ies)|summar(?:y|ies)|summar(?:y|ies) and (?:the )?reviews?|reports?)(?: (?:should|shall|must|is to))?(?: (?:come|start|be sent|be posted|go out))? (?:to|at|from|from hour|not before)(?: hour)? (?<hour>\d{1,2})(?::00)?(?: ?o'clock)?(?: ?(?<half>am|pm))?(?: on(?:wards)?)?$/;

/** "Start the morning summary at 7". */
function hourOfReports(text: string): CommandRead | null {
  const found = hour.exec(text)?.groups;
  if (!found) return null;
  const said = Number(found.hour);
  const number = found.half === 'pm' && said < 12 ? said + 12 : found.half === 'am' && said === 12 ? 0 : said;
  return command({
    do: 'set_threshold',
    threshold: 'summary_hour',
    value: { number, unit: 'plain' },
    ...everywhere,
  });
}

const asked: [Threshold, RegExp][] = [
  ...switches.map(({ threshold, said }): [Threshold, RegExp] => [threshold, said]),
  [
    'executives',
    /\b(?:the |our )?executives?\b|\bwho (?:reads|gets|receives) (?:the )?(?:large|big)[- ]deals? reports?\b/,
  ],
  ['person_decides', /\b(?:a |the )?(?:person|human)(?: always)? decides?\b|\bperson decides\b/],
  ['summary_hour', /\bsummar(?:y|ies)\b(?= (?:come|comes|sent|posted))/],
];

/** The switch that is asked about, and the words without it; null where none is named. */
export const switchIn = (text: string): NamedIn | null =>
  /\b(?:summar|review|report|hints?\b|tips?\b|executives?\b|decides?\b)/.test(text)
    ? firstNamed(asked, text)
    : null;
