/** App Home (ux.md 3.13), a first one: what waits for me, the agents, and the way to pause them. */
import type { HomeView } from '@slack/types';
import { calendarDay, count, duration, number, sums } from '../src/story/format.ts';
import { howToBringIn, nothingYet } from '../src/story/nothing-yet.ts';
import { seenSentence } from '../src/story/phrasing.ts';
import { homeAsks } from './home-asks.ts';
import { about, actions, choice } from './ids.ts';
import {
  type Block,
  button,
  context,
  divider,
  type Here,
  header,
  option,
  overflow,
  row,
  section,
} from './kit.ts';
import { limits } from './limits.ts';
import { headline, type Proposed, plainHeadline } from './proposal.ts';
import { resumeAll } from './resume.ts';
import { bold, data, instant, joined, lines, md, name } from './text.ts';
import { agentName, clockSetTo, localWorkspace } from './words.ts';

export type Waiting = {
  exceptionId: number;
  proposed: Proposed;
  /** "$42,000 · In Negotiation for 47 days (limit 30)" */
  worth: string;
  severity: 'critical' | 'attention' | 'information';
  since: Date;
  until: Date;
  /** Who is away and is decided for. */
  inStead?: string | null;
};
/** Of the person whose Home it is: for whom they decide, how many of what waits is that; and who decides for them. */
export type StandingIn = { for: string; until: Date; cards: number };
export type Away = { by: string; from: Date | null; until: Date };
export type AgentLine = {
  name: string;
  state: 'working' | 'questions' | 'intervention' | 'paused';
  /** Open cards of this agent. */
  waiting: number;
  mode: string;
  version: number;
  lastRun: Date | null;
  owner: string | null;
  pausedBy: string | null;
};
/** A playbook that is on; `where`: "everyone", "EMEA". */
export type PlaybookLine = { label: string; where: string; until: Date | null };
export type HeldLine = { is: 'change' | 'start'; id: number; said: string; until: Date | null };
export type LeadLine = { id: string; headline: string };
/** Words that wait for a person who may review them. */
export type PhrasingLine = { id: number; template: string; understood: string; seen: number; people: number };

export type HomeData =
  | {
      for: 'member';
      waiting: Waiting[];
      waitingTotal: number;
      inQuestion: { currency: string | null; amount: number }[];
      /** Theirs, that goes out soon and cannot be taken back then. */
      held: HeldLine[];
      standingIn: StandingIn[];
      away: Away[];
      /** Since when the first of several waits. */
      oldest: Date | null;
      leads: LeadLine[];
      /** Null where this person does not review them. */
      phrasings: { waiting: PhrasingLine[]; total: number; inUse: number } | null;
      agents: AgentLine[];
      mayPause: boolean;
      everythingPausedBy: string | null;
      playbooks: PlaybookLine[];
      local: boolean;
      holds: Holdings;
    }
  | { for: 'outsider'; admin: string | null; email: string | null; asked: Date | null; holds: Holdings }
  | { for: 'nobody known'; sentence: string };

/** Whether there is a company at all, and whether it is the sample one. */
type Holdings = 'nothing' | 'sample' | 'own';

const stateWords = { working: '🟢', questions: '🟡', intervention: '🔴', paused: '⚪' } as const;

export const homeView = (home: HomeData, here: Here): HomeView => ({
  type: 'home',
  blocks: (home.for === 'member'
    ? memberHome(home, here)
    : home.for === 'outsider'
      ? outsiderHome(home)
      : [section(data(home.sentence))]
  ).slice(0, limits.home.blocks),
});

