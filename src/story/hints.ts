/** Training hints: what the company's own deals teach somebody new, each with the question behind it. Pure. */
import { type Requirable, requiredLabel } from '../sales/required.ts';
import { count, list, number, percent } from './format.ts';
import type { Ask, Report } from './report.ts';

type Share = { decided: number; won: number };
/** Open deals of who is told. */
export type Own = {
  open: number;
  required: Requirable[];
  incomplete: number;
  nextStep: number;
  inactive: number;
  old: number;
  pushed: number;
  lacking: { field: Requirable; deals: number }[];
};
export type Taught = {
  company: {
    never: Share;
    often: Share;
    won: { cases: number; days: number | null; activities: number | null };
    lost: { cases: number; activities: number | null };
  };
  /** So many cases are needed to say anything. */
  enough: number;
  own: Own;
};

/** In the order in which they come. */
export const hintNames = ['required', 'next_step', 'activity', 'pace', 'pushes'] as const;
export type HintName = (typeof hintNames)[number];

/** Null where too little is known, or it says nothing to this person. */
export const hintOf = (name: HintName, of: Taught): Report | null => hints[name](of);

const hints: Record<HintName, (of: Taught) => Report | null> = {
  required: ({ own }) => {
    if (own.required.length === 0 || own.open === 0) return null;
    const [most] = own.lacking.toSorted((a, b) => b.deals - a.deals);
    const fields = list(own.required.map(requiredLabel));
    return hint(
      'What a deal needs here',
      [
        `A deal needs ${fields} before it moves on.`,
        most && most.deals > 0
          ? `${yours(own.incomplete, own, 'lacks')} something, most often ${requiredLabel(most.field)} (${number(most.deals)}).`
          : 'All of your open deals have them.',
      ],
      most && most.deals > 0 ? mine(`without ${requiredLabel(most.field)}`) : null,
    );
  },
  next_step: ({ own }) =>
    own.open === 0 || own.nextStep === 0
      ? null
      : hint(
          'A next step on each deal',
          [`${yours(own.nextStep, own, 'has')} no next step. Write what happens next, and when.`],
          mine('without next step'),
        ),
  activity: ({ company: { won, lost }, enough, own }) =>
    won.activities === null ||
    lost.activities === null ||
    won.cases < enough ||
    lost.cases < enough ||
    won.activities <= lost.activities
      ? null
      : hint(
          'Stay in touch',
          [
            `Deals won here in the last year had ${number(won.activities)} activities in the middle, lost ones ${number(lost.activities)} (${number(won.cases)} won, ${number(lost.cases)} lost).`,
            own.inactive > 0
              ? `${yours(own.inactive, own, 'is')} without activity for longer than its limit.`
              : 'None of your open deals is without activity for too long.',
          ],
          own.inactive > 0 ? { label: 'Show mine', text: 'my inactive open deals' } : null,
        ),
  pace: ({ company: { won }, enough, own }) => {
    if (won.days === null || won.cases < enough) return null;
    const days = Math.ceil(won.days);
    return hint(
      'How long a deal takes',
      [
        `Half of the deals won here in the last year took ${count(days, 'day')} or less from creation to close (${number(won.cases)} deals).`,
        own.old > 0
          ? `${yours(own.old, own, 'is')} older than that.`
          : 'None of your open deals is older than that.',
      ],
      own.old > 0 ? mine(`older than ${days} days`) : null,
    );
  },
  pushes: ({ company: { never, often }, enough, own }) =>
    never.decided < enough || often.decided < enough || rate(never) <= rate(often)
      ? null
      : hint(
          'Close dates that hold',
          [
            `Of deals decided here in the last year ${percent(rate(never))} were won where the close date was never put off (${number(never.decided)} deals), ${percent(rate(often))} where it was put off twice or more (${number(often.decided)}).`,
            own.pushed > 0
              ? `${yours(own.pushed, own, 'was')} put off that often.`
              : 'None of your open deals was put off that often.',
          ],
          own.pushed > 0 ? mine('pushed 2 or more times') : null,
        ),
};

const rate = ({ decided, won }: Share): number => won / decided;
const plural = { lacks: 'lack', has: 'have', is: 'are', was: 'were' } as const;
/** "2 of your 12 open deals have" */
const yours = (n: number, { open }: Own, verb: keyof typeof plural): string =>
  `${number(n)} of your ${count(open, 'open deal')} ${n === 1 ? verb : plural[verb]}`;
const mine = (rest: string): Ask => ({ label: 'Show mine', text: `my open deals ${rest}` });

const hint = (title: string, lines: string[], ask: Ask | null): Report => ({
  kind: 'hint',
  title: `Hint: ${title}`,
  lines,
  charts: [],
  table: null,
  talk: [],
  asks: ask ? [ask] : [],
  note: 'One a morning while New rep onboarding is on, each once',
});
