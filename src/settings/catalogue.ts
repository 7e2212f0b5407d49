/** Every setting: what it means, what it may be, and what holds until somebody sets it. */
import { BadInput } from '../errors.ts';
import { readQuietHours, readTime, readWorkingDays } from '../policy/quiet-hours.ts';
import { requirable, requiredIn, requiredLabel } from '../sales/required.ts';

export type SettingScope = 'everyone' | 'territory' | 'team' | 'person' | 'account' | 'agent' | 'channel';
export type SettingValue = string | number | boolean;

export type Setting = {
  name: string;
  label: string;
  /** One sentence for people. */
  meaning: string;
  /** `fields`: names of deal fields with commas between them; none is an empty text. */
  type: 'whole number' | 'number' | 'text' | 'choice' | 'truth' | 'fields';
  unit?: 'days' | 'hours' | 'percent' | 'runs' | 'cards' | 'currency' | 'minutes' | 'fields';
  min?: number;
  max?: number;
  choices?: string[];
  pattern?: { of: { test(text: string): boolean }; says: string };
  default: SettingValue;
  /** Where it may differ; `everyone` always may. */
  scopes: SettingScope[];
  /** May differ by stage. */
  byStage?: boolean;
};

const narrower: SettingScope[] = ['territory', 'team', 'person', 'account'];
const channelId = { of: /^([CGD][A-Z0-9]{2,})?$/, says: 'a Slack channel id such as C0123ABCD' };

const isQuietHours = { test: (text: string) => readQuietHours(text) !== null };
const isWorkingDays = { test: (text: string) => readWorkingDays(text) !== null };
const isTime = { test: (text: string) => readTime(text) !== null };