const memberHome = (home: HomeData & { for: 'member' }, here: Here): Block[] => [
  header(
    home.waitingTotal === 0
      ? (home.phrasings?.total ?? 0) > 0
        ? 'No card waits for you.'
        : 'Nothing waits for you.'
      : `${home.waitingTotal} ${home.waitingTotal === 1 ? 'waits' : 'wait'} for you`,
  ),
  ...heldBlocks(home.held),
  ...standInBlocks(home),
  ...waitingBlocks(home, here),
  ...leadBlocks(home.leads),
  ...phrasingLines(home.phrasings),
  divider(),
  home.mayPause ? section(bold(data('Agents')), pauseAll(home)) : header('Agents'),
  ...(home.everythingPausedBy
    ? [
        section(
          md`⚪ Everything is paused by ${name(home.everythingPausedBy)}. Open cards can still be decided.`,
        ),
      ]
    : []),
  ...home.playbooks
    .slice(0, 5)
    .map(({ label, where, until }) =>
      section(
        until
          ? md`${bold(name(label))} is on for ${name(where)} until ${instant(until)}.`
          : md`${bold(name(label))} is on for ${name(where)}.`,
      ),
    ),
  ...home.agents.slice(0, 8).flatMap((agent) => agentBlocks(agent, home.mayPause)),
  ...(home.mayPause ? controls() : []),
  divider(),
  ...row(button(actions.refresh, 'Refresh', { value: 'home' })),
  context(
    md`Updated ${instant(here.now)}`,
    home.local ? data(localWorkspace(home.holds === 'sample')) : null,
    clockSetTo(here),
  ),
];

const heldBlocks = (held: HeldLine[]): Block[] =>
  held.slice(0, 5).map(({ is, id, said, until }) =>
    section(
      until
        ? md`⏳ ${bold(name(said))} goes out ${instant(until)}, and cannot be taken back then.`
        : md`⏳ ${bold(name(said))} is held, and cannot be taken back once it goes out.`,
      button(is === 'change' ? actions.stopSending : actions.stopStart, 'Stop', {
        value: about(is, id),
        label: `Stop: ${said}`,
        style: 'danger',
      }),
    ),
  );

const standInBlocks = ({ standingIn, away }: HomeData & { for: 'member' }): Block[] => [
  ...standingIn
    .slice(0, 5)
    .map(({ for: whom, until, cards }) =>
      section(
        md`You decide for ${bold(name(whom))} until ${instant(until)}: ${data(cards === 0 ? 'no card of theirs waits' : `${count(cards, 'card')} below ${cards === 1 ? 'is' : 'are'} theirs`)}.`,
      ),
    ),
  ...away
    .slice(0, 3)
    .map(({ by, from, until }) =>
      section(
        from
          ? md`${bold(name(by))} decides for you from ${instant(from)} until ${instant(until)}.`
          : md`${bold(name(by))} decides for you until ${instant(until)}. Say "I'm back" to end it.`,
      ),
    ),
];

const waitingBlocks = (home: HomeData & { for: 'member' }, here: Here): Block[] => {
  if (home.holds === 'nothing') return nothingThere;
  if (home.waitingTotal === 0)
    return [context(data('Ask in a message: "show deals stuck in negotiation 30 days".'))];
  const shown = home.waiting.slice(0, 5);
  const worth =
    home.waitingTotal > 1 && home.inQuestion.length > 0
      ? `${sums(home.inQuestion, here.currency)} in question`
      : '';
  const oldest = home.oldest ? `oldest ${since(home.oldest, here)}` : '';
  return [
    ...(worth || oldest ? [context(data(worth), data(oldest))] : []),
    ...shown.map((one) =>
      section(
        lines(
          joined(
            [
              one.severity === 'critical' ? { markup: '🔴 Critical: ' } : null,
              bold(headline(one.proposed, here)),
            ],
            '',
          ),
          data(`${one.inStead ? `for ${one.inStead} · ` : ''}${one.worth} · ${waits(one, here)}`),
        ),
        button(actions.show, 'Decide', {
          value: about('exception', one.exceptionId),
          label: `Decide: ${plainHeadline(one.proposed, here)}`,
        }),
      ),
    ),
    ...(home.waitingTotal > shown.length
      ? [context(data(`and ${number(home.waitingTotal - shown.length)} more`))]
      : []),
    ...row(
      home.waitingTotal > 1 &&
        button(actions.review, 'Start review', {
          value: about('waiting', 'me'),
          style: 'primary',
          label: 'Start review: all that waits for you, one by one',
        }),
    ),
  ];
};

const nothingThere = [section(lines(bold(data(nothingYet)), data(howToBringIn)))];

const since = (at: Date, here: Here): string => duration(here.now.getTime() - at.getTime());

