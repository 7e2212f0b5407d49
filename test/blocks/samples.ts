/** One of every card and form, made from whatever names the test gives. */

import { alertCard } from '../../blocks/alert.ts';
import { answerCard } from '../../blocks/answer.ts';
import { type CorrectionCard, correctionCard } from '../../blocks/correction.ts';
import { dealCard, editDealForm } from '../../blocks/deal.ts';
import { type DigestItem, digestCard } from '../../blocks/digest.ts';
import { exceptionCard } from '../../blocks/exception.ts';
import { type GroupCard, groupCard } from '../../blocks/exception-group.ts';
import { findingCard } from '../../blocks/finding.ts';
import { handForm, limitForm, limitPreview } from '../../blocks/finding-forms.ts';
import { forecastCard } from '../../blocks/forecast-report.ts';
import {
  editForm,
  editNudgeForm,
  fillForm,
  needsEditForm,
  noticeView,
  rejectAllForm,
  rejectForm,
  rephraseForm,
} from '../../blocks/forms.ts';
import type { GroupMember } from '../../blocks/group-row.ts';
import { homeView } from '../../blocks/home.ts';
import type { Card, Here } from '../../blocks/kit.ts';
import { leadCard, repeatsCard, unclaimedCard } from '../../blocks/lead.ts';
import { handOverForm } from '../../blocks/lead-forms.ts';
import { loweredCard, modeRequestCard } from '../../blocks/mode.ts';
import { newRepCard } from '../../blocks/new-rep.ts';
import { nudgeCard } from '../../blocks/nudge.ts';
import { type PhrasingCard, phrasingCard, phrasingForm } from '../../blocks/phrasing.ts';
import { type PlaybookCard, playbookCard, playbookOverCard } from '../../blocks/playbook.ts';
import type { ExceptionCard, ExceptionState } from '../../blocks/proposal.ts';
import { type BatchCard, batchCard, breakCard } from '../../blocks/reach.ts';
import {
  clarifyCard,
  confirmCard,
  doneCard,
  errorCard,
  explainedCard,
  helpCard,
  notUnderstoodCard,
  partlyCard,
  refusedCard,
  textCard,
} from '../../blocks/replies.ts';
import { reviewEnd, reviewPage } from '../../blocks/review.ts';
import { floodCard, type StartLine, startCard } from '../../blocks/start.ts';
import { drawings } from '../../blocks/table.ts';
import { unmailedCard } from '../../blocks/unmailed.ts';
import { whyView } from '../../blocks/why.ts';
import { lineChart } from '../../src/story/chart.ts';
import type { ForecastReport } from '../../src/story/forecast-report.ts';
import { asked, everyKind } from '../support/answers.ts';

export const now = new Date('2026-03-20T13:32:00Z');
export const here: Here = { now, zone: 'Europe/Berlin', currency: 'USD', clockSet: true };
const told = {
  requestId: '12',
  runId: '7F3K',
  assumptions: ['"stuck" = in the same stage'],
  confidence: 0.8,
  model: null,
  costUsd: 0,
  latencyMs: 400,
  asOf: now.toISOString(),
};

export const deal = (name: string, n = 1) => ({
  id: `D-${n}`,
  name,
  account: name,
  owner: name,
  team: name,
  territory: name,
  product: name,
  stage: name,
  status: 'open',
  amount: 42_000 * n,
  currency: n % 2 === 0 ? 'CAD' : 'USD',
  closeDate: '2026-03-03',
  daysInStage: 47,
  lastActivityOn: '2026-02-12',
  daysSinceActivity: 36,
  nextStep: name,
});