const all: Setting[] = [
  days(
    'stale_days',
    'Stale after',
    'A deal is stale when it has been in its stage for more than this many days.',
    30,
    1,
    365,
    {
      scopes: narrower,
      byStage: true,
    },
  ),
  days(
    'inactivity_days',
    'Inactive after',
    'A deal is inactive when nothing was done about it for more than this many days.',
    30,
    1,
    365,
    { scopes: narrower },
  ),
  days(
    'close_date_grace_days',
    'Close date may pass by',
    'The close date of an open deal is past when it lies more than this many days back.',
    0,
    0,
    365,
    { scopes: narrower, byStage: true },
  ),
  {
    name: 'push_limit',
    label: 'Close date pushed',
    meaning: 'A deal whose close date was put off this many times or more is asked about.',
    type: 'whole number',
    min: 1,
    max: 100,
    default: 3,
    scopes: narrower,
  },
  {
    name: 'required_fields',
    label: 'Required of a deal',
    meaning: 'Whoever owns an open deal in which one of these is empty is asked to fill it in.',
    type: 'fields',
    unit: 'fields',
    choices: [...requirable],
    default: '',
    scopes: narrower,
    byStage: true,
  },
  {
    name: 'block_stage_progress',
    label: 'Block stage progress until complete',
    meaning:
      'A deal does not move on to a stage while something that the stage requires is empty; where it has been moved all the same, moving it back is proposed.',
    type: 'truth',
    default: false,
    scopes: narrower,
    byStage: true,
  },
  {
    name: 'amount_change_percent',
    label: 'Amount changed by',
    meaning: 'A change of a deal’s amount by more than this share of what it was is kept as a finding.',
    type: 'number',
    unit: 'percent',
    min: 1,
    max: 1_000,
    default: 20,
    scopes: narrower,
  },
  {
    name: 'stage_back_steps',
    label: 'Stages moved back',
    meaning: 'A deal that goes back by this many stages or more is asked about.',
    type: 'whole number',
    min: 1,
    max: 20,
    default: 1,
    scopes: narrower,
  },
  days(
    'owner_change_days',
    'Owner changed late',
    'A deal that gets another owner is asked about when its close date is at most this many days away.',
    30,
    0,
    365,
    { scopes: narrower },
  ),
  {
    name: 'open_deals_limit',
    label: 'Open deals per person',
    meaning:
      'A manager is told when somebody has more open deals than this; with so many one claims no further lead.',
    type: 'whole number',
    min: 1,
    max: 100_000,
    default: 50,
    scopes: ['territory', 'team', 'person'],
  },
  days(
    'nudge_days',
    'Answer to a nudge within',
    'A manager is told when a rep who was asked about a deal has done nothing about it for more than this many days.',
    3,
    0,
    90,
    { scopes: ['territory', 'team', 'person'] },
  ),
  {
    name: 'amount_changes',
    label: 'Amount changed again',
    meaning: 'A manager is told when the amount of one deal changed much this many times lately.',
    type: 'whole number',
    min: 2,
    max: 100,
    default: 3,
    scopes: narrower,
  },
  {
    name: 'amount_change_reps',
    label: 'Amounts changed with reps',
    meaning: 'A manager is told when the amounts of deals of this many reps of one team changed much lately.',
    type: 'whole number',
    min: 2,
    max: 1_000,
    default: 3,
    scopes: ['territory', 'team'],
  },
  days(
    'pattern_days',
    'Patterns within',
    'How far back changes of amounts are counted for a pattern.',
    30,
    1,
    365,
  ),
  days(
    'forecast_daily_days',
    'Daily forecasts in the last',
    'A forecast is made each Monday, and daily in this many last days of a quarter.',
    14,
    0,
    92,
  ),
  days('event_days', 'Recent for', 'What happened to a deal is spoken of for this many days.', 14, 1, 90),
  days(
    'ask_again_days',
    'Ask again after',
    'After a decision about a deal an agent opens no further card about it for this many days.',
    7,
    0,
    365,
    { scopes: [] },
  ),
  days(
    'old_after_days',
    'Old after',
    'What has been true for longer than this is listed, but makes no card and no change by itself.',
    730,
    30,
    36_500,
  ),
  days(
    'expire_days',
    'Cards expire after',
    'A card without a decision expires after this many days; nothing is changed then.',
    7,
    1,
    90,
  ),
  days('undo_days', 'Undo for', 'A change can be undone with one tap for this many days.', 30, 1, 365),
  days('reopen_days', 'Reopen for', 'A rejected card can be opened again for this many days.', 7, 1, 90),
  days(
    'raw_payload_days',
    'Raw input kept for',
    'Raw input from Slack and of runs is deleted after this many days.',
    7,
    1,
    365,
  ),
  days(
    'lead_card_days',
    'Lead cards for',
    'Only leads that came within this many days get a card of their own.',
    7,
    1,
    90,
  ),
  minutes(
    'lead_remind_minutes',
    'Remind of a lead after',
    'A lead that nobody claims is brought up in its thread after this many minutes.',
    15,
  ),
  minutes(
    'lead_escalate_minutes',
    'Lead to a manager after',
    'A lead that nobody claims goes to a manager after this many minutes.',
    60,
  ),
  {
    name: 'repeat_limit',
    label: 'Told above arrivals',
    meaning: 'The owner of intake is told when one person comes in again more often than this within a day.',
    type: 'whole number',
    min: 1,
    max: 1_000,
    default: 3,
    scopes: [],
  },
  {
    name: 'intake_budget_usd',
    label: 'Model budget of intake per day',
    meaning: 'Leads are read with language models for up to this many US dollars a day; then by rules alone.',
    type: 'number',
    min: 0,
    max: 1_000,
    default: 1,
    scopes: [],
  },
  {
    name: 'remind_hours',
    label: 'Remind after',
    meaning: 'A card without a decision reminds once, after this many hours.',
    type: 'whole number',
    unit: 'hours',
    min: 1,
    max: 720,
    default: 24,
    scopes: [],
  },
  {
    name: 'approval_amount',
    label: 'Approver needed above',
    meaning:
      'What an agent changes of a deal above this amount, and what a person changes of its owner, stage or amount, needs an approver.',
    type: 'number',
    unit: 'currency',
    min: 0,
    max: 1_000_000_000_000,
    default: 100_000,
    scopes: ['territory', 'team'],
  },
  {
    name: 'confidence_floor',
    label: 'Confidence floor',
    meaning: 'An agent does not act alone where people accepted less than this share of what it proposed.',
    type: 'number',
    unit: 'percent',
    min: 0,
    max: 100,
    default: 50,
    scopes: ['agent'],
  },
  {
    name: 'bulk_limit',
    label: 'Approver needed above at once',
    meaning: 'A request that changes more deals than this at once needs an approver.',
    type: 'whole number',
    min: 1,
    max: 500,
    default: 50,
    scopes: [],
  },
  {
    name: 'hourly_cap',
    label: 'Changes per hour',
    meaning: 'An agent changes at most this many things alone within an hour; the rest waits.',
    type: 'whole number',
    min: 1,
    max: 10_000,
    default: 100,
    scopes: ['agent'],
  },
  {
    name: 'basis_cases',
    label: 'Cases behind a proposed value',
    meaning: 'A value is proposed only when at least this many closed deals support it.',
    type: 'whole number',
    min: 1,
    max: 1_000,
    default: 10,
    scopes: [],
  },
  cards(
    'cards_per_run',
    'Cards per run',
    'An agent opens at most this many cards in one run, the most valuable first; the rest waits.',
    10,
    1,
  ),
  cards(
    'cards_open',
    'Cards open at once',
    'An agent opens no further card while this many of its cards wait for a decision.',
    25,
    1,
  ),
  cards(
    'cards_first_run',
    'Cards at first',
    'Until one of its cards is closed, an agent opens at most this many, unless somebody asks it to run.',
    1,
    0,
  ),
  cards(
    'lead_cards_first',
    'Lead cards at first',
    'Where no lead has a card yet, at most this many are posted at once.',
    3,
    0,
  ),
  cards(
    'lead_cards_at_once',
    'Lead cards at once',
    'At most this many lead cards are posted in one go; the rest follows.',
    20,
    1,
  ),
  {
    name: 'coverage_target',
    label: 'Coverage target',
    meaning: 'Open deals that close in the quarter should be worth so many times what is left of the quota.',
    type: 'number',
    min: 1,
    max: 20,
    default: 3,
    scopes: ['territory', 'team'],
  },
  {
    name: 'win_rate_points',
    label: 'Win rate off by more than',
    meaning:
      'A win rate that is off its norm by more points than this is told, unless chance would do as much.',
    type: 'number',
    min: 1,
    max: 100,
    default: 10,
    scopes: ['territory', 'team'],
  },
  {
    name: 'attainment_at_middle',
    label: 'Attainment at half-time',
    meaning: 'Who has won less of the quota than this when half of the quarter is over is at risk.',
    type: 'number',
    unit: 'percent',
    min: 1,
    max: 100,
    default: 50,
    scopes: ['territory', 'team', 'person'],
  },
  {
    name: 'company_currency',
    label: 'Company currency',
    meaning: 'Amounts in this currency are shown with its symbol.',
    type: 'text',
    pattern: { of: /^[A-Z]{3}$/, says: 'a three-letter currency code such as USD' },
    default: 'USD',
    scopes: [],
  },
  {
    name: 'fiscal_year_start',
    label: 'Fiscal year starts in month',
    meaning: 'The month in which the fiscal year starts; the year is named by its end.',
    type: 'whole number',
    min: 1,
    max: 12,
    default: 1,
    scopes: [],
  },
  {
    name: 'week_start',
    label: 'Week starts on day',
    meaning: 'The day on which a week starts: 1 is Monday, 7 is Sunday.',
    type: 'whole number',
    min: 1,
    max: 7,
    default: 1,
    scopes: [],
  },
  channel('deals_channel', 'Channel for deals', 'Where exception cards about deals are posted.'),
  channel(
    'forecast_channel',
    'Channel for forecasts',
    'Where forecasts are posted; left empty, the channel for deals.',
  ),
  channel(
    'analytics_channel',
    'Channel for insights',
    'Where the daily summary, reviews and what is out of the ordinary are posted; left empty, the channel for alerts.',
  ),
  {
    name: 'daily_summary',
    label: 'Daily summary',
    meaning: 'Whether what moved the day before is posted each working morning.',
    type: 'truth',
    default: true,
    scopes: [],
  },
  {
    name: 'weekly_review',
    label: 'Weekly pipeline review',
    meaning: 'Whether the pipeline review is posted on the first working morning of each week.',
    type: 'truth',
    default: true,
    scopes: [],
  },
  {
    name: 'monthly_report',
    label: 'Monthly report',
    meaning:
      'Whether the performance of a month, at its end of a quarter, is posted on the first working morning after it.',
    type: 'truth',
    default: true,
    scopes: [],
  },
  {
    name: 'summary_hour',
    label: 'Reports from hour',
    meaning: 'From which hour of the company’s day on the summary and the reviews are posted.',
    type: 'whole number',
    min: 0,
    max: 23,
    default: 8,
    scopes: [],
  },
  channel('leads_channel', 'Channel for leads', 'Where new leads are posted.'),
  channel('ops_channel', 'Channel for alerts', 'Where alerts about agents are posted.'),
  {
    name: 'failure_percent',
    label: 'Alert above',
    meaning: 'An agent’s owner is told when more than this share of its runs failed in the last hour.',
    type: 'number',
    unit: 'percent',
    min: 0,
    max: 100,
    default: 5,
    scopes: ['agent'],
  },
  {
    name: 'failure_runs',
    label: 'Alert from',
    meaning: 'No alert is raised on fewer runs than this in the last hour.',
    type: 'whole number',
    unit: 'runs',
    min: 1,
    max: 10_000,
    default: 20,
    scopes: ['agent'],
  },
  {
    name: 'fallback_minutes',
    label: 'Tell the fallback after',
    meaning: 'The fallback is told when nobody acknowledges an alert for this long.',
    type: 'whole number',
    unit: 'minutes',
    min: 1,
    max: 1_440,
    default: 15,
    scopes: ['agent'],
  },
  {
    name: 'quiet_hours',
    label: 'Quiet hours',
    meaning:
      'In these hours, by the clock of each person, no card comes that waits for them; it comes when they end. What is critical comes at once.',
    type: 'text',
    pattern: { of: isQuietHours, says: 'two times of a day such as 18:00 to 08:00, or none' },
    default: '18:00 to 08:00',
    scopes: ['territory', 'team', 'person'],
  },
  {
    name: 'working_days',
    label: 'Working days',
    meaning: 'All other days are quiet from their first hour to their last.',
    type: 'text',
    pattern: { of: isWorkingDays, says: 'days such as Mon-Fri' },
    default: 'Mon-Fri',
    scopes: ['territory', 'team', 'person'],
  },
  {
    name: 'cards_per_day',
    label: 'Cards a day',
    meaning:
      'Each person is interrupted by at most so many cards a day, the most important first; the rest stands in their digest. What is critical comes all the same.',
    type: 'whole number',
    unit: 'cards',
    min: 0,
    max: 1_000,
    default: 8,
    scopes: ['territory', 'team', 'person'],
  },
  {
    name: 'digest_at',
    label: 'Digest at',
    meaning: 'What waits for a person without having interrupted them comes as one message at this time.',
    type: 'text',
    pattern: { of: isTime, says: 'a time of day such as 08:30' },
    default: '08:30',
    scopes: ['territory', 'team', 'person'],
  },
  {
    name: 'channel_audience',
    label: 'Shown in the channel',
    meaning: 'What may be shown in a channel: totals only, or deals as well. More goes to the asker alone.',
    type: 'choice',
    choices: ['totals', 'deals'],
    default: 'totals',
    scopes: ['channel'],
  },
  {
    name: 'phrasing_bad_limit',
    label: 'Phrasing off after',
    meaning:
      'A phrasing by which questions are read is switched off when this many of its answers are called wrong.',
    type: 'whole number',
    min: 1,
    max: 100,
    default: 3,
    scopes: [],
  },
  {
    name: 'model_budget_usd',
    label: 'Model budget per person and day',
    meaning:
      'A person’s questions use language models up to this many US dollars a day; then rules alone answer.',
    type: 'number',
    min: 0,
    max: 1_000,
    default: 0.5,
    scopes: ['territory', 'team', 'person'],
  },
  personalData('anthropic', 'Anthropic'),
  personalData('openai', 'the OpenAI-compatible provider'),
];

