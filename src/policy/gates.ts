/** The gates, each by itself: what it says of a proposal, and why. Null: this gate has nothing against it. */
import { neverAlone } from './acting-alone.ts';
import type { Cap, Circumstances, Outside } from './circumstances.ts';
import type { Proposal, Reason, Role } from './nouns.ts';
import { askedOver } from './thresholds.ts';

export type Finding =
  | { say: 'refuse' | 'shadow' | 'note'; reason: Reason }
  | { say: 'hold'; until: string | null; reason: Reason }
  /** `inOrder`: they sign one after the other. */
  | { say: 'ask'; whom: Role[]; inOrder?: boolean; reason: Reason };
export type Gate = (proposal: Proposal, circumstances: Circumstances) => Finding[];

const reason = (
  sentence: string,
  kind: Reason['restsOn']['kind'],
  name: string,
  version: number,
): Reason => ({
  sentence,
  restsOn: { kind, name, version },
});
const agentLabel = (proposal: Proposal): string =>
  `${proposal.agent.charAt(0).toUpperCase()}${proposal.agent.slice(1)} agent`;

const paused: Gate = (_, { pauses }) =>
  pauses.map((pause) => ({
    say: 'hold',
    until: pause.until,
    reason: reason(`${pause.name} is paused.`, 'pause', pause.scope, pause.id),
  }));

const permission: Gate = (_, { permission: given }) =>
  given && !given.may ? [{ say: 'refuse', reason: reason(given.because, 'matrix', given.restsOn, 1) }] : [];

const mode: Gate = (proposal, { mode: at }) => {
  const version = at.where === undefined ? `v${at.version}` : `${at.where}, v${at.version}`;
  const says = (sentence: string) =>
    reason(
      `${agentLabel(proposal)} is in ${at.is} mode (${version}): ${sentence}`,
      'mode',
      proposal.agent,
      at.version,
    );
  if (at.is === 'shadow') return [{ say: 'shadow', reason: says('it records and does nothing.') }];
  if (at.is === 'suggest') return [{ say: 'ask', whom: ['manager'], reason: says('a person decides.') }];
  return [{ say: 'note', reason: says('it acts alone within its authority.') }];
};

/** Whatever mode somebody has set: what is not in the table of what goes alone goes to a person. */
const alone: Gate = ({ subject, wants }, { mode: at, openStages, outside }) => {
  const isAsked = at.is === 'auto' && wants.kind !== 'form';
  const because = isAsked
    ? neverAlone(subject.kind, wants, { openStages, outside: outside !== undefined })
    : null;
  return because === null
    ? []
    : [{ say: 'ask', whom: ['manager'], reason: reason(because, 'matrix', 'acting alone', 1) }];
};

const rules: Gate = (_, { rules: matching = [] }) =>
  matching.map((rule) => {
    const because = reason(rule.because, 'rule', rule.name, rule.version);
    if (rule.effect === 'block' || rule.effect === 'skip') return { say: 'refuse', reason: because };
    return rule.effect === 'ask'
      ? { say: 'ask', whom: [rule.whom ?? 'manager'], reason: because }
      : { say: 'note', reason: because };
  });

const checkpoints: Gate = (_, { checkpoints: named = [] }) =>
  named.map((one) => ({
    say: 'ask',
    whom: [one.whom ?? 'manager'],
    reason: reason(one.because, 'rule', one.name, one.version),
  }));

const personDecides: Gate = (_, { mode: at, personDecides: here }) =>
  at.is === 'auto' && here
    ? [
        {
          say: 'ask',
          whom: ['manager'],
          reason: reason(
            here.playbook === undefined
              ? `A person always decides here (v${here.version}).`
              : `A person always decides here while the playbook ${here.playbook} is on.`,
            'setting',
            'person_decides',
            here.version,
          ),
        },
      ]
    : [];

/** What is missing an agent does not know, in whatever mode. */
const unknown: Gate = ({ wants, subject }) =>
  wants.kind === 'form'
    ? [
        {
          say: 'ask',
          whom: ['manager'],
          reason: reason(`Only somebody who knows the ${subject.kind} can fill it in.`, 'matrix', 'forms', 1),
        },
      ]
    : [];

