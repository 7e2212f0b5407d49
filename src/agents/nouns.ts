/** What an agent is made of. An agent looks and proposes; it touches nothing. */
import type { AgentName, FieldValue, SignalKind, Wanted } from '../policy/nouns.ts';
import type { AttainmentFigures, CoverageFigures, WinRateFigures } from '../sales/attained.ts';
import type { Condition, SettingName } from '../sales/conditions.ts';
import type { FieldName } from '../sales/fields.ts';
import type { FieldMove } from '../sales/moves.ts';
import type { Requirable } from '../sales/required.ts';
import type { Chart } from '../story/chart.ts';
import type { Limited, Measured } from '../story/kpi.ts';
import type { Unusual } from '../story/unusual.ts';

/** `information` is kept and told on cards about the same deal; nothing is proposed because of it alone. */
export type Severity = 'critical' | 'attention' | 'information';

/** A deal with all that may be said about it. Days are YYYY-MM-DD, amounts in `currency`. */
export type Deal = {
  dealId: string;
  deal: string;
  account: string | null;
  owner: { id: string; name: string } | null;
  manager: { id: string; name: string } | null;
  stage: string;
  amount: number | null;
  currency: string | null;
  closeDate: string | null;
  lastActivityOn: string | null;
  lastActivity: string | null;
  pushes: number;
  nextStep: string | null;
  product: string | null;
  /** Whether its product stands in the price list; null where there is no product or no price list. */
  listing: 'listed' | 'retired' | 'unknown' | null;
  /** Of a product that does not: the nearest ones that do, as name and id; `same`: it is that one, written otherwise. */
  nearest: { name: string; id: string; same: boolean }[];
  leadSource: string | null;
  today: string;
  /** The company's currency. */
  company: string;
};

/** What was before and after: amounts in the deal's currency, stages and owners by name. */
export type Detail = { before: number | string; after: number | string };

/** A deal that a trigger is true of: the day since which its fact holds, and how many calendar days that is. */
export type Found = Deal & {
  since: string;
  days: number;
  detail: Detail | null;
  /** What its stage requires and is empty. */
  missing: Requirable[];
  /** The stage that it came from, where it should not have moved on without them; null: it may stay. */
  putBackTo: string | null;
};

/** The value of the setting that decided, with where it holds; of a list of fields how many they are. */
export type Limit = {
  setting: SettingName;
  value: number;
  /** What a list holds: "amount and next step". */
  said?: string;
  /** Of a switch: what holds while it is on, as a sentence. */
  rule?: string;
  version: number;
  scope: string;
  scopeId: string;
  /** The playbook that sets it while it is on. */
  playbook?: string;
};

/** How long deals took from a stage to being won: the median of `cases` won deals, in days. */
export type Pace = { cases: number; days: number };

/**
 * What an agent would do about it. `null` when there is nobody to turn to. `carries`: triggers whose part it takes over,
 * whether they were held or not.
 */
export type Suggestion = { wants: Wanted; reason: string; basis: string | null; carries?: string[] };

/** What is said of a deal beside its fact, unless the fact has said it. */
export type Aspect =
  | 'stage'
  | 'close date'
  | 'last activity'
  | 'pushes'
  | 'move back'
  | 'owner'
  | 'amount'
  | 'product'
  | 'fields';

/** What is true of a deal while it stays so, or something that happened to it. */
type Finds = { condition: Condition } | { event: DealEvent | { move: FieldMove; after: string | null } };
export type DealEvent = 'amount changed' | 'stage moved back' | 'owner changed';

export type Trigger = Finds & {
  name: string;
  /** "stale in its stage": what it finds, after the name of a deal. */
  label: string;
  of: 'deal';
  severity: Severity;
  /** The setting whose value is the limit. */
  limit: SettingName;
  /** Settings whose change makes it look at everything again. */
  reads: SettingName[];
  /** The fact in one sentence without its full stop, with its number and its limit: "In Negotiation for 47 days (limit 30)". */
  why(found: Found, limit: Limit): string;
  /** The same with the day on which it began, for who wants to know more: "In Negotiation since 1 Feb 2026: 47 days". */
  because(found: Found): string;
  /** The same said to who is asked about it; `again` where the deal has been named just before. */
  says(found: Found, limit: Limit, again: boolean): string;
  /** The aspect of the deal that its fact speaks of. */
  tells: Aspect;
  /** Why it holds no longer, as a clause, where the deal is still open: "it is within the limit now". */
  over: string;
  /** The day field since which it holds, where time has no part in it; absent: since the deal is in its stage. */
  sinceDay?: FieldName;
  /** Of an event: it counts in a pattern for so many days (a setting), so that those that nobody speaks of any more are kept as well. */
  countedFor?: SettingName;
  /** All deals are looked at anew each day: it rests on a period with a name, or on what is no column of a deal. */
  daily?: boolean;
};