export const states = (name: string): ExceptionState[] => [
  { is: 'open' },
  { is: 'applying', by: name },
  { is: 'snoozed', by: name, until: now },
  { is: 'held', by: name, until: now, because: name, changeId: 3, undo: true, stop: false },
  { is: 'held', by: name, until: now, because: name, changeId: 3, undo: true, stop: true },
  {
    is: 'settled',
    sentence: `${name} asked.`,
    at: now,
    readBackAt: null,
    undo: null,
    correct: { changeId: 3, outside: true },
  },
  { is: 'settled', sentence: `${name} moved it.`, at: now, readBackAt: now, undo: { changeId: 3 } },
  { is: 'rejected', by: name, reason: name, at: now, reopen: true },
  { is: 'undone', sentence: `${name} undid this.`, at: now, again: { changeId: 4 } },
  {
    is: 'conflict',
    sentence: `Not applied: ${name} changed it.`,
    at: now,
    changeId: 3,
    ours: name,
    theirs: name,
    live: true,
  },
  { is: 'expired', days: 7, at: now },
  { is: 'withdrawn', because: name, at: now },
  { is: 'failed', by: name, because: name, nextTry: now, changeId: 3 },
  { is: 'unknown', by: name, because: name, changeId: 3 },
];

export const anException = (name: string, state: ExceptionState = { is: 'open' }): ExceptionCard => ({
  id: 12,
  hash: 'a'.repeat(64),
  deal: { id: 'D-1', name, url: 'https://crm.example/d/1', amount: 42_000, currency: 'USD', owner: name },
  wants: {
    kind: 'change',
    fields: [
      { field: 'close_date', label: 'Close date', type: 'day', before: '2026-03-03', after: '2026-04-15' },
      { field: 'next_step', label: 'Next step', type: 'text', before: null, after: name },
    ],
  },
  finding: `In ${name} for 47 days (limit 30)`,
  evidence: [name, 'pushed 3 times'],
  basis: 'Today + 26 days, the median of 23 won deals from this stage',
  waitsFor: { name, slackId: 'UMARA' },
  needs: name,
  severity: 'critical',
  agent: { name: 'pipeline', version: 14, mode: 'suggest' },
  confidence: { share: 0.93, cases: 41, accepted: 38 },
  foundAt: now,
  state,
});

/** What its stage requires and is empty, of each kind of input. */
export const aForm = (name: string): ExceptionCard['wants'] & { kind: 'form' } => ({
  kind: 'form',
  to: name,
  fields: [
    { field: 'amount', label: 'Amount', type: 'money', before: null, after: null, currency: 'USD' },
    { field: 'close_date', label: 'Close date', type: 'day', before: null, after: null },
    { field: 'next_step', label: 'Next step', type: 'text', before: null, after: null },
    {
      field: 'product',
      label: 'Product',
      type: 'name',
      before: null,
      after: null,
      options: [{ value: name, label: name }],
    },
  ],
});

export const aMember = (name: string, state: ExceptionState = { is: 'open' }): GroupMember => ({
  ...anException(name, state),
  short: `${name} 47 days`,
  byItself: null,
  decided:
    state.is === 'open' || state.is === 'snoozed' || state.is === 'expired' || state.is === 'withdrawn'
      ? null
      : { say: state.is === 'rejected' ? 'reject' : 'approve', by: name, wants: anException(name).wants },
});

/** Several on one card: all open, in every state there is, and none waiting any more. */
const aContact = (name: string, state: ExceptionState): GroupMember => ({
  ...aMember(name, state),
  deal: {
    id: 'C-1',
    name,
    url: null,
    amount: null,
    currency: null,
    owner: name,
    is: `contact of ${name}`,
    account: name,
  },
});

export const groups = (name: string): GroupCard[] => {
  const group = {
    id: 7,
    about: 'deal' as const,
    rep: name,
    label: 'past its close date',
    waitsFor: { name, slackId: 'UMARA' },
    undoDays: 30,
  };
  const nudge = { ...aMember(name), wants: { kind: 'nudge', to: name, text: name } as const };
  const over = states(name).filter(({ is }) => is === 'settled' || is === 'rejected' || is === 'expired');
  return [
    {
      ...group,
      members: [
        aMember(name),
        nudge,
        { ...aMember(name), byItself: 'over $100,000' },
        ...Array(9).fill(nudge),
      ],
    },
    { ...group, members: states(name).map((state) => aMember(name, state)) },
    {
      ...group,
      members: states(name)
        .toReversed()
        .map((state) => aMember(name, state)),
    },
    { ...group, members: [...over, ...over].map((state) => aMember(name, state)) },
    { ...group, members: Array(9).fill({ ...aMember(name), wants: aForm(name) }) },
    { ...group, about: 'contact', members: states(name).map((state) => aContact(name, state)) },
    { ...group, label: null, waitsFor: null, members: [] },
  ];
};