const waits = (one: Waiting, here: Here): string =>
  calendarDay(one.until, here.zone) === calendarDay(here.now, here.zone)
    ? 'expires today'
    : `waits for ${since(one.since, here)}`;

const leadBlocks = (leads: LeadLine[]): Block[] =>
  leads.length === 0
    ? []
    : [
        divider(),
        header(`Leads you can claim (${leads.length})`),
        ...leads.slice(0, 5).map((lead) =>
          section(
            data(lead.headline),
            button(actions.claim, 'Claim', {
              value: about('lead', lead.id),
              label: `Claim: ${lead.headline}`,
            }),
          ),
        ),
      ];

const phrasingLines = (phrasings: (HomeData & { for: 'member' })['phrasings']): Block[] => {
  if (!phrasings || phrasings.total + phrasings.inUse === 0) return [];
  const { waiting, total, inUse } = phrasings;
  return [
    divider(),
    header(total === 0 ? 'No phrasings to review' : `${count(total, 'phrasing')} to review`),
    ...waiting.slice(0, 3).map((one) =>
      section(
        lines(
          bold(data(one.template)),
          data(`${one.understood} · ${seenSentence(one).replace(/\.$/, '').toLowerCase()}`),
        ),
        button(actions.reviewPhrasing, 'Review', {
          value: about('phrasing', one.id),
          label: `Review: ${one.template}`,
        }),
      ),
    ),
    context(data(`${count(inUse, 'phrasing')} in use. "review phrasings" shows all.`)),
  ];
};

/** What else is set and taken back, each with a preview. */
const controls = (): Block[] => [
  divider(),
  section(bold(data('Control'))),
  ...row(
    button(actions.settings, 'Change a setting'),
    ...Object.entries(homeAsks).map(([name, { label }]) =>
      button(`${actions.say}#${name}`, label, { value: name }),
    ),
  ),
];

const pauseAll = (home: HomeData & { for: 'member' }) =>
  home.everythingPausedBy
    ? resumeAll(home.agents.length)
    : button(actions.pauseEverything, 'Pause all', { value: 'everything', label: 'Pause all agents' });

const agentBlocks = (agent: AgentLine, mayPause: boolean): Block[] => {
  const words = {
    working: 'Working',
    questions: `Has questions (${agent.waiting})`,
    intervention: 'Needs intervention',
    paused: agent.pausedBy ? `Paused by ${agent.pausedBy}` : 'Paused',
  }[agent.state];
  const menu = overflow(actions.agent, [
    agent.state === 'paused'
      ? option('Resume', choice('resume', agent.name))
      : option('Pause', choice('pause', agent.name)),
    option('Run now', choice('run', agent.name)),
  ]);
  return [
    section(
      md`${stateWords[agent.state]} ${bold(data(agentName(agent.name)))}  ${data(words)}`,
      mayPause ? menu : undefined,
    ),
    context(
      data(`${agent.mode} mode, v${agent.version}`),
      data(count(agent.waiting, 'open card')),
      agent.lastRun ? md`last run ${instant(agent.lastRun)}` : data('has not run yet'),
      agent.owner ? name(agent.owner) : null,
    ),
  ];
};

/** No numbers, names of deals or agents: this person has no role here. */
const outsiderHome = (home: HomeData & { for: 'outsider' }): Block[] => [
  ...(home.holds === 'nothing' ? nothingThere : []),
  section(
    lines(
      bold(data('Steward helps the sales team look after its deals.')),
      joined(
        [
          data('You have no role in it yet. You may ask: help.'),
          home.admin ? md`To work with deals ask ${name(home.admin)} (admin).` : null,
        ],
        ' ',
      ),
    ),
  ),
  ...(home.email ? [context(md`Your Slack e-mail ${data(home.email, 80)} is not in the CRM.`)] : []),
  ...(home.asked
    ? [
        section(
          md`Asked ${home.admin ? name(home.admin) : data('the administrators')} ${instant(home.asked)}. Once you are given a role, this page shows your deals.`,
        ),
      ]
    : row(button(actions.askForAccess, 'Ask for access', { value: 'me' }))),
];