/** A trigger that is true of a deal now. */
export type Held = { trigger: Trigger; found: Found; limit: Limit };

/** What a contract says of a record: where it is not kept, and what its fields should be where that is known. */
export type Breach = {
  fields: BreachedField[];
  /** What is wrong, as a sentence: "+49 89 is too short for a German number." */
  because: string;
  /** Where the mended values come from, as a sentence without its full stop. */
  basis: string | null;
  /** What was read beside the record and its account, for people. */
  read?: string;
};
export type BreachedField = {
  field: FieldName;
  value: FieldValue;
  /** What it should be; null: only somebody who knows it can say. */
  mended: FieldValue;
  /** Of a number how far it is off, in percent of what stands there. */
  off?: number | null;
};

/** A record beside the deals, with who looks after it. Days are YYYY-MM-DD. */
export type RecordAt = {
  of: 'contact' | 'account';
  id: string;
  name: string;
  account: string | null;
  owner: { id: string; name: string } | null;
  manager: { id: string; name: string } | null;
  today: string;
};

/** A data contract: what every record of a kind is held to. It holds or not, whatever day it is. */
export type RecordTrigger = {
  name: string;
  /** "whose e-mail is wrong": what it finds, after the name of a record. */
  label: string;
  of: RecordAt['of'];
  condition: Condition;
  /** The day field since which the cause is known. */
  since: FieldName;
  severity: Severity;
  /** The setting that is its switch. */
  limit: SettingName;
  /** The setting of so many percent by which a number may be off without being mended. */
  tolerance?: SettingName;
  /** Settings whose change makes it look at everything again. */
  reads: SettingName[];
  /** Why it holds no longer, as a clause. */
  over: string;
};

/** A contract that a record does not keep, since that day. */
export type HeldRecord = {
  trigger: RecordTrigger;
  record: RecordAt;
  breach: Breach;
  since: string;
  limit: Limit;
};

/** Whom or what a figure is about. */
export type Subject = {
  kind: 'person' | 'team' | 'territory' | 'company' | 'deal' | 'change' | 'kpi_alert' | 'series';
  id: string;
};

/** A figure of somebody, as it is today. Amounts are in the company's currency. */
export type Figure = {
  subject: Subject;
  name: string;
  /** Where its settings hold. */
  at: { personId?: string | null; teamId?: string | null; territoryId?: string | null };
  /** Who is told. */
  manager: { id: string; name: string } | null;
  value: number;
  /** The money that it stands for. */
  worth: number;
  /** Further counts, for sentences. */
  beside: Record<string, number>;
  /** Further words, for sentences. */
  words?: Record<string, string>;
  /** How it came to be, oldest first; amounts in `currency`. */
  series?: { on: string; value: number }[];
  currency?: string | null;
  company: string;
  /** The channel that is told, in the place of a person. */
  channel?: string | null;
  /** Who is told of it and nobody else, by id, in the place of the manager. */
  readers?: string[];
  /** Of a forecast: what its triggers look at. */
  forecast?: ForecastFigure;
  /** Of an alert that somebody set: the figure beside its own limit. */
  watched?: WatchedFigure;
  /** Of a series: its latest days or weeks against what was to be expected. */
  unusual?: Unusual;
};

/** How amounts are written, and of which period they are. Days are YYYY-MM-DD. */
export type ForecastTerms = { currency: string; companyCurrency: string; from: string; to: string };
export type ForecastFigure = { terms: ForecastTerms } & (
  | { of: 'coverage'; figures: CoverageFigures }
  | { of: 'win rate'; figures: WinRateFigures }
  | { of: 'attainment'; figures: AttainmentFigures }
);