const answer = (name: string, rows: number): Parameters<typeof answerCard>[0] => ({
  ...told,
  understood: `Open deals of ${name}`,
  changed: name,
  sentence: `${rows} deals of ${name}.`,
  found: {
    kind: 'rows',
    rows: Array.from({ length: rows }, (_, n) => deal(name, n + 1)),
    total: rows * 3,
    sums: [{ currency: 'USD', amount: 1_240_000, deals: rows }],
    leftOut: [{ because: name, count: 3 }],
  },
  about: ['days_in_stage'],
  sort: name,
  asked: asked(),
  next: [{ choice: '1', label: name }],
  audience: 'all',
  place: 'private',
});

/** Every kind of answer, drawn in every way. */
const answers = (name: string): Card[] =>
  everyKind(name).flatMap(([found, question]) => {
    const view = { ...answer(name, 1), found, asked: question };
    const charted = { ...view, charts: { own: true, picture: { slackFile: 'F0CHART01' } } };
    return [
      ...drawings.map((drawing) => answerCard(charted, here, drawing)),
      answerCard({ ...charted, charts: { ...charted.charts, own: false }, place: 'channel' }, here),
      answerCard({ ...view, audience: 'totals', place: 'channel' }, here),
    ];
  });

export function cards(name: string, rows = 12): Card[] {
  const next = [
    { choice: '1', label: name },
    { choice: '2', label: `${name} 2` },
  ];
  const series = answer(name, 1);
  return [
    ...drawings.map((drawing) => answerCard(answer(name, rows), here, drawing)),
    answerCard({ ...answer(name, rows), audience: 'totals', place: 'channel' }, here),
    answerCard(
      {
        ...series,
        found: {
          kind: 'series',
          by: ['stage'],
          unit: 'currency',
          series: [
            { key: 'a', label: name, value: 3_100_000.5, count: 4, currency: 'USD' },
            { key: 'b', label: `${name} b`, value: 1, count: 1, currency: 'USD' },
          ],
          total: 5,
          leftOut: [],
        },
      },
      here,
    ),
    answerCard(
      { ...series, found: { kind: 'value', value: 23, unit: 'deals', total: 23, leftOut: [] } },
      here,
    ),
    ...answers(name),
    clarifyCard({
      ...told,
      question: `Which ${name}?`,
      options: [
        { choice: '1', label: name, fact: name },
        { choice: '2', label: 'Both', fact: null },
      ],
    }),
    clarifyCard({ ...told, question: name, options: [], next }),
    confirmCard(
      { ...told, headline: `Pause ${name}.`, consequence: name, wayBack: name, verb: name, expires: now },
      here,
    ),
    ...(['done', 'cancelled', 'expired', 'changed'] as const).map((how) =>
      doneCard({ ...told, how, sentence: name, next }),
    ),
    refusedCard({ ...told, because: name, next }),
    notUnderstoodCard({ ...told, words: name, sentence: name, next }),
    partlyCard({ ...told, sentence: name, next }),
    errorCard({ ...told, sentence: name, next }),
    textCard({ ...told, understood: name, sentence: name, lines: [name, name], next }),
    ...[true, false].map((worded) =>
      explainedCard(
        {
          ...told,
          understood: name,
          changed: null,
          sentences: [name, `${name} 27% [1]`],
          worded,
          leftOut: worded ? 0 : 2,
          sources: [{ n: 1, understood: name, sentence: name }],
          next,
        },
        here,
      ),
    ),
    helpCard({
      ...told,
      groups: [
        { title: name, lines: [name], next },
        { title: name, lines: [name], next },
      ],
    }),
    ...groups(name).map((group) => groupCard(group, here)),
    ...digests(name),
    ...states(name).map((state) => exceptionCard(anException(name, state), here)),
    exceptionCard({ ...anException(name), wants: { kind: 'nudge', to: name, text: name } }, here),
    ...states(name).map((state) => exceptionCard({ ...anException(name, state), wants: aForm(name) }, here)),
    exceptionCard({ ...anException(name), wants: aForm(name) }, here),
    dealCard({ requestId: '12', deal: deal(name), asOf: now, mayEdit: true }, here),
    nudgeCard(
      {
        changeId: 3,
        all: 'my stale deals',
        deal: deal(name),
        opening: null,
        message: name,
        approvedBy: name,
        own: false,
        agent: 'pipeline',
        at: now,
        withdrawn: null,
        answeredAt: null,
      },
      here,
    ),
    nudgeCard(
      {
        changeId: 3,
        all: null,
        deal: deal(name),
        opening: 'Hi Priya, a quick one.',
        message: name,
        approvedBy: name,
        own: true,
        agent: 'pipeline',
        at: now,
        withdrawn: null,
        answeredAt: now,
      },
      here,
    ),
    nudgeCard(
      {
        changeId: 3,
        all: null,
        deal: deal(name),
        opening: null,
        message: name,
        approvedBy: name,
        own: false,
        agent: 'pipeline',
        at: now,
        withdrawn: name,
        answeredAt: null,
      },
      here,
    ),
    ...leads(name),
    ...alerts(name),
    ...findings(name),
    ...phrasings(name),
    ...modes(name),
    ...reach(name),
    ...forecasts(name),
  ];
}