/** Money and reach concern what is written; a question to a colleague has none. */
const authority: Gate = (proposal, { authority: asked }) => {
  if (!asked || proposal.wants.kind !== 'change') return [];
  const { bulk, executiveReporting } = asked;
  const over: Finding[] = askedOver(asked).map(({ whom, inOrder, sentence, name, version }) => ({
    say: 'ask',
    whom,
    ...(inOrder ? { inOrder } : {}),
    reason: reason(sentence, 'setting', name, version),
  }));
  const needs = (sentence: string, name: string, version: number) =>
    over.push({ say: 'ask', whom: ['approver'], reason: reason(sentence, 'setting', name, version) });
  if (bulk && bulk.is > bulk.limit)
    needs(`Needs an approver: ${bulk.is} records at once (limit ${bulk.limit}).`, 'bulk_limit', bulk.version);
  if (executiveReporting?.touched)
    needs(
      'Needs an approver: executive reporting is touched.',
      'executive_reporting',
      executiveReporting.version,
    );
  return over;
};

const confidence: Gate = (proposal, { confidenceFloor: floor }) =>
  floor && proposal.confidence.share < floor.share
    ? [
        {
          say: 'ask',
          whom: ['manager'],
          reason: reason(
            `Confidence ${proposal.confidence.share.toFixed(2)} is under the floor of ${floor.share.toFixed(2)}.`,
            'setting',
            'confidence_floor',
            floor.version,
          ),
        },
      ]
    : [];

/** "100 changes an hour are allowed" */
export const capSaid = ({ most, of }: Pick<Cap, 'most' | 'of'>): string =>
  most === 1 ? `1 ${of.replace('s ', ' ')} is allowed` : `${most.toLocaleString('en-US')} ${of} are allowed`;

const caps: Gate = (_, { caps: limits = [] }) =>
  limits
    .filter((cap) => cap.done >= cap.most)
    .map((cap) => ({
      say: 'hold',
      until: cap.roomAt,
      reason: reason(`Held: ${capSaid(cap)}, and so many were done.`, 'setting', cap.name, cap.version),
    }));

/** Of many things at once a few go first, and the rest when it is seen what came of them. */
const fewFirst: Gate = (_, { batch }) =>
  batch
    ? [
        {
          say: 'hold',
          until: null,
          reason: reason(
            `Held: ${batch.first} of ${batch.total} go first, the rest when nothing has been undone for ${batch.minutes} minutes.`,
            'setting',
            'canary_minutes',
            batch.version,
          ),
        },
      ]
    : [];

/** What cannot be taken back once it is sent waits first, so that it can be stopped. */
const held: Gate = (_, { outside }) =>
  outside?.until === undefined ? [] : [heldFirst(outside, outside.until)];

export const heldFirst = (
  { minutes, version, rest }: Outside,
  until: string,
): Extract<Finding, { say: 'hold' }> => ({
  say: 'hold',
  until,
  reason: reason(
    rest
      ? 'It cannot be taken back once it is sent, and its reader has quiet hours: it can be stopped until then.'
      : `It cannot be taken back once it is sent: held for ${minutes === 1 ? '1 minute' : `${minutes} minutes`} first, and can be stopped.`,
    'setting',
    'stop_minutes',
    version,
  ),
});

/** What an import or a late delivery brings may be long over: whoever hears of it now decides. */
const oldNews: Gate = (_, { mode: at, news }) =>
  at.is === 'auto' && news && (news.daysAgo > news.limit || news.brought)
    ? [
        {
          say: 'ask',
          whom: ['manager'],
          reason: reason(
            news.daysAgo > news.limit
              ? `It is ${news.daysAgo} days old (limit ${news.limit}): nothing is done alone about old news.`
              : 'It was so when an import brought the deal: nothing is done alone about old news.',
            'setting',
            'alone_within_days',
            news.version,
          ),
        },
      ]
    : [];

export const gates: readonly Gate[] = [
  paused,
  permission,
  mode,
  alone,
  unknown,
  rules,
  checkpoints,
  personDecides,
  authority,
  confidence,
  caps,
  fewFirst,
  held,
  oldNews,
];
