/** The words of requests and what they do there. Names are not here: they come from the data; fields and metrics from their catalogues. */
import type { FieldName, Noun } from '../sales/fields.ts';
import type { MetricName } from '../sales/metrics.ts';

export type Compare = 'over' | 'least' | 'under' | 'most' | 'exactly';
export type Motion = 'stage' | 'activity';
export type Status = 'open' | 'won' | 'lost';

export type Sense =
  | { is: 'filler' }
  | { is: 'noun'; pipeline: boolean }
  | { is: 'list' }
  | { is: 'count' }
  | { is: 'sum' }
  | { is: 'average' }
  | { is: 'median' }
  /** "How long does it take": days, of whatever the words name. */
  | { is: 'howLong' }
  /** "About 50k": between what, is asked back. */
  | { is: 'about' }
  /** A currency named without an amount: "in EUR". */
  | { is: 'currency'; code: string }
  /** "Big", "small": from which amount, is asked back. */
  | { is: 'vague'; up: boolean }
  | { is: 'metric'; metric: MetricName }
  /** "vs", "against": what follows is the other side. `asks`: "compare", which names both sides. */
  | { is: 'versus'; asks: boolean }
  /** "year over year": the other side is the same period so much earlier. */
  | { is: 'shift'; by: 'year' | 'quarter' | 'month' | 'week' }
  /** Over time: grouped by these. */
  | { is: 'trend'; by: 'month' | 'quarter' | 'week' | 'year' }
  | { is: 'chart' }
  /** "How is Priya doing?" */
  | { is: 'how' }
  | { is: 'truth'; field: FieldName; value: boolean }
  /** Closed and won, by its amount. */
  | { is: 'bookings' }
  /** "Did we close": won. */
  | { is: 'didClose' }
  /** "Who won most": by owner, at the beginning of a question. */
  | { is: 'who' }
  | { is: 'pushed' }
  | { is: 'status'; status: Status[]; surely: boolean }
  | { is: 'motion'; motion: Motion }
  | { is: 'age' }
  | { is: 'date'; field: FieldName; open: boolean; closed: boolean }
  | { is: 'overdue' }
  | { is: 'compare'; compare: Compare }
  | { is: 'orMore'; compare: 'least' | 'most' | 'over' | 'under' }
  | { is: 'between' }
  | { is: 'within' }
  /** "As of", "as it stood on" */
  | { is: 'asOf' }
  /** "What % of deals did we win" */
  | { is: 'shareOf' }
  /** Until today, beside a period. */
  | { is: 'soFar' }
  | { is: 'until'; edge: 'before' | 'after' | 'by' | 'since' | 'ago' }
  /** `field`: where the words name it themselves: "unassigned". */
  | { is: 'missing'; surely: boolean; field?: FieldName }
  | { is: 'with' }
  | { is: 'except' }
  | { is: 'by' }
  | { is: 'each' }
  | { is: 'sort' }
  | { is: 'direction'; down: boolean }
  | { is: 'rank'; field: FieldName | null; down: boolean }
  | { is: 'me'; whose: 'mine' | 'team' | 'territory' }
  | { is: 'and' }
  | { is: 'or' }
  | { is: 'field'; field: FieldName }
  | { is: 'prep'; prep: string }
  /** Goes on from the last question of the thread. */
  | { is: 'goesOn' }
  /** Known words for what Steward cannot answer yet. */
  | { is: 'beyond' };

/** Words that mean this only where leads or activities are asked about bear that noun. */
type Line = [sense: Sense, words: string, of?: Noun];