const leads = (name: string): Card[] => {
  const lead = {
    id: 'L-1',
    name,
    title: name,
    company: name,
    territory: name,
    message: name,
    source: name,
    cameAt: now,
    matched: name,
    uncertain: [name, name],
    confidence: { share: 0.8, cases: 3, accepted: 2 },
    sender: name,
    more: 2,
    thisWeek: 3,
  };
  const claimed = { is: 'claimed' as const, by: name, at: now };
  const closed = { is: 'closed' as const, by: { name }, reason: name, signs: [], into: null, at: now };
  return [
    leadCard({ ...lead, state: { is: 'open' } }, here),
    leadCard({ ...lead, state: { ...claimed, applied: false, contact: null } }, here),
    leadCard(
      { ...lead, state: { ...claimed, applied: true, contact: { by: name, afterMs: 1_320_000, on: null } } },
      here,
    ),
    leadCard({ ...lead, state: { ...closed, as: 'not a lead' } }, here),
    leadCard({ ...lead, state: { ...closed, as: 'merged', reason: null, into: { name } } }, here),
    leadCard(
      {
        ...lead,
        state: { ...closed, as: 'probably not a lead', by: null, reason: null, signs: [name, name] },
      },
      here,
    ),
    unclaimedCard({ waitedMs: 900_000, call: 1, to: { name, slackId: null }, territory: name, over: null }),
    unclaimedCard({ waitedMs: 3_600_000, call: 2, to: null, territory: name, over: null }),
    unclaimedCard({ waitedMs: 900_000, call: 1, to: null, territory: null, over: name }),
    repeatsCard({ id: 'L-1', name, company: name, said: name, from: now }, here),
  ];
};

