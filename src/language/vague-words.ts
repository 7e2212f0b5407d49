/** Words that even a person could not read without asking: soon, lately, a while, hot, risky, late stage. Each with what it may mean, in words that the reader knows. */
import type { Lexicon } from './lexicon.ts';

/** `put`: where the meaning goes: in the place of the words, or at the end of the sentence without them. */
export type Meaning = { label: string; words: string; put: 'there' | 'end' };
export type VagueWords = {
  said: RegExp;
  question: (said: string) => string;
  /** Where this is said, too, the words say no more. */
  needless?: RegExp;
  /** `text` is the whole sentence in lower case. */
  meanings: (text: string, lexicon: Lexicon) => Meaning[];
};

const labelled = (put: Meaning['put'], options: [label: string, words: string][]): Meaning[] =>
  options.map(([label, words]) => ({ label, words, put }));

const quoted =
  (rest: string) =>
  (said: string): string =>
    `"${said}": ${rest}`;

/** A period is said. */
const spans =
  /\b(?:(?:this|last|past|next|since|in) (?:week|month|quarter|year|\d+ (?:days|weeks|months)|january|february|march|april|may|june|july|august|september|october|november|december)|today|yesterday|[mqy]td|q[1-4])\b/;
/** "At most 10 days there" says how fresh. */
const atMostDays =
  /\b(?:at most|not (?:longer|more|older) than|no (?:longer|more|older) than|less than|younger than|under|up to|within|max(?:imum)?) \d+ (?:days|weeks)\b/;
const closes =
  /\b(?:clos(?:e|es|ing)|due|land(?:s|ing)?|com(?:e|es|ing) in|sign(?:s|ing)?|finish(?:es|ing)?|end(?:s|ing)?|happen(?:s|ing)?)\b/;
const decided = /\b(?:won|wins?|lost|loss(?:es)?|lose|clos(?:e|ed)|sold|signed|booked|revenue|bookings)\b/;
const resting =
  /\b(?:activity|touch(?:ed)?|contact(?:ed)?|moved?|movement|stuck|stalled|sitting|sat|parked|quiet|silent|idle|cold|heard|update[ds]?|untouched|progress|stage|open|worked|dormant)\b/;

const months: [string, string][] = [
  ['This week', 'this week'],
  ['This month', 'this month'],
  ['This quarter', 'this quarter'],
];
const soon = (text: string): Meaning[] =>
  closes.test(text)
    ? labelled('there', months)
    : labelled(
        'end',
        months.map(([label, words]) => [`Closing ${label.toLowerCase()}`, `closing ${words}`]),
      );

const pasts: [string, string][] = [
  ['In the last 7 days', 'in the last 7 days'],
  ['In the last 30 days', 'in the last 30 days'],
  ['This quarter', 'this quarter'],
];
const lengths: [string, string][] = [14, 30, 60, 90].map((days) => [`${days} days`, `${days} days`]);
const aWhile = (text: string): Meaning[] =>
  resting.test(text)
    ? labelled(
        'end',
        lengths.map(([label, words]) => [label, `for ${words}`]),
      )
    : labelled('end', [
        ['In the same stage for 30 days', 'in the same stage for 30 days'],
        ['No activity for 30 days', 'with no activity for 30 days'],
        ['Created more than 90 days ago', 'created more than 90 days ago'],
      ]);

const lately = (text: string): Meaning[] =>
  /\b(?:no|not|without|never|nobody|hasn't|haven't|aren't|isn't)\b/.test(text) && resting.test(text)
    ? aWhile(text)
    : decided.test(text)
      ? labelled('end', pasts)
      : /\b(?:created|added|opened|came in|leads?|calls|meetings|activities)\b/.test(text)
        ? labelled('end', pasts)
        : labelled('end', [
            ['Created in the last 7 days', 'created in the last 7 days'],
            ['Created in the last 30 days', 'created in the last 30 days'],
            ['With activity in the last 7 days', 'with activity in the last 7 days'],
          ]);

const few = (said: string): Meaning[] => {
  const unit = /(day|week|month)s?$/.exec(said)?.[1] ?? 'week';
  return labelled(
    'there',
    [2, 3, 4, 5].map((count) => [`${count} ${unit}s`, `${count} ${unit}s`]),
  );
};

