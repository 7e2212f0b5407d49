/** Words typed short: "hw many", "xcept", "close dt b4 mon". */
import { type Turn, turning } from './turns.ts';

const weekdays: Record<string, string> = {
  mon: 'monday',
  tue: 'tuesday',
  wed: 'wednesday',
  thu: 'thursday',
  fri: 'friday',
  sat: 'saturday',
  sun: 'sunday',
};

const turns: Turn[] = [
  [
    /\b(?:nr|no)\.? of (?=(?:open |won |lost |stale |new )?(?:deals|opps|opportunities|leads)\b)/gi,
    'number of ',
  ],
  [/\bwich\b/gi, 'which'],
  [/\blst (?=(?:week|wk|mo|mth|mnth|month|q|qtr|qu[a-z]*r|yr|year)s?\b)/gi, 'last '],
  [/\b(?:sinse|scince|sice)\b/gi, 'since'],
  [/\bspl?it+ed\b/gi, 'split'],
  [/\bgimme\b/gi, 'give me'],
  [/\bha?v\b/gi, 'have'],
  [/\bgiv\b/gi, 'give'],
  [/\bmny\b/gi, 'many'],
  [/\b(wh?at|how) abt\b/gi, '$1 about'],
  [/\bgon+a\b/gi, 'gonna'],
  [/\btrackn?i?n?g\b/gi, 'tracking'],
  [/\bmnth(s?)\b/gi, 'month$1'],
  [/\b(of|each of|all of|show|list) '?em\b/gi, '$1 them'],
  [/\b(have|has|had|do|does|did|is|are|was|were|could|would|should)nt\b/gi, "$1n't"],
  [/^k(?:k|ay)?[, ]+(?=\p{L})/iu, 'ok '],
  [/\b(have|has|got|do|deals|opps|open) w (?=\p{L})/giu, '$1 with '],
  // "Biggest 1st", not "the latest 1st of April"
  [
    /\b(\p{L}{2,}est|worst|(?:most|least) \p{L}+) 1st(?! (?:of|half|quarter|week|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))/giu,
    '$1 first',
  ],
  [/\b(?:btwn|btw?een|b\/w|betw) (?=[$€£]?\d|\p{L})/giu, 'between '],
  [/\bhw (?=many|much|long|often|is|are|did|does|do|was|has)\b/gi, 'how '],
  [/\b(?:xcept|excpt|xcpt)\b/gi, 'except'],
  [/\bw\/?o (?=\p{L})/giu, 'without '],
  [/(?<=\p{L} )w\/? (?=(?:the |an? |no |any |close|accts|accounts|amt|amount|next|reason)\b)/giu, 'with '],
  [/\bb4\b/gi, 'before'],
  [/\b(close|closing|create|created|start|end) dt\b/gi, '$1 date'],
  [/\bamts?\b/gi, 'amount'],
  [/\baccts?\b/gi, 'accounts'],
  [/\b(win|close|conversion) rt\b/gi, '$1 rate'],
  [/\b(this|last|next|past|prev|previous|per|by) mo\b/gi, '$1 month'],
  [/\bmth(s?)\b/gi, 'month$1'],
  [/\s*->\s*/g, ', '],
  [/ \+ (?=\p{L})/gu, ' and '],
  [/\b(list|show|count|sum|group|sort) em\b/gi, '$1 them'],
  [
    /\b(since|by|until|till|before|after|on|from) (mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\b(?!\p{L})/giu,
    (_, at, day) => `${at} ${weekdays[(day ?? '').slice(0, 3).toLowerCase()] ?? day}`,
  ],
  [/^# (?=(?:of |open|won|lost|deals|opps|my|stale|stuck|overdue)\b)/i, 'number of '],
  [/\b(?:quota|target) %(?= |$)/gi, 'quota attainment '],
  [/\b(\d+) ?x (?=or more|or less|at least)/gi, '$1 times '],
  [/(\bpushed (?:at least |more than |over )?\d+) ?x\b/gi, '$1 times'],
  [/\bone[- ](?:to|on|2)[- ]ones?\b/gi, '1:1'],
  [/\bcnt\b/gi, 'count'],
  [/\b(?:oppts?|opptys?|optys?|oppty's|opps'?)\b(?!')/gi, 'opps'],
  [/\b(?:fcast|fcst|frcst)\b/gi, 'forecast'],
  [/\b(?:tmrw|tmr|tmrrw|tomoz)\b/gi, 'tomorrow'],
  [/\bthru\b/gi, 'through'],
  [/\b(this|the|last|next|current|prev|previous) (?:qtr|qrt|qrtr)\b/gi, '$1 quarter'],
];

/** The text with such words spelled out. */
export const spelledOut = turning(turns);