const alerts = (name: string): Card[] => {
  const alert = {
    id: 3,
    agent: 'pipeline',
    owner: { name, slackId: 'UOSKAR' },
    failed: 9,
    total: 41,
    limit: 0.05,
    mostly: name,
    examples: [{ run: '7F3K', error: name }],
    openedAt: now,
    paused: null,
    acknowledged: null,
    closedAt: null,
    fallback: { name, slackId: null },
    fallbackAt: now,
    justBefore: { label: name, value: name, by: name, at: now, back: name },
    rolledBack: null,
  };
  return [
    alertCard(alert, here),
    alertCard({ ...alert, acknowledged: { by: name, at: now } }, here),
    alertCard({ ...alert, paused: { by: name, openCards: 3 } }, here),
    alertCard(
      { ...alert, justBefore: null, rolledBack: { label: name, value: name, by: name, at: now } },
      here,
    ),
    alertCard({ ...alert, closedAt: now }, here),
  ];
};

/** With one of each kind of row, and with nothing left. */
const digests = (name: string): Card[] => {
  const [group] = groups(name);
  const counts = {
    key: 'digest:P-1:2026-03-20',
    overnight: { actions: 41, failed: 0, undone: 2 },
    asleep: 1,
    done: 2,
    heldByLimit: 3,
    cameInQuietHours: 1,
    limit: 8,
    at: '08:30',
    days: 'Mon-Fri',
  };
  const items: DigestItem[] = [
    { is: 'exception', critical: true, of: anException(name) },
    ...(group ? [{ is: 'group' as const, critical: false, of: group }] : []),
    {
      is: 'finding',
      critical: false,
      of: { id: 7, headline: name, sentence: name, asks: [{ label: name, text: name }] },
    },
    { is: 'nudge', critical: false, of: { changeId: 3, dealId: 'D-1', deal: name, message: name } },
  ];
  return [
    digestCard({ items, waiting: 11, decisions: 20, critical: 1, ...counts }, here),
    digestCard({ items: [], waiting: 0, decisions: 0, critical: 0, ...counts }, here),
  ];
};

const findings = (name: string): Card[] => {
  const finding = {
    id: 7,
    headline: `${name} has 57 open deals (limit 50)`,
    sentence: name,
    asks: [{ label: name, text: name }],
    agent: { name: 'pipeline', version: 14 },
    foundAt: now,
    goneAt: null,
  };
  const chart = lineChart({
    title: name,
    measure: name,
    marks: [1, 2].map((value) => ({ label: `${value} Mar`, value, said: name })),
    limit: { label: 'Limit', value: 1, said: name },
    said: String,
  });
  const can = { own: true, picture: null };
  return [
    findingCard(finding, here, can),
    findingCard({ ...finding, chart }, here, can),
    findingCard({ ...finding, chart }, here, { own: false, picture: { slackFile: 'F0123ABCD' } }),
    findingCard({ ...finding, alert: true, handed: [{ by: name, to: name, note: name }] }, here, can),
    findingCard({ ...finding, nap: { by: name, until: now } }, here, can),
    findingCard({ ...finding, sentence: null, asks: [], goneAt: now }, here, can),
    findingCard({ ...finding, limit: { was: `under ${name}`, back: null } }, here, can),
    findingCard({ ...finding, goneAt: now, limit: { was: 'under 25%', back: 'over 25%' } }, here, can),
    findingCard({ ...finding, goneAt: now, limit: { was: 'under 25%', back: null } }, here, can),
  ];
};

export const phrasing = (name: string, became: PhrasingCard['became']): PhrasingCard => ({
  id: 3,
  template: `deals gone cold on <person> ${name}`,
  understood: `Open deals of <person> without activity for more than <days> ${name}`,
  seen: 4,
  people: 3,
  lastSeen: now,
  example: name,
  wrong: name,
  replay: {
    days: 90,
    read: 6,
    examples: [
      { text: name, understood: name },
      { text: `${name} 2`, understood: name },
    ],
    conflicts: (['rules', 'refused', 'model'] as const).map((by) => ({
      text: name,
      understood: name,
      by,
      otherwise: name,
    })),
  },
  became,
});