const good = (text: string): Meaning[] =>
  labelled(
    'end',
    spans.test(text)
      ? [
          ['The largest', ', largest first'],
          ['Over 50,000', 'over 50k'],
          ['Over 100,000', 'over 100k'],
        ]
      : [
          ['The largest', ', largest first'],
          ['Closing this month', 'closing this month'],
          ['With activity in the last 7 days', 'with activity in the last 7 days'],
        ],
  );
const bad: Meaning[] = labelled('end', [
  ['Too long in the same stage', 'that are stuck'],
  ['No activity lately', 'that are inactive'],
  ['Past their close date', 'that are overdue'],
]);
const sizes: Meaning[] = labelled('end', [
  ['10,000 to 50,000', 'between 10k and 50k'],
  ['25,000 to 100,000', 'between 25k and 100k'],
  ['Over 50,000', 'over 50k'],
]);

/** The last open stages, or the first ones, of this company. */
function stagesAt(end: 'late' | 'early', { stages }: Lexicon): Meaning[] {
  const open = stages.filter(({ is }) => is === 'open').sort((a, b) => a.order - b.order);
  const near = end === 'late' ? open.slice(-3).reverse() : open.slice(0, 3);
  return labelled(
    'end',
    near.map(({ name }, at) =>
      at === 0
        ? [name, `in ${name}`]
        : end === 'late'
          ? [`${name} or later`, `in ${name} or later`]
          : [`${name} or earlier`, `in ${name} or earlier`],
    ),
  );
}

const around = (said: string, lexicon: Lexicon): Meaning[] => {
  const name = said.replace(/^.*\baround\s+/, '');
  const stage = lexicon.stages.find((one) => one.name.toLowerCase() === name);
  return stage
    ? labelled('there', [
        [stage.name, `in ${stage.name}`],
        [`${stage.name} or later`, `in ${stage.name} or later`],
        [`${stage.name} or earlier`, `in ${stage.name} or earlier`],
      ])
    : [];
};

const best =
  'best|strongest|greatest|most successful|most productive|worst|weakest|poorest|least successful|least productive|top|leading|number one|no\\.? ?1';
/** "Which territory is the strongest?", "who among my people is doing worst": the whole sentence, so that nothing of it is left out. */
const bestOf = new RegExp(
  `^\\W*(?:so |and |ok |now )?(?:(?:which|what)(?: (?:of|among) (?:my|our|the))? (territor(?:y|ies)|regions?|teams?|reps?|sellers?|people|products?|stages?|industr(?:y|ies)|segments?|accounts?|customers?)|who(?:'s|s)?(?: (?:among|of|in|on) (?:all )?(my|our|the) (?:people|team|reps|guys|folks|crew|sellers|lot))?)(?: (?:in|of|on|among) (my|our) (?:team|people|reps))? ?(?:is |are |was |were |has been )?(?:doing |performing |looking |selling |faring )?(?:(?:the|my|our) )?(?:${best})(?: (?:one|rep|reps|seller|performer))?(?:,? (?:in )?((?:this|last) (?:month|quarter|year)))?(?:,? (?:do you think|would you say|in your (?:view|opinion)))?[\\s?.!]{0,4}$`,
  'u',
);
const howGood =
  /\b(?:by|on|according to) (?:how (?:good|strong|promising|hot|likely|important|healthy|bad|risky|serious|urgent|interesting|attractive|ready)(?: (?:they|it|each|each one|each of them)(?: all)? (?:are|is|looks?|seems?|feels?))?|quality|importance|priority|potential|health|attractiveness|urgency|likelihood)(?!\p{L})/u;
const fieldOf: [RegExp, string][] = [
  [/^(?:territor|region)/, 'territory'],
  [/^team/, 'team'],
  [/^product/, 'product'],
  [/^stage/, 'stage'],
  [/^industr/, 'industry'],
  [/^segment/, 'segment'],
  [/^(?:account|customer)/, 'account'],
];
function groupsBy(found: RegExpExecArray | null): Meaning[] {
  const [text = '', group = '', whose, ours, when = 'this quarter'] = found ?? [];
  const field = fieldOf.find(([words]) => words.test(group))?.[1] ?? 'owner';
  const mine = /^(?:my|our)$/.test(whose ?? ours ?? '') || /\b(?:my|our)\b/.test(text);
  const team = mine ? "my team's " : '';
  const order = /worst|weakest|poorest|least/.test(text) ? 'lowest first' : 'highest first';
  return labelled('there', [
    ['Won amount', `${team}won amount ${when} by ${field}, ${order}`],
    ['Open pipeline', `${team}open pipeline by ${field}, ${order}`],
    ['Win rate', `${team}win rate ${when} by ${field}, ${order}`],
  ]);
}