export type WatchedFigure = Measured &
  Limited & {
    /** "11 of 50 won, of those won or lost." */
    madeOf: string | null;
    /** Opens what is behind it. */
    show: { label: string; text: string } | null;
    /** A week apart, the oldest first, the last one now. */
    lately: { on: string; value: number | null }[];
    /** Which part makes most of the difference to the first of these. */
    explained: string | null;
    /** Why the alert is no more, as a sentence; null while it holds. */
    ended: string | null;
  };

/**
 * Figures that are worked out by the crew.
 * `nudges`: of each message that was sent to a rep lately, how many days it has had no answer; `words`: deal, text; beside it
 * `answered`: 1 once the deal was changed or something was done about it since, or the rep said that it is right as it is.
 * `amount_changes`: of each deal, how often its amount changed much lately, with the series; of each team, how many of its
 * reps had such a deal.
 * `open_deals`: of each active person, how many they own; beside it `past`: how many of these are past their close date, `foreign`: how many are in another currency than the company's.
 * `forms`: of each deal whose rep was asked lately to fill something in, how many days that has had no answer; otherwise as `nudges`.
 * `contacts_asked`: of each person who was asked about contacts or accounts lately how many days the longest of what waits still has waited; beside it `waiting`: how many; `words`: about, asked.
 * `kpi_alerts`: of each alert that somebody set, the figure as that person sees it.
 * `series`: what happened day by day and week by week, of which somebody is told or was told: of the company and its territories.
 * `coverage`, `win_rate`: of the whole company, `attainment`: of each person with a quota; they come with a forecast.
 */
export type FigureName =
  | 'open_deals'
  | 'nudges'
  | 'forms'
  | 'contacts_asked'
  | 'amount_changes'
  | 'kpi_alerts'
  | 'series'
  | 'coverage'
  | 'win_rate'
  | 'attainment';

/** What a card about a figure says. */
export type Told = {
  /** The fact with its number and its limit, without its full stop. */
  headline: string;
  /** What is behind it, or what would help. */
  sentence: string | null;
  /** The same apart, the largest first, and what to do about it; absent: the sentence is all. */
  evidence?: string[];
  proposes?: string | null;
  /** Buttons that ask a question, typed out. */
  asks: { label: string; text: string }[];
  /** Of a figure with a limit: what it was beyond it ("under 25%"), and what it is back to ("over 25%") where it is. */
  limit?: { was: string; back: string | null };
  /** Its past, drawn. */
  chart?: Chart | null;
};

/** Somebody whose figure is not as it should be. One card for as long as it is so, which says at its end how it is then. */
export type FigureTrigger = {
  name: string;
  label: string;
  figure: FigureName;
  of: Subject['kind'];
  severity: Severity;
} & (
  | {
      limit: SettingName;
      holds(figure: Figure, limit: Limit): boolean;
      /** Also said when it holds no longer: then of the figure as it is now. */
      tell(figure: Figure, limit: Limit): Told;
    }
  /** Each figure has a limit of its own. */
  | { limit: null; holds(figure: Figure): boolean; tell(figure: Figure): Told }
);

/** Reports that are made by the crew. `forecast`: of the quarter, with what is off in it. */
export type ReportName = 'forecast';

export type Agent = {
  name: AgentName;
  /** "Pipeline agent". */
  label: string;
  version: number;
  /** The setting that names the channel for what it tells of everybody; absent: the channel for alerts. */
  channel?: SettingName;
  /** The one thing it is measured by. */
  metric: string;
  /** It posts what moved: each working morning, each week, month and quarter. */
  tellsWhatMoved?: true;
  /** What other agents tell wakes it. */
  hears: SignalKind[];
  /** What counts most comes first: it gives its name to what is proposed about a deal of which several are true. */
  triggers: Trigger[];
  /** Of records beside the deals, each with what is to be done about one that does not keep these contracts. */
  records?: { triggers: RecordTrigger[]; propose(held: [HeldRecord, ...HeldRecord[]]): Suggestion | null };
  /** Of figures, not of single deals; nothing is proposed about them, somebody is told. */
  figures: FigureTrigger[];
  /** What each of its runs reports. */
  report?: ReportName;
  /** What is to be done about a deal of which all these are true, the first of them foremost; nothing of what is `without`, by trigger. */
  propose(
    held: [Held, ...Held[]],
    facts: { pace: Pace | null; enoughCases: number; without?: readonly string[] },
  ): Suggestion | null;
};