const modes = (name: string): Card[] => {
  const asked = {
    id: 3,
    said: `the Pipeline agent in ${name}`,
    evidence: '31 days, 64 of 70 accepted unchanged, at least 82% (bar 80%)',
    because: name,
    askedBy: name,
    askedAt: now,
    expiresAt: now,
    over: null,
  };
  const ways = ['approved', 'rejected', 'withdrawn', 'expired', 'lost'] as const;
  return [
    modeRequestCard(asked, here),
    ...ways.map((as) =>
      modeRequestCard(
        { ...asked, over: { as, said: 'it is over', by: as === 'expired' ? null : name, at: now } },
        here,
      ),
    ),
    loweredCard({ said: asked.said, because: name, at: now, toAuto: name }, here),
  ];
};

const reach = (name: string): Card[] => {
  const examples = [1, 2, 3].map((n) => ({ what: name, because: `${n}: ${name}` }));
  const states: BatchCard['state'][] = [
    { is: 'waits' },
    { is: 'stopped', because: '1 of the first 3 was undone or failed.', at: now, examples },
    { is: 'went on', by: null, at: now },
    { is: 'went on', by: name, at: now },
    { is: 'given up', by: name, at: now },
  ];
  const asked: BatchCard['state'][] = [
    { is: 'asks', limit: 25, until: now, samples: examples, own: true },
    { is: 'asks', limit: 25, until: now, samples: examples, own: false },
    { is: 'not approved', by: name, at: now },
    { is: 'not approved', by: null, at: now },
  ];
  const ofPerson = { agent: null, person: name, says: `assign 30 deals to ${name}`, runId: null };
  const batch = {
    ...{
      id: 1,
      agent: 'pipeline',
      person: null,
      says: null,
      first: 3,
      total: 30,
      what: 'phone numbers and nudges',
    },
    ...{ openedAt: now, goesOnAt: now, runId: '7F3K', standing: 3, askedBelow: false },
  };
  return [
    unmailedCard({ address: name, because: name, instead: name, at: now }, here),
    ...states.map((state) => batchCard({ ...batch, state }, here)),
    ...states.map((state) => batchCard({ ...batch, state, standing: 0, askedBelow: true }, here)),
    ...[...states, ...asked].map((state) => batchCard({ ...batch, ...ofPerson, state }, here)),
    ...sending(name),
    ...byThemselves(name),
    ...newReps(name),
    ...[true, false].map((paused) =>
      breakCard({ agent: 'pipeline', bad: 12, cases: 14, at: now, examples, paused }, here),
    ),
  ];
};

/** A rep who is new: offered, taken up and not. */
const newReps = (name: string): Card[] =>
  [null, { say: 'on' as const, by: name, at: now }, { say: 'no' as const, by: name, at: now }].map((answer) =>
    newRepCard({ personId: 'P-1', rep: name, label: name, meaning: name, days: 90, at: now, answer }, here),
  );

/** A playbook that came by itself, while it is on, ended by somebody, and over. */
const byThemselves = (name: string): Card[] => {
  const moves = [{ label: 'Stale after', from: name, to: '14 days' }];
  const card = { id: 1, label: name, meaning: name, span: 'quarter' as const, moves, at: now, until: now };
  const states: PlaybookCard['state'][] = [
    { is: 'on' },
    { is: 'off', by: name, at: now, again: true },
    { is: 'off', by: name, at: now, again: false },
    { is: 'over', at: now },
  ];
  return [
    ...states.map((state) => playbookCard({ ...card, state }, here)),
    playbookCard({ ...card, moves: [], until: null, state: { is: 'on' } }, here),
    ...[moves, []].map((back) =>
      playbookOverCard({ label: name, span: 'month', moves: back, at: now, endedAt: now }, here),
    ),
  ];
};