/** "In the last 6", "over the past 4": the unit was left out. */
const lastFew =
  /\b(?:(?:in|over|during|within|for|from|across|created|closed|won|lost|closing) )?(?:the )?(?:last|past|previous|prior|next|coming) (?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve)(?![\p{L}\d%]|[.,:/-]\d)(?!\s+(?:\p{L}+\s+)?(?:d|days?|weeks?|wks?|months?|mos?|quarters?|qtrs?|years?|yrs?|hours?|minutes?|deals?|opps?|opportunit\p{L}+|wins?|loss\p{L}*|leads?|accounts?|activit\p{L}+|k|m|grand|thousand|million|percent)(?!\p{L}))/u;

const newOnes: [string, string][] = [
  ['Deals won', 'won deals'],
  ['Deals created', 'deals created'],
];

const notHere =
  /\b(?:average |avg |mean |median |total |our |the )*(?:(?:customer|client|employee|rep|profit|gross|net) )?(?:satisfaction(?: scores?)?|nps(?: scores?)?|csat|margins?|profit(?:s|ability)?|churn(?: rates?)?|retention(?: rates?)?|lifetime value|ltv|cac|acquisition costs?|roi|mrr|discounts?(?: rates?)?(?: we gave| given)?|open rates?|reply rates?|response rates?|no-show rates?|time between \p{L}+|happiness|morale)(?= (?:on|of|for|by|per|in|this|last|since|during|across)\b|\s*[?.!]*$)/u;

const notHeld =
  /\b(?:with|without|that have|which have|having|where there is|where we have|have|lacking)(?: got)? (?:an? |the |our |no |any |more than one |two |several |multiple )*(?:signed |approved |identified |named |clear |confirmed )?(?:nda|msa|sow|champions?|decision[- ]?makers?|economic buyers?|budget(?: approval)?|legal (?:review|approval)|security review|proof of concept|poc|pilot|trial|demo(?: booked| scheduled)?|stakeholders?|contacts?|products|competitors?|business case|mutual (?:action|close) plan)(?: (?:signed|approved|in place|attached|booked|scheduled|identified|involved))?\b/;