export const lines: Line[] = [
  [
    { is: 'filler' },
    `please|pls|will|ist|we've|weve|okay so|so like|like|um|uh|er|hmm|give me|remind me|i mean|don't know|plz|kindly|hey|hi|hello|ok|okay|steward|to me|teach me|tell me something|thanks|thank you|thx|can you|could you|would you|can i|could i|i want|i want to|i need|i need to|i'd like|i would like|like to|want to|need to|let me|lemme|gimme|let us|let's|tell|me|us|the|a|an|all|all of|all the|any|every|where|anything|everything|either|just|only|right now|now|currently|at the moment|that|which|whose|there|there's|their|its|it|them|those|these|been|be|being|was|were|are|is|am|has|have|had|do|does|did|got|still|already|ones|so|quick|quickly|look at|check|know|see if|if|we|our|ours|we have|we've got|do we have|have we got|everyone|everyone's|everybody|everybody's|everyones|as of now|i|you|out|up|really|actually|also|then|too|but|overall|as of today|as of right now|as at today|as at now|altogether|all told|in total|exist|exists|go|going|look|analysis|overview|report|breakdown|view|summary|as well|of them|whole|entire|company|company wide|companywide|org wide|org-wide|globally|worldwide|world wide|everywhere|across the company|across the whole company|across the entire company|across the business|across the org|across the whole business|in the whole company|in the entire company|for the whole company|for the entire company|for the company|company-wide|total of all|deals'|r|u|ya|y'all|someone|somebody|anyone|anybody|folks|umm|umm like|well|oh|ah|again|just now|hi there|as it stands|and when|and when does it close|and when do they close|when does it close|when do they close|when will it close|when it closes|when they close|asking|asks|asked for|asked about|wanted to know|want to know|wants to know|i wonder|i guess|i think|i believe|i suppose|suppose|maybe|perhaps|probably|possibly|if possible|if you can|if you could|when you can|when you get a chance|urgently|urgent|pretty please|appreciate it|much appreciated|some info on|info on|info about|information on|information about|details on|details of|details about|some details|the details|data on|data for|the data|figures for|figures|figure out|work out|calculate|compute|tally|tally up|pull together|put together|compile|gather|grab|grab me|dig up|dig out|run a report on|run a report of|a report on|report on|a list|a list of|the list of|the full list of|full list of|complete list of|an overview of|overview of|a summary of|summary of|summarize|summarise|a breakdown of|breakdown of|trying to see|trying to find|trying to figure out|make sure|double check|at all|at present|presently|today's view|in the crm|in crm|in salesforce|in hubspot|in the system|in our system|in the books|these days|these are|this is|is there|are there|is there any|are there any|there any|were there|was there|do you have|have you got|do you know|you know|know what|know which|know who|what all|which ones|which one|which of|one|thats|im|im curious|lmk|usually|typically|take|takes|together|split of|the split of|distribution of|mix of|one figure|as one figure|first step|first step for me|first question|first thing|first of all|first off|first up|one more thing|last question|next question|second question|last thing|quick thing|quick one|quick ask|quick pulse check|pulse check|lol|haha|tia|sorry|interested to know|would be interested to know|interested in knowing|grab a list of|hiya|heya|howdy|sup|something|somehow|simply|obviously|basically|honestly|kindly share|share|share with me|kindly give|in days|the one of|that of|those of|the ones of|the one by|the one from|when it will close|when will they close|when they will close|at the minute|asap please|needed|whatever|whatever is|whatever's|to hand|for the record|from us|would be great|would be nice|that would be great|if you don't mind|if you would|could use|got time|have time|real quick|for a sec|a sec|pls and thanks|been there|sourced|led by|single|brings|bring|drives|produces|delivers|yields|gives us|you know|i'm|i am|we're|we are|i'm looking for|looking for|working|is working|works on|working on|whose|stuff|things|kind of things|on file|on record|stand|carry|owns|holds|carries|carrying|stands|standing|wondering|curious|interested in|be able to|able to|would love to|love to|have a look at|take a look at|know about|can|go ahead and|give us|provide|provide me with|provide us with|run me|walk me through|rundown of|the rundown on|a rundown of|in there|out there|on the books|on our books|each of|quick question|question|one question|fyi|asap|rn|atm|basically|kind of|sort of|exactly which|yo|morning|good morning|afternoon|dear|danke|bitte|merci|gracias|por favor|svp|for the|of the|in all|so that|would|should|could|shall|might|did we have|have we had|got any|any of|some|some of|of our|actual|actually have|when|it's|they are|they're|that's|those that|the ones|the ones that|ones that|those which|those who|these that|looking|looking for|looking at|after all|of all|guys`,
  ],
  [
    { is: 'noun', pipeline: false },
    'deals|deal|opportunities|opportunity|opps|opp|oppty|oppties|oppys|opptys',
  ],
  [{ is: 'noun', pipeline: true }, 'pipeline|pipelines|pipe|open pipe|sales pipeline'],
  [
    { is: 'list' },
    "show|list|give|display|find|get|see|pull|pull up|bring up|fetch|which|what|wat|wht|what are|what is|whats|wats|what's|list of|list out|enumerate|view|search|search for|filter|name",
  ],
  [
    { is: 'didClose' },
    `did we close|have we closed|we closed|we have closed|did i close|have i closed|i closed|i have closed|i've closed|did they close|has closed|have closed|closed the most|close-win|close win|did we close-win`,
  ],
  [{ is: 'who' }, "who|who's|whos|who is|who has|who have|which of us"],
  [
    { is: 'how' },
    "how is|how's|hows|how are|how r|how did|how was|how were|how has|how have|how well|how well is|how well did|how well are|how the|how does|how do",
  ],
  [
    { is: 'count' },
    'how many|number of|the number of|just the counts|the counts|counts|just the count|only the count|just the number|how many of them|only the number|the number only|count up|count|count of|how often|no of|num of|quantity of|# of|howmany',
  ],
  [
    { is: 'sum' },
    'total|sum|sum of|in money|in dollars|dollars|dollar value|in value|by value|by money|value wise|money-wise|as a sum|in a sum|sum it|sum them|sum that|add it up|add them up|sum it up|what is it worth|what are they worth|total of|how much|combined|$|summed|$$$|$$|how many dollars|how many euros|how much money|how much value|what is the value of|worth how much|totals|sum up|add up|total up|totaled|totalled|altogether worth',
  ],
  [{ is: 'average' }, 'average|avg|mean|on average|typical|typically|averages|averaged|average of'],
  [
    { is: 'howLong' },
    'how long does it take|how long do we take|how long is|how long are|how long|how many days|how many days does it take|how fast|how quick|how quickly|how soon|how fast do we|how quickly do we|how soon do we|time it takes|number of days',
  ],
  [
    { is: 'about' },
    'approximately|approx|approx.|roughly|circa|≈|somewhere around|in the neighborhood of|give or take|more or less|~',
  ],
  [
    { is: 'vague', up: true },
    'big|large|huge|sizable|sizeable|major|whales|whale|hefty|chunky|bigger|larger|big ticket|big-ticket',
  ],
  [{ is: 'vague', up: false }, 'small|tiny|little|minor|smaller'],
  [{ is: 'currency', code: 'EUR' }, 'eur|euro|euros|€'],
  [{ is: 'currency', code: 'USD' }, 'usd|us dollars'],
  [{ is: 'currency', code: 'GBP' }, 'gbp|£|pounds sterling|sterling'],
  [{ is: 'currency', code: 'CHF' }, 'chf|swiss francs'],
  [{ is: 'currency', code: 'CAD' }, 'cad|canadian dollars'],
  [{ is: 'currency', code: 'JPY' }, 'jpy|yen'],
  [{ is: 'median' }, 'median|medians|median of|the median|middle'],
  [
    { is: 'versus', asks: false },
    'vs|vs.|versus|compare with|compare to|compare it with|compare it to|compare that with|compare that to|compare this with|compare this to|compared|against|compared to|compared with|beside|next to|as compared to|in comparison to|in comparison with|relative to|v|stacked against|stack up against|measured against|than in',
  ],
  [
    { is: 'versus', asks: true },
    'compare|comparison|comparison of|comparison between|difference between|compare between|side by side|head to head|stack up',
  ],
  [
    { is: 'shift', by: 'year' },
    'the year before|year before|a year before|the previous year|a year earlier|year over year|year-over-year|yoy|y/y|year on year|same period last year|same time last year|the same period last year|this time last year|the same quarter last year|same quarter last year|the same month last year|same month last year|the same week last year|same week last year|a year ago|one year ago|the prior year period',
  ],
  [
    { is: 'shift', by: 'quarter' },
    'the quarter before|quarter before|a quarter earlier|quarter over quarter|quarter-over-quarter|qoq|q/q|quarter on quarter',
  ],
  [
    { is: 'shift', by: 'month' },
    'the month before|month before|a month earlier|month over month|month-over-month|mom|m/m|month on month',
  ],
  [
    { is: 'shift', by: 'week' },
    'the week before|week before|a week earlier|week over week|week-over-week|wow|w/w|week on week',
  ],
  [
    { is: 'trend', by: 'month' },
    'trend|trends|trending|trend line|trendline|over time|monthly|monthly trend|month by month|over the months|each month|per month|every month|history of|historically',
  ],
  [
    { is: 'trend', by: 'week' },
    'weekly|weekly trend|weekly trends|trend per week|week by week|week-by-week|each week|per week|every week',
  ],
  [
    { is: 'trend', by: 'quarter' },
    'quarterly|quarterly trend|quarter by quarter|each quarter|per quarter|every quarter',
  ],
  [{ is: 'trend', by: 'year' }, 'yearly|annually|year by year|each year|per year|every year'],
  [
    { is: 'chart' },
    'chart|charts|graph|graphs|plot|as a chart|bar chart|bar charts|bar graph|as a bar chart|in a bar chart|bar chart of|pie chart|as a pie chart|in a chart|as a graph|chart of|graph of|draw|visualize|visualise|plot of|picture of|a chart of|as chart|as a line chart|line chart|line chart of|line graph|as a line|as a pie|in a pie chart|pie|as a table|in a table|as table|in table form|in tabular form|table of|a table of|doughnut chart|donut chart|column chart|as a column chart|as bars|in bars',
  ],
  [
    { is: 'truth', field: 'owner.active', value: false },
    `inactive owner|inactive owners|inactive rep|inactive reps|inactive rep's|departed rep|departed reps|former rep|former reps|former colleagues|ex-colleagues|people who left|reps who left|somebody who left|someone who left|people who have left|reps who have left|people who are gone|reps who are gone|people no longer here|reps no longer here|owner is not active|owner is inactive|owner not active|owner is no longer active|owner no longer active|owner is no longer here|owner has left|owner left|owner is gone|owners have left|owners who left|rep has left|rep left|rep is gone`,
    'deal',
  ],
  [{ is: 'truth', field: 'converted', value: true }, `converted|that converted|were converted', 'lead`],
  [
    { is: 'truth', field: 'converted', value: false },
    `not converted|unconverted|didn't convert|did not convert|never converted|haven't converted|not yet converted`,
    'lead',
  ],
  [
    { is: 'bookings' },
    'brought in|bring in|bookings|sales|umsatz|revenue|revenues|sales revenue|booked|did we book|have we booked|closed won revenue|won revenue|closed revenue|won business|new business won|did we sell|have we sold',
  ],
  [
    { is: 'pushed' },
    'kicked down the road|kicked out|pushed back|pushed off|postponed|delayed|rescheduled|moved out|been moved out|been postponed|been delayed|been kicked down the road|been pushed back|slid|slipped|pushed|slipping|that slipped|pushed out|were pushed|got pushed|been pushed|have been pushed|has been pushed|have slipped|has slipped|keep slipping|keeps slipping|that got pushed',
  ],
  [{ is: 'noun', pipeline: false }, `leads|lead|inquiries|enquiries|inbound leads|mqls|mql|inbound', 'lead`],
  [
    { is: 'noun', pipeline: false },
    'activities|activity|touches|touchpoints|interactions|logged activities',
    'activity',
  ],
  [
    { is: 'noun', pipeline: false },
    'accounts|account|customers|customer|companies|company|clients|client|logos|logo',
    'account',
  ],
  [{ is: 'noun', pipeline: false }, 'contacts|contact', 'contact'],
  [
    { is: 'motion', motion: 'activity' },
    'have no activity|has no activity|had no activity|have not been touched|have no recent activity|had no contact|have had no contact',
    'account',
  ],
  [{ is: 'with' }, 'have|has|having|that have|which have', 'account'],
  [{ is: 'filler' }, 'who|who are|who is|whos|list for', 'contact'],
  [{ is: 'field', field: 'deals' }, 'deals|deal|opportunities|opps', 'account'],
  [
    { is: 'field', field: 'open_deals' },
    'open deals|open deal|open opportunities|open opps|active deals|active opportunities',
    'account',
  ],
  [{ is: 'filler' }, 'own|owns|look after|looks after|at|located', 'account'],
  [
    { is: 'date', field: 'done_on', open: false, closed: false },
    'made|make|done|logged|log|held|hold|had|took place|happened|sent|send|completed|complete|placed|place',
    'activity',
  ],
  [
    { is: 'date', field: 'created_on', open: false, closed: false },
    'arrived|received|we got|that came in|coming in|submitted|came',
    'lead',
  ],
  [
    { is: 'missing', surely: true, field: 'owner' },
    'unassigned|unclaimed|not assigned|unowned|without an owner|nobody owns|no owner|ownerless|not assigned to anyone|not assigned to anybody|no one owns|owned by nobody|owned by no one|belong to nobody|belong to no one',
  ],
  [
    { is: 'status', status: ['open'], surely: true },
    `open|still open|unsigned|not signed|not yet signed|yet to close|yet to be signed|not signed yet|still unsigned|arent closed yet|aren't closed yet|isn't closed yet|isnt closed yet|still going|not decided|not yet decided|undecided|aren't closed|arent closed|isn't closed|isnt closed|not closed yet|unclosed|not closed|not yet closed|in flight|in play|in progress|opens`,
  ],
  [{ is: 'status', status: ['open'], surely: false }, 'active|live|ongoing|current|running|outstanding'],
  [{ is: 'status', status: ['won'], surely: true }, 'won|closed won|closed-won|wins|we won|win'],
  [
    { is: 'status', status: ['lost'], surely: true },
    'lost|closed lost|closed-lost|losses|we lost|loss|lose|losing|we are losing|we keep losing|are we losing|do we lose',
  ],
  [
    { is: 'status', status: ['won'], surely: false },
    'sold|signed|bought|buy|purchase|purchased|bought from us|buy from us|buy off us',
  ],
  [
    { is: 'status', status: ['won', 'lost'], surely: false },
    'closed|not open|no longer open|finished|concluded|completed',
  ],
  [{ is: 'status', status: ['open', 'lost'], surely: true }, 'not won|unwon'],
  [{ is: 'status', status: ['open', 'won'], surely: true }, 'not lost'],
  [
    { is: 'status', status: ['open', 'won', 'lost'], surely: true },
    'open and closed|open or closed|closed and open|any status|all statuses|in any status|whatever status|whatever their status|regardless of status|including closed|including closed ones|incl closed|won lost or open|open won or lost|ever|evr|of all time|in the history|won and lost included|history|deal history|full history|track record of deals|won and lost as well|won lost and open|both won and lost and open|in our history|since the beginning',
  ],
  [
    { is: 'motion', motion: 'stage' },
    `stuck|stalled|stale|stage not changed|not changed stage|hasn't changed stage|haven't changed stage|stage hasn't changed|stage has not changed|no stage change|without a stage change|stagnant|stagnating|parked|sitting|sat|sit|sits|been sitting|lingering|not moved|not moving|hasn't moved|haven't moved|have not moved|has not moved|didn't move|did not move|without movement|with no movement|no movement|gone stale|going stale|rotting|aging|ageing|in the same stage|in same stage|in one stage|in stage|in their stage|in its stage|in the stage|in current stage|in their current stage|in the current stage|no progress|not progressed|without progress|hung up|jammed|bogged down|unchanged|stayed|staying|held up`,
  ],
  [
    { is: 'motion', motion: 'activity' },
    `did not get touched|didn't get touched|didnt get touched|do not get touched|not get touched|was not touched|wasn't touched|were not touched|weren't touched|did not get contacted|didn't get contacted|did not get any activity|got no activity|got no touch|had no touch|no one spoke to|no activity|without activity|with no activity|without any activity|no activities|no recent activity|inactive|ghosted|ghosting|ghosted us|gone silent|went silent|went quiet|no reply|no response|not replied|cold|gone cold on us|nothing happened|nothing has happened|nothing happening|nothing going on|no touch|without touch|without any contact|any contact for|nobody has touched|no one has touched|no one touched|nobody has contacted|nobody's touched|hasn't been contacted|haven't been contacted|hasn't been worked|haven't been worked|untouched|not touched|haven't been touched|hasn't been touched|have not been touched|has not been touched|haven't touched|not been touched|idle|idling|silent|quiet|gone quiet|gone cold|gone dark|went dark|neglected|dormant|unworked|not worked|not worked yet|no contact|without contact|not contacted|not been contacted|no updates|no update|without update|without updates|not updated|no engagement|had no activity|have had no activity|has had no activity|nobody touched|have no activity|has no activity|having no activity|with no touch|with no touches|with no contact|have no touch|has no touch|nothing logged|nothing logged in|nothing was logged|nothing recorded|has nothing logged|have nothing logged|the customer ghosted|customer ghosted|have the customer ghosted|the customer has gone quiet|the customer went quiet|the customer went silent|nobody has logged any activity|no one has logged any activity|nobody has recorded any activity|nobody logged any activity|no one logged any activity|nobody has logged anything|nobody called|nobody called or mailed|nobody called or emailed|nobody emailed|nobody mailed|no one called|no one called or emailed|no calls or emails|no call or email|no email or call|nobody reached out|no one has reached out|nobody has reached out|nobody spoke to|nobody has spoken to|nobody talked to|we have not touched|we haven't touched|i haven't touched|i have not touched|not been contacted|since last activity|since the last activity|since any activity|without an activity|abandoned`,
  ],
  [{ is: 'age' }, 'old|older|days of age|have been open|been open|open for|are open for|open since'],
  [
    { is: 'date', field: 'close_date', open: true, closed: false },
    `closing|due|due to close|expected to close|expected|set to close|scheduled to close|should close|will close|to close|that close|closings|should be signed|to be signed|will be signed|gets signed|get signed|due to be signed|supposed to be signed|going to be signed|closes or should close|coming due|set to land|going to land|lands|land|come in|comes in|should come in|will come in|closes|close|are closing|is closing|going to close|supposed to close|planned to close|planned|projected to close|landing`,
  ],
  [
    { is: 'date', field: 'close_date', open: false, closed: true },
    'closed in|closed on|closed during|closed within|that closed|were closed|that were closed',
  ],
  [
    { is: 'date', field: 'created_on', open: false, closed: false },
    'created|create|add|got created|got added|came in|came through|entered the pipeline|entered our pipeline|did we create|was created|opened|added|logged in the crm|entered|new|newly created|started|came in|logged|that were created|were created|created on|created in|generated',
  ],
  [
    { is: 'date', field: 'last_activity_on', open: true, closed: false },
    'touched|contacted|last contacted|spoken to|talked to|reached out to',
  ],
  [
    { is: 'date', field: 'stage_since', open: true, closed: false },
    'changed stage|changed stages|stage changed|stage has changed|stages changed|moved stage|moved stages|switched stage|switched stages|moved into|moved to|advanced to|advanced into|progressed to|progressed into|went into|got into|reached|landed in',
  ],
  [
    { is: 'overdue' },
    `overdue|past-due|past due|past their close date|past its close date|past close date|past the close date|close date in the past|close dates in the past|close date has passed|close date passed|close date is past|close date is in the past|with a past close date|past close dates|missed their close date|past their close dates|late|moved into the past|is in the past|are in the past|lies in the past|has passed|have passed|already passed|should have closed|should have closed by now|should already be closed|supposed to be closed by now|supposed to have closed|gone past|behind schedule|blown past`,
  ],
  [
    { is: 'compare', compare: 'over' },
    `over|above|more than|greater than|larger than|bigger than|higher than|exceeding|exceeds|exceed|that exceed|beyond|longer than|older than|in excess of|north of|greater|>|for more than|for over|for longer than|for more then|more then|upward of|past|bigger then|larger then|greater then|longer then|older then`,
  ],
  [
    { is: 'compare', compare: 'least' },
    'at least|>=|=>|≥|minimum|min|a minimum of|minimum of|no less than|not less than|starting at|starting from|upwards of|for at least|no fewer than|not under|not below|atleast|at or above|at or over|on or above|equal to or above|equal to or over|equal to or more than|equal to or greater than|greater than or equal to|more than or equal to',
  ],
  [
    { is: 'compare', compare: 'under' },
    'under|below|sub|less than|fewer than|smaller than|lower than|<|shorter than|cheaper than|younger than|newer than|for less than|less then|south of|for under|lower then|smaller then|fewer then',
  ],
  [
    { is: 'compare', compare: 'most' },
    'at most|<=|=<|≤|up to|no more than|not more than|maximum|max|a maximum of|maximum of|not over|no larger than|for at most|no bigger than|not above|no longer than|not longer than|atmost|at or below|at or under|on or below|equal to or below|equal to or under|equal to or less than|less than or equal to',
  ],
  [{ is: 'compare', compare: 'exactly' }, 'exactly|=|equal to|equals|equal|precisely|of exactly'],
  [
    { is: 'orMore', compare: 'least' },
    'or more|or longer|or above|or later|onwards|onward|and later|and beyond|or after|and up|and above|or over|or older|and more|and over|or greater|or higher|or bigger|or larger|upwards|upward|+|plus|or up',
  ],
  [
    { is: 'orMore', compare: 'most' },
    'or earlier|or before|and earlier|or sooner|or less|or under|or below|or fewer|or lower|and below|and under|or smaller|and less|or shorter|tops',
  ],
  [{ is: 'between' }, 'between|ranging from|in the range|in the range of'],
  [
    { is: 'shareOf' },
    'what % of|what percent of|what percentage of|what share of|which share of|what part of',
  ],
  [{ is: 'within' }, 'within|within the'],
  [
    { is: 'asOf' },
    'as of|as-of|as at|as on|as per|as it stood|as they stood|as it was|as they were|as it looked|as they looked|as things stood|as we had it|as we had them|how it stood|back on|back at',
  ],
  [{ is: 'soFar' }, 'so far|till now|until now|up to now|to date'],
  [{ is: 'until', edge: 'before' }, 'before|since before|from before|prior to|earlier than|ahead of'],
  [
    { is: 'until', edge: 'after' },
    'after|later than|slipping past|slip past|slips past|slipped past|pushed past|moved past|past the',
  ],
  [
    { is: 'until', edge: 'by' },
    'no later than|on or before|not later than|not after|up until|until|till|til',
  ],
  [{ is: 'until', edge: 'since' }, 'since|from|starting|on or after|not before|beginning|as from'],
  [{ is: 'until', edge: 'ago' }, 'ago|back'],
  [
    { is: 'missing', surely: true },
    `missing|missing both|without|lacking|lack|lacks|don't have|do not have|dont have|doesn't have|does not have|haven't got|hasn't got|with no|have no|has no|having no|without a|without an|without any|missing a|missing an|missing the|with missing|that miss|w/o|need a|with empty|with blank|blanks in|blank in|has blanks in|have blanks in|gaps in|with blanks in|with gaps in|nothing in the|with no set|there is no|there's no|with an empty|with a missing|with a blank|sans`,
  ],
  [
    { is: 'missing', surely: false },
    `no|empty|blank|is empty|is blank|is missing|are missing|are empty|not set|unset|left blank|was left blank|left empty|was left empty|is left blank|were left blank|never filled in|not filled out|is not filled|isn't filled|hasn't been filled|hasn't been set|was never set|were never set|not there|not filled in|not filled|isn't set|is not set|aren't set|unfilled|undefined|unknown|is unknown`,
  ],
  [
    { is: 'with' },
    'with|having|that have|which have|with a|with an|having a|have a|have an|set|is set|filled in|filled|present',
  ],
  [
    { is: 'except' },
    `nor|and nor|except|except for|bar|excluding|exclude|other than|apart from|aside from|but not|not|not in|not from|not at|not with|not by|not owned by|not for|not belonging to|and not|outside|outside of|leave out|leaving out|ignoring|ignore|skip|but skip|but leave out|but ignore|but no|drop|hide|nothing in|nothing from|nothing at|nothing of|none in|none from|none of|no one but|anyone but|anybody but|everybody but|anything except|anyone except|anybody except|everybody except|whoever but|with the exception of|not including those in|not including those of|get rid of|take out|without counting|but without|omit|omitting|minus|not counting|without counting|not including|don't include|do not include|excluded|left out|not included|omitted|barring|save for|besides|rather not|without the ones in|without the ones from|without those in|without those from|without the ones of|without those of|leave|anything but|every product but|any product but|all products but|excl|all but|everyone but|everything but|everyone except`,
  ],
  [{ is: 'by' }, 'by'],
  [
    { is: 'each' },
    'per|for each|for every|split that by|split those by|split it up by|break that down by|break those down by|break this down by|breaking it down by|one line per|one row per|a line per|a row per|by each|team by|each|grouped by|group by|group it by|broken down by|break down by|break it down by|split by|split it by|by each|broken out by|divided by|segmented by|sliced by|across all|across|breakdown by|grouped per|bucketed by|group them by|group those by|broken up by|split up by|cut by|summed by|organised by|organized by|arranged per|listed per|listed by',
  ],
  [
    { is: 'sort' },
    'ranking of|a ranking of|the ranking of|a ranking|ranking|sorted by|sort by|sort|sorted|order by|ordered by|ordered|ranked by|rank by|rank|ranked|sort it by|sort them by|order them by|order it by|arranged by',
  ],
  [
    { is: 'direction', down: true },
    'descending|order descending|descending order please|reverse chronological|in reverse chronological order|reverse chronologically|newest on top|newest ones first|latest on top|latest ones first|biggest ones first|largest ones first|largest amounts on top|with the largest on top|with the biggest on top|with the largest amounts on top|by size descending|desc|descending order|in descending order|newest at the top|biggest on top|largest on top|biggest at the top|highest first|largest first|biggest first|newest first|latest first|longest first|most first|high to low|from high to low|largest to smallest|biggest to smallest|most recent first|most frequent first|most frequent at the top|most common first|most common at the top|most often first|top ones first|best first|best on top|best at the top|strongest first|large to small|big to small|largest to lowest|high to lowest|down',
  ],
  [
    { is: 'direction', down: false },
    'ascending|order ascending|chronological|in chronological order|chronologically|oldest ones first|smallest ones first|asc|ascending order|in ascending order|alphabetically|lowest first|smallest first|oldest first|earliest first|shortest first|low to high|from low to high|smallest to largest|soonest first|worst first|worst on top|worst at the top|weakest first|small to large|small to big|smallest to biggest|least to most|soonest close first|soonest closing first|next to close first|next first|nearest first|closest first|smallest on top|oldest on top|least first',
  ],
  [
    { is: 'rank', field: null, down: true },
    'top|best|best performing|top performing|best selling|highest|first|most|the most|most common|most frequent',
  ],
  [{ is: 'rank', field: null, down: false }, 'worst|worst performing|weakest'],
  [{ is: 'rank', field: null, down: false }, 'fewest|the fewest|the least'],
  [
    { is: 'rank', field: 'amount', down: true },
    'biggest|largest|highest value|most valuable|highest-value|high value|most expensive|biggest by amount|greatest|the most valuable|the highest value|fattest|chunkiest|beefiest|juiciest|heftiest',
  ],
  [
    { is: 'rank', field: 'amount', down: false },
    'smallest|bottom|lowest|least valuable|tiniest|lowest value|cheapest|least expensive|lowest priced',
  ],
  [
    { is: 'rank', field: 'created_on', down: false },
    'oldest|earliest created|longest running|longest-running|longest open|longest living',
  ],
  [
    { is: 'rank', field: 'created_on', down: true },
    'newest|latest|most recent|most recently created|youngest',
  ],
  [
    { is: 'rank', field: 'days_in_stage', down: true },
    'longest|longest stuck|longest in stage|stuck longest|stalest|stuck the longest|longest in their stage|longest sitting',
  ],
  [
    { is: 'rank', field: 'days_in_stage', down: false },
    'shortest|the shortest|quickest|shortest in stage|shortest in their stage',
  ],
  [
    { is: 'rank', field: 'close_date', down: false },
    'next to close|nearest to their close date|nearest to closing|nearest to close|closest to closing|closest to close|closest to their close date|closest to the close date|soonest|closing soonest|earliest closing|soonest to close',
  ],
  [
    { is: 'me', whose: 'mine' },
    `my|mine|i own|just me|only me|of me|by me|on my plate|my book|my patch|my turf|my book of business|do i have|do i own|do i stand|where do i stand|i'm working|i'm working on|i'm carrying|i'm responsible for|i'm running|i'm the owner of|have i got|i have|i've got|i've|owned by me|assigned to me|belonging to me|belong to me|that belong to me|in my name|under my name|of mine|am i|that are mine|for me|i got|my own|myself|own`,
  ],
  [
    { is: 'me', whose: 'team' },
    `my team|my team's|my teams|my teammates|my team mates|my teammates'|my team mates'|team mates|teammates|my crew|my squad|my group|my folks|our team|our team's|my people|my reps|my guys`,
  ],
  [
    { is: 'me', whose: 'territory' },
    `my territory|my region|our region|our territory|my territory's|my region's|my area`,
  ],
  [{ is: 'and' }, 'and|,|&|;|as well as|and also|along with|+|and um|n|together with'],
  [{ is: 'or' }, 'or|/'],
  [
    { is: 'goesOn' },
    `what about|how about|and what about|of those|of these|from those|from these|those deals|these deals|same for|the same for|same thing|the same thing|same thing for|same again|the same again|the same but|what's left|whats left|what is left|what remains|the remaining ones|was that|were those|of those two|of those three|of these two|of these three|of those four|those two|those three|these two|these three|of the two|of the three|of the two of them|same but|same thing for|instead|narrow to|narrow it to|filter to|limit to|limit it to|restrict to|show them|list them|show those|show these|now show|them only|only those`,
  ],
  [
    { is: 'beyond' },
    `who should|who ought to|who do you recommend|who do you suggest|who would you recommend|who would you suggest|who can take|who could take|who could get|who would be best|who is best suited|who's best suited|what should i|what should we|which should i|which should we|should i|should we|churn|probability|weighted|velocity|contacts|contact|quote|quotes|campaign|kpi|kpis|growth|sentiment|weather|lead conversion|lead conversion rate|margin|margins|discount|discounts|commission|commissions`,
  ],
  [
    { is: 'prep', prep: 'in' },
    `in|for|of|at|on|to|from within|with regards to|concerning|when it comes to|in terms of|out of|coming from|located in|based in|situated in|inside|through|belonging to|owned by|assigned to|held by|that are in|which are in|that are|which are|worked by|handled by|run by|tagged|tagged as|under the name of|that belong to|belong to|belongs to|belonging|sold by|into|through|thru|via|priced in|denominated in|quoted in|paid in|billed in|invoiced in|about|regarding|around|made by|worth of|during|because of|because of the|due to|owing to|got beat by|got beaten by|beaten by|were beaten by|was beaten by|lost out to|over the|in the`,
  ],
];