/** What goes out of the house, and what is left after it. */
const sending = (name: string): Card[] => {
  const drafts: CorrectionCard['state'][] = [
    { is: 'draft' },
    { is: 'discarded', at: now },
    { is: 'held', until: now, changeId: 3 },
    { is: 'on its way' },
    { is: 'sent', at: now },
    { is: 'not sent', because: name },
  ];
  const draft = { id: 1, to: name, deal: name, text: name, sentAt: now, outside: true, at: now };
  const states: StartLine['state'][] = [
    { is: 'held', until: now },
    { is: 'paused' },
    { is: 'waits for room' },
    { is: 'tried', times: 2 },
    { is: 'started', at: now },
    { is: 'stopped', by: name, at: now },
    { is: 'not started', because: name },
  ];
  const starts = states.map((state, id) => ({
    ...{ id, workflow: name, host: 'hooks.example.com', deal: name, rule: 1 },
    state,
  }));
  const flood = { waiting: 3, started: 20, most: 20, began: now };
  return [
    ...drafts.map((state) => correctionCard({ ...draft, state }, here)),
    ...starts.map((one) => startCard({ starts: [one], more: 0, at: now }, here)),
    startCard({ starts, more: 12, at: now }, here),
    floodCard({ ...flood, ended: null }, here),
    floodCard({ ...flood, ended: now }, here),
  ];
};

const phrasings = (name: string): Card[] => {
  const became: PhrasingCard['became'][] = [
    { is: 'waiting' },
    { is: 'live', version: 2, by: name, at: now },
    { is: 'off', version: 2, by: name, at: now, because: null },
    { is: 'off', version: 2, by: null, at: now, because: name },
    { is: 'rejected', by: name, at: now },
  ];
  return became.map((one) => phrasingCard(phrasing(name, one), here));
};

export const aForecast = (name: string): ForecastReport => ({
  period: 'Q1 2026',
  from: '2026-01-01',
  to: '2026-03-31',
  currency: 'USD',
  companyCurrency: 'USD',
  at: now,
  figures: {
    won: 2_100_000,
    expected: 4_200_000,
    low: 3_800_000,
    high: 4_700_000,
    commit: 3_400_000,
    bestCase: 5_100_000,
    pipeline: 9_800_000,
    later: 120_000.5,
  },
  openDeals: 412,
  leftOut: 3,
  quota: 4_500_000,
  chance: 0.2,
  coverage: { is: 2.49, target: 3 },
  changes: {
    since: new Date('2026-03-13T08:00:00Z'),
    from: 4_400_000.25,
    to: 4_200_000,
    steps: [
      { why: 'won', amount: 200_000, deals: [{ id: 'D-1', name: 'Acme Platform', amount: 200_000 }] },
      { why: 'lost', amount: -300_000, deals: [{ id: 'D-2', name: 'Globex Support', amount: -300_000 }] },
      { why: 'pushed', amount: -320_000, deals: [{ id: 'D-3', name, amount: -320_000 }] },
      { why: 'new', amount: 100_000, deals: [{ id: 'D-4', name: 'Hooli Security', amount: 100_000 }] },
      { why: 'revalued', amount: 119_999.75, deals: [{ id: 'D-5', name: 'Initech', amount: 119_999.75 }] },
      { why: 'later', amount: 0, deals: [] },
    ],
  },
  alerts: [
    {
      severity: 'attention',
      why: 'Open deals of $5.9M cover the $2.4M that is left of the quota 2.4× (target 3×): $1.3M is missing',
      evidence: [`${name}: $800,000 missing, $1.2M for $700,000 (1.7×)`],
      proposes: `Look for new pipeline in ${name} first.`,
      personal: false,
    },
    {
      severity: 'critical',
      why: `${name} has won 30% of the quota, $120,000 of $400,000, with 88% of the time to 31 Mar 2026 over (limit 50%)`,
      evidence: [`${name}: $200,000, won from here in 60% of cases`],
      proposes: null,
      personal: true,
    },
  ],
  basis: { periods: 4, trust: 0.62, usual: 1_900_000 },
});

const forecasts = (name: string): Card[] => [
  ...drawings.map((drawing) =>
    forecastCard(
      {
        report: aForecast(name),
        place: 'private',
        audience: 'all',
        charts: { own: true, picture: { slackFile: 'F123' } },
        foot: { kind: 'request', id: '12' },
      },
      here,
      drawing,
    ),
  ),
  forecastCard({ report: aForecast(name), place: 'channel', audience: 'totals', foot: null }, here),
  forecastCard(
    {
      report: { ...aForecast(name), changes: null, quota: null, chance: null, alerts: [] },
      place: 'channel',
      audience: 'all',
      foot: null,
    },
    here,
  ),
];