export const catalogue: ReadonlyMap<string, Setting> = new Map(all.map((setting) => [setting.name, setting]));

/** The setting of that name; otherwise an error that names the nearest thing to do. */
export function settingNamed(name: string): Setting {
  const found = catalogue.get(name);
  if (!found) {
    throw new BadInput(`There is no setting "${name}".`, {
      fix: `The settings are: ${[...catalogue.keys()].join(', ')}.`,
    });
  }
  return found;
}

/** The value as the setting's type, or an error that says what would be right. */
export function checkValue(setting: Setting, value: unknown): SettingValue {
  const wrong = (says: string) =>
    new BadInput(`${setting.label} cannot be ${JSON.stringify(value)}.`, { fix: `Enter ${says}.` });
  if (setting.type === 'truth') {
    if (typeof value !== 'boolean') throw wrong('true or false');
    return value;
  }
  if (setting.type === 'choice') {
    if (typeof value !== 'string' || !setting.choices?.includes(value))
      throw wrong(`one of: ${setting.choices?.join(', ')}`);
    return value;
  }
  if (setting.type === 'fields') {
    const given = typeof value === 'string' ? value.split(',').flatMap((name) => name.trim() || []) : null;
    if (given === null || given.some((name) => !setting.choices?.includes(name)))
      throw wrong(`fields of these: ${setting.choices?.map(requiredLabel).join(', ')}`);
    return requiredIn(given.join(',')).join(',');
  }
  if (setting.type === 'text') {
    if (typeof value !== 'string' || value.length > 200) throw wrong('a text of at most 200 characters');
    if (setting.pattern && !setting.pattern.of.test(value)) throw wrong(setting.pattern.says);
    return value;
  }
  const whole = setting.type === 'whole number';
  const range = `${whole ? 'a whole number' : 'a number'}${setting.unit && setting.unit !== 'currency' ? ` of ${setting.unit}` : ''} from ${setting.min} to ${setting.max}`;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || (whole && !Number.isInteger(number)))
    throw wrong(range);
  if (number < (setting.min ?? -Infinity) || number > (setting.max ?? Infinity)) throw wrong(range);
  return number;
}