/** In this order: the first that is said is asked about first. */
export const vagueWords: VagueWords[] = [
  {
    said: bestOf,
    question: () => 'By what?',
    meanings: (text) => groupsBy(bestOf.exec(text)),
  },
  {
    // What no field holds and nothing measures.
    said: notHere,
    question: (said) => `"${said}" is not in the data. Which figure instead?`,
    meanings: () =>
      labelled('there', [
        ['Win rate', 'win rate'],
        ['Won amount', 'won amount'],
        ['Average deal size', 'average deal size'],
      ]),
  },
  {
    said: notHeld,
    question: (said) => `"${said}" is not in the data. Which deals instead?`,
    meanings: () =>
      labelled('there', [
        ['With a next step', 'with a next step'],
        ['Without a next step', 'without a next step'],
        ['With activity in the last 14 days', 'with activity in the last 14 days'],
      ]),
  },
  {
    said: /\b(?:how many |which |what )?(?:(?:the|our|my) )?new (?:customers?|clients?|logos?|accounts?)\b(?! (?:deals?|opps?|won|signed|landed|closed))/,
    question: quoted('counted how?'),
    meanings: (text) =>
      labelled(
        'there',
        /how many/.test(text) ? newOnes.map(([label, words]) => [label, `number of ${words}`]) : newOnes,
      ),
  },
  {
    said: /\b(?:that are |which are )?(above|over|bigger than|larger than|higher than|below|under|smaller than|lower than) (?:the |our )?(?:average|avg|mean|median)(?: (?:deal )?(?:size|amount|value))?\b/,
    question: quoted('which amount?'),
    meanings: (text) =>
      labelled(
        'there',
        [25, 50, 100].map((amount) => {
          const side = /\b(?:below|under|smaller|lower)\b/.test(text) ? 'under' : 'over';
          return [`${side === 'under' ? 'Under' : 'Over'} ${amount},000`, `${side} ${amount}k`];
        }),
      ),
  },
  {
    said: /\b(?:by|on|per|according to) (?:the |their |its )?dates?(?=\s*[,.?!]|$| (?:please|first|asc|desc|ascending|descending|order)\b)/,
    question: () => 'By which date?',
    meanings: () =>
      labelled('there', [
        ['Close date', 'by close date'],
        ['Created', 'by created date'],
        ['Last activity', 'by last activity'],
      ]),
  },
  {
    // "Average time": of what, is not said.
    said: /^(?:(?:what(?:'s| is)|show(?: me)?|give me) )?(?:(?:the|our|my) )?(?:average|avg|mean|median|typical) (?:time|duration|days|length)(?=\s*[?.!]*$| (?:by|per|this|last|in|for)\b)/,
    question: quoted('of what?'),
    meanings: () =>
      labelled('there', [
        ['Sales cycle', 'average sales cycle'],
        ['Time in each stage', 'average time in stage'],
        ['Time to first touch of a lead', 'time to first touch'],
      ]),
  },
  {
    said: howGood,
    question: quoted('by what?'),
    meanings: () =>
      labelled('there', [
        ['By amount', 'by amount'],
        ['By close date', 'by close date'],
        ['By days since activity', 'by days since activity'],
      ]),
  },
  {
    said: lastFew,
    question: (said) => `"${said}": what of?`,
    meanings: (text) => {
      const [said = ''] = lastFew.exec(text) ?? [];
      const [, which = 'last', count = ''] =
        /(last|past|previous|prior|next|coming)\s+(\S+)$/.exec(said) ?? [];
      const when = /next|coming/.test(which) ? 'next' : 'last';
      return labelled(
        'there',
        ['days', 'weeks', 'months', 'quarters'].map((unit) => [
          `${count} ${unit}`,
          `in the ${when} ${count} ${unit}`,
        ]),
      );
    },
  },
  {
    said: /\b(?:in )?(?:(?:&|and) )?around (?!(?:here|the|\d))[\p{L}]+\b/u,
    question: quoted('which stages?'),
    meanings: (text, lexicon) => {
      const said = /\baround\s+\p{L}+/u.exec(text)?.[0] ?? '';
      return around(said, lexicon);
    },
  },
  {
    // "Around the offsite": when that is, nobody here knows.
    said: /\b(?:around|before|after|by|until|till|ahead of|in time for|during|at) (?:the |our |my |this year's |next )(?:\p{L}+ )?(?:off-?site|conference|summit|kick-?off|sko|trade ?show|fair|expo|retreat|holidays|vacation|break|launch|event|all[- ]hands|town ?hall|roadshow|webinar)(?!\p{L})/u,
    question: quoted('when is that?'),
    meanings: (text) => soon(text),
  },
  {
    said: /\b(?:slipping|slip|about to slip|likely to slip|at risk of slipping) (?:soon|shortly)\b|\b(?:(?:is|are) )?(?:about|likely|going) to slip\b|\b(?:could|might|may|will|would) slip\b|\b(?:is|are)? ?slipping(?= (?:this|next) (?:week|month|quarter)\b|[\s?.!]*$)/,
    question: quoted('which ones?'),
    meanings: () =>
      labelled('end', [
        ['Closing this month, no activity for 14 days', 'closing this month with no activity for 14 days'],
        ['Pushed before', 'that were pushed'],
        ['Past their close date', 'that are overdue'],
      ]),
  },
  {
    said: /\b(?:in |at )?(?:the |their |its )?(?:late(?:r)?|last|final|advanced|end)[ -]stages?\b|\b(?:far|further|well) along\b|\badvanced\b|\bnearly (?:done|there|closed)\b|\balmost (?:done|there|closed)\b/,
    question: quoted('from which stage on?'),
    meanings: (_, lexicon) => stagesAt('late', lexicon),
  },
  {
    said: /\b(?:in |at )?(?:the |their |its )?(?:earl(?:y|ier)|first|initial|beginning)[ -]stages?\b|\bearly on\b/,
    question: quoted('up to which stage?'),
    meanings: (_, lexicon) => stagesAt('early', lexicon),
  },
  {
    said: /\b(?:a few|a couple(?: of)?|several|some|a handful of) (?:days|weeks|months)\b/,
    question: quoted('how many?'),
    meanings: (text) =>
      few(/(?:a few|a couple(?: of)?|several|some|a handful of) (?:days|weeks|months)/.exec(text)?.[0] ?? ''),
  },
  {
    said: /\b(?:for |in |since )?(?:a (?:long |good |little |short )?while(?! ago| back)|(?:quite |such )?(?:a |some )?(?:very |too |way too |so )?(?<!how )long(?: time)?(?! (?:does|do|is|are|did))|quite some time|ages|forever|weeks now|months now)\b/,
    question: quoted('how long?'),
    meanings: aWhile,
  },
  {
    said: /\b(?:very |pretty |really )?old\b/,
    question: quoted('how old?'),
    meanings: () =>
      labelled('end', [
        ['Created more than 30 days ago', 'created more than 30 days ago'],
        ['Created more than 90 days ago', 'created more than 90 days ago'],
        ['Created more than 180 days ago', 'created more than 180 days ago'],
      ]),
  },
  {
    said: /\b(?:about to (?:close|sign|land)|(?:pretty |fairly |quite |very |sometime )?soon(?:ish)?(?! as)|shortly|in the near future|before long|any day now|imminent(?:ly)?|eventually|at some point|sometime|(?<!or |and )later on|upcoming|(?:in )?(?:the )?coming (?:days|weeks|months)|(?:in )?(?:the )?next few (?:days|weeks|months))\b/,
    question: quoted('until when?'),
    meanings: (text) => (/about to/.test(text) ? soon('') : soon(text)),
  },
  {
    said: /\b(?:(?:the )?(?:most |more )?recent(?:ly)?|lately|of late|newly|fresh|brand new|new|the other day|not long ago|(?:in )?recent (?:days|weeks|months)|(?:in |over )?the (?:last|past) (?:few|couple of|several) (?:days|weeks|months)|a (?:short |little )?while (?:ago|back)|some time ago|the last while|back then|earlier)\b/,
    question: quoted('since when?'),
    needless: new RegExp(`${spans.source}|${atMostDays.source}`),
    meanings: lately,
  },
  {
    said: /\b(?:mid|medium|average|decent|good|reasonable|normal|fair|proper|nice)[ -]?(?:siz(?:e|ed|able)|sized)\b|\b(?:with |of )?(?:a )?(?:decent|good|reasonable|nice|some|proper|certain) (?:size|value|amount)\b|\bmeaningful\b|\bsubstantial\b|\bconsiderable\b|\bsignificant\b/,
    question: quoted('which amounts?'),
    meanings: () => sizes,
  },
  {
    said: /\b(?:risky|riskiest|shaky|wobbly|troubled|in (?:trouble|danger)|problem(?:s|atic)?|unhealthy|worr(?:ying|isome)|weak(?:est)?|bad|poor|ugly|sick|endangered|(?:most )?at[ -]risk|(?:that )?needs? (?:my |our |some |more |your )?(?:attention|help|love|work|action|a push|a nudge|care)|to worry about|worth worrying about|should worry (?:about|me)|dead|dying|hopeless|zombies?|in bad shape|worst|doubtful|slow)\b/,
    question: quoted('in which way?'),
    meanings: () => bad,
  },
  {
    said: /\b(?:(?:the )?(?:most |very |really |more )?)(?:hot(?:test)?|warm|promising|good|best|great|nice|strong(?:est)?|healthy|important|key|critical|crucial|urgent|top[ -]priority|(?:high )?priority|juicy|juiciest|serious|interesting|attractive|exciting|valuable|solid|real|low[ -]hanging(?: fruits?)?|worth (?:my|our|the) (?:time|while|effort)|worth (?:looking at|a look|watching|chasing|pursuing|it)|(?:most |very )?(?:likely|probable|winnable)(?: to (?:close|win|land))?|that matter(?: most)?|to focus on|sure things?|safe(?:st)?|closest to (?:the )?money|quick wins?)\b/,
    question: quoted('in which way?'),
    meanings: (text) => good(text),
  },
];