export function modals(name: string) {
  const place = { channel: 'C1', ts: '1.2' };
  const { wants } = anException(name);
  const fields = wants.kind === 'change' ? wants.fields : [];
  return [
    editForm({ exceptionId: 12, hash: 'a'.repeat(64), deal: name, now: name, fields, place }, here),
    fillForm(
      { exceptionId: 12, hash: 'a'.repeat(64), deal: name, why: name, fields: aForm(name).fields, place },
      here,
    ),
    editNudgeForm({ exceptionId: 12, hash: 'a'.repeat(64), deal: name, to: name, text: name, place }),
    rejectForm({ about: 'deal', exceptionId: 12, hash: 'a'.repeat(64), proposal: name, place }),
    needsEditForm({ about: 'request:12', said: name, prefilled: name, place }),
    rephraseForm({ requestId: '12', text: name, place }),
    limitForm({ findingId: 7, sentence: name, limit: name, hint: name, was: 0.25, place }),
    limitPreview({ limit: '20%', typed: '20%', effect: [name], kept: place }),
    handForm({ findingId: 7, headline: name, to: [{ id: 'P-1', name }], place }),
    handOverForm({ leadId: 'L-1', lead: name, to: [{ id: 'P-1', name, fact: name }], place }),
    editDealForm(
      {
        dealId: 'D-1',
        name,
        fields: [
          ...fields,
          {
            field: 'stage',
            label: 'Stage',
            type: 'name',
            before: 'S-1',
            after: 'S-1',
            options: [{ value: 'S-1', label: name }],
          },
        ],
        place,
      },
      here,
    ),
    phrasingForm({ id: 3, template: name, understood: name, place }),
    rejectAllForm({ about: 'contact', shown: `12:${'a'.repeat(32)}`, count: 5, rep: name, place }),
    reviewPage({ card: anException(name), at: 3, of: 14, said: name, kept: place }, here),
    reviewEnd({ said: name, sentence: name }),
    noticeView('Edit proposal', name, [name]),
    whyView(
      { headline: name, lines: [{ label: 'Because', text: name }], notes: [name], undo: 'change:3' },
      here,
    ),
  ];
}

export const homes = (name: string) => [
  homeView(
    {
      for: 'member',
      waiting: [
        {
          exceptionId: 12,
          proposed: anException(name),
          worth: name,
          severity: 'critical',
          since: now,
          until: now,
          inStead: name,
        },
      ],
      standingIn: [{ for: name, until: now, cards: 3 }],
      away: [{ by: name, from: null, until: now }],
      oldest: now,
      waitingTotal: 40,
      inQuestion: [{ currency: 'USD', amount: 520_000 }],
      held: [
        { is: 'change', id: 7, said: `message to ${name} about ${name}`, until: now },
        { is: 'start', id: 8, said: `${name} for ${name}`, until: null },
      ],
      leads: [{ id: 'L-1', headline: name }],
      phrasings: {
        waiting: [{ id: 3, template: name, understood: name, seen: 4, people: 3 }],
        total: 40,
        inUse: 2,
      },
      agents: (['working', 'questions', 'intervention', 'paused'] as const).map((state) => ({
        name: 'pipeline',
        state,
        waiting: 2,
        mode: 'suggest',
        version: 14,
        lastRun: now,
        owner: name,
        pausedBy: name,
      })),
      mayPause: true,
      everythingPausedBy: name,
      playbooks: [{ label: name, where: name, until: now }],
      local: true,
      holds: 'sample',
    },
    here,
  ),
  homeView({ for: 'outsider', admin: name, email: name, asked: null, holds: 'nothing' }, here),
  homeView({ for: 'nobody known', sentence: name }, here),
];