function days(
  name: string,
  label: string,
  meaning: string,
  standard: number,
  min: number,
  max: number,
  more: { scopes?: SettingScope[]; byStage?: boolean } = {},
): Setting {
  return {
    name,
    label,
    meaning,
    type: 'whole number',
    unit: 'days',
    min,
    max,
    default: standard,
    scopes: [],
    ...more,
  };
}

function cards(name: string, label: string, meaning: string, standard: number, min: number): Setting {
  return {
    name,
    label,
    meaning,
    type: 'whole number',
    unit: 'cards',
    min,
    max: 1_000,
    default: standard,
    scopes: ['agent'],
  };
}

function minutes(name: string, label: string, meaning: string, standard: number): Setting {
  return {
    name,
    label,
    meaning,
    type: 'whole number',
    unit: 'minutes',
    min: 1,
    max: 10_080,
    default: standard,
    scopes: ['territory', 'team'],
  };
}

function channel(name: string, label: string, meaning: string): Setting {
  return {
    name,
    label,
    meaning,
    type: 'text',
    pattern: channelId,
    default: '',
    scopes: ['territory', 'team'],
  };
}

function personalData(provider: string, called: string): Setting {
  return {
    name: `model_personal_data_${provider}`,
    label: `Personal data to ${called}`,
    meaning: `Whether personal data may go to ${called} as it is; otherwise it is replaced by placeholders before.`,
    type: 'truth',
    default: false,
    scopes: [],
  };
}

/** Limits above which somebody else is asked: only those who are asked may move them. */
export const ofAuthority = (name: string): boolean =>
  ['approval_amount', 'bulk_limit', 'confidence_floor'].includes(name);
