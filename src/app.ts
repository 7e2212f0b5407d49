/** The wiring: which room gets what. It starts and stops things and decides nothing. */
import type { RequestListener } from 'node:http';
import { sendDigests } from './attention/digest.ts';
import { releaseQuiet } from './attention/release.ts';
import { seal } from './audit/seal.ts';
import { applyChange } from './changes/apply.ts';
import { reclaimLost, releaseHeld } from './changes/release.ts';
import { carryOn, tendRollbacks } from './changes/rollback-work.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { expireRequests } from './crew/auto.ts';
import { tendBatches } from './crew/batches.ts';
import { callStart } from './crew/call-start.ts';
import { ensureAgents } from './crew/crew.ts';
import { forecastDue } from './crew/forecast-due.ts';
import { lowerUnearned } from './crew/lower.ts';
import { lookUpMailDomains } from './crew/mail-domains.ts';
import { runAgent } from './crew/run.ts';
import { takeDueRuns } from './crew/schedule.ts';
import { tellSecret } from './crew/tell-secret.ts';
import { wokenByDeals, wokenByFigures, wokenBySignal } from './crew/wake.ts';
import { builtinCrm } from './crm/builtin.ts';
import { forgetContracts } from './crm/contracts.ts';
import type { Crm } from './crm/crm.ts';
import { forgetNameChanges } from './crm/lexicon.ts';
import { builtinWriter, type CrmWriter } from './crm/write.ts';
import type { Db } from './db/pool.ts';
import { expireDue, remindDue, wakeDue } from './exceptions/clock-work.ts';
import { openLeadCards } from './exceptions/leads.ts';
import { beginStandIns, endStandIns } from './exceptions/standing-in.ts';
import { callUnclaimed } from './exceptions/unclaimed.ts';
import { rewantCards } from './jobs/cards.ts';
import { createEngine } from './jobs/engine.ts';
import { createInbox } from './jobs/inbox.ts';
import { Later } from './jobs/later.ts';
import { createWorkers } from './jobs/workers.ts';
import { languageModels } from './language-models.ts';
import { leadDoor } from './lead-door.ts';
import { collectPhrasings } from './learning/phrasings/collect.ts';
import type { Log } from './log.ts';
import { smtpMailer } from './outside/mail.ts';
import { type Names, systemNames } from './outside/mail-domain.ts';
import type { CallUse } from './outside/workflow-call.ts';
import { ensureAdmins } from './people/people.ts';
import type { AgentName } from './policy/nouns.ts';
import { companyNow } from './requests/company.ts';
import { expireRawPayloads } from './runs/retention.ts';
import { announcePlaybooks } from './settings/announced-playbooks.ts';
import { turnLargeDeals } from './settings/large-deals.ts';
import { endPauses } from './settings/pauses.ts';
import { turnPlaybooks } from './settings/playbooks.ts';
import { currentSettings } from './settings/settings.ts';
import { keepWorkflowHosts } from './settings/workflows.ts';
import type { Line } from './slack/line.ts';
import { createSlack } from './slack/slack.ts';
import { type Entry, startTimetable } from './timetable.ts';
import { breakBad } from './watch/breaker.ts';
import { checkFailures } from './watch/failures.ts';

export type App = {
  start(): Promise<void>;
  stop(): Promise<void>;
  connected(): boolean;
  /** Slack's events, in http mode. */
  slackEvents: RequestListener | null;
  /** Leads that come in by HTTP, where they can be signed. */
  leads: RequestListener | null;
};

type AppUse = {
  config: Config;
  log: Log;
  clock: Clock;
  database: { db: Db; url: string };
  /** The line to Slack, where it is open already. */
  line?: Line;
  /** The CRM; absent: the built-in one. */
  crm?: { reader: Crm; writer: CrmWriter };
  /** Whom to ask which domains take mail; absent: the resolvers of this machine. */
  names?: Names;
  /** How workflows outside are called; absent: by the resolver and the network of this machine. */
  outgoing?: Pick<CallUse, 'resolve' | 'post'>;
  /** How long a message whose answer was lost may still be on its way. */
  settleMs?: number;
  /** How long a dead worker keeps its job. */
  leaseMs?: number;
};

export async function createApp(use: AppUse): Promise<App> {
  const { config, log, clock } = use;
  const { db, url } = use.database;
  if (!config.slack) throw new Error('The wiring needs a workspace.');
  const models = await languageModels({ config, db, log });
  const crm = use.crm ?? {
    reader: builtinCrm({ db, now: clock }),
    writer: builtinWriter({ db, now: clock, zone: config.zone }),
  };
  const run = { db, now: clock, zone: config.zone };

  const engine = createEngine({
    url,
    log,
    queues: {
      'run-agent': async ({ body }) => {
        const { agent, by, wokenBy, zones } = body as {
          agent: string;
          by: Parameters<typeof runAgent>[1]['by'];
          wokenBy: 'schedule' | 'change' | 'signal' | 'hand';
          zones?: string[];
        };
        const result = await runAgent(run, { agent, by, wokenBy, zones });
        // A run of a moment ago looked for itself alone; this one comes again when that is over.
        if (result.say === 'running' && (wokenBy === 'schedule' || wokenBy === 'hand'))
          throw new Later(null, result.sentence);
      },
    },
  });
  const slack = createSlack({
    config: { slack: config.slack, zone: config.zone, local: config.local },
    db,
    clock,
    log,
    models,
    mailer: config.mail ? smtpMailer(config.mail) : null,
    line: use.line,
    settleMs: use.settleMs,
    wake: async (trx, agent, by) => {
      await engine.send(
        trx,
        'run-agent',
        { agent, by: { kind: 'person', id: by.id }, wokenBy: 'hand' },
        { key: `${agent} by hand` },
      );
    },
  });
  const applying = { ...run, crm: crm.reader, writer: crm.writer, log, leaseMs: use.leaseMs };
  const calling = {
    ...run,
    key: config.secret ?? '',
    calls: { hosts: config.workflowHosts, ...use.outgoing },
  };
  const workers = createWorkers({
    db,
    url,
    log,
    leaseMs: use.leaseMs,
    inbox: {
      ...slack.inbox,
      lead: async (job) => (await import('./lead-taking.ts')).takeLead({ db, now: clock, models }, job),
    },
    topics: {
      ...slack.topics,
      apply: async ({ body }) => {
        await applyChange(applying, body);
      },
      roll_back: ({ body }) => carryOn(applying, body),
      start: ({ body }) => callStart(calling, body),
      secret: (job) => tellSecret({ ...run, key: config.secret ?? '', tell: slack.tell }, job),
    },
  });
  slack.onStored(workers.wake);
  const leads = createInbox({ db });
  leads.onStored(workers.wake);

  const bySchedule = { kind: 'system', id: 'timetable' } as const;
  // What waits because of a change looks for itself alone, and is never in the place of another run.
  const wake = async (trx: Db, agents: AgentName[], wokenBy: 'schedule' | 'change' | 'signal') => {
    for (const agent of agents)
      await engine.send(
        trx,
        'run-agent',
        { agent, by: bySchedule, wokenBy },
        { key: `${agent} by ${wokenBy}` },
      );
  };
  const wakeForDeals = async () => {
    const agents = await wokenByDeals(db, clock.now());
    if (agents.length > 0) await db.transaction((trx) => wake(trx, agents, 'change'));
  };
  let changesSeen: number | null = null;
  const wakeForFigures = async (trx: Db) => {
    const { agents, seen } = await wokenByFigures(trx, clock.now(), changesSeen);
    await wake(trx, agents, 'change');
    changesSeen = seen;
  };
  const runDue = async (trx: Db) => {
    for (const { agent, zones } of await takeDueRuns(trx, { now: clock.now(), zone: config.zone }))
      await engine.send(
        trx,
        'run-agent',
        { agent, by: bySchedule, wokenBy: 'schedule', zones },
        { key: zones.join() === config.zone ? `${agent} by schedule` : `${agent} in ${zones.join()}` },
      );
  };
  const forecastIfDue = async (trx: Db) =>
    (await forecastDue(trx, { now: clock.now(), zone: config.zone })) &&
    (await wake(trx, ['forecasting'], 'schedule'));
  const entries: Entry[] = [
    { name: 'run agents', rhythm: 'minute', put: runDue },
    { name: 'make forecasts', rhythm: { at: ['07:00'] }, put: forecastIfDue },
    { name: 'open lead cards', rhythm: 'minute', run: () => openLeadCards({ db, now: clock }) },
    { name: 'look at figures on change', rhythm: 'minute', put: wakeForFigures },
    {
      name: 'run agents on signals',
      rhythm: 'minute',
      put: async (trx) => wake(trx, await wokenBySignal(trx, clock.now()), 'signal'),
    },
    { name: 'end pauses', rhythm: 'minute', run: () => endPauses({ db, now: clock }) },
    {
      name: 'turn playbooks',
      rhythm: 'minute',
      run: async () => {
        await turnPlaybooks(run);
        await announcePlaybooks(run);
      },
    },
    {
      name: 'turn large deals',
      rhythm: 'minute',
      run: async () => turnLargeDeals(db, await currentSettings(db, clock.now()), clock.now()),
    },
    { name: 'end quiet hours', rhythm: 'minute', run: () => releaseQuiet(run) },
    { name: 'send digests', rhythm: 'minute', run: () => sendDigests(run) },
    { name: 'wake snoozed cards', rhythm: 'minute', run: () => wakeDue({ db, now: clock }) },
    { name: 'expire cards', rhythm: 'minute', run: () => expireDue({ db, now: clock }) },
    { name: 'end stand-ins', rhythm: 'minute', run: () => endStandIns({ db, now: clock }) },
    { name: 'begin stand-ins', rhythm: 'minute', run: () => beginStandIns(run) },
    { name: 'remind of cards', rhythm: 'minute', run: () => remindDue(run) },
    { name: 'call for unclaimed leads', rhythm: 'minute', run: () => callUnclaimed(run) },
    { name: 'end auto modes', rhythm: 'minute', run: () => lowerUnearned({ db, now: clock }) },
    { name: 'end requests for auto', rhythm: 'minute', run: () => expireRequests({ db, now: clock }) },
    { name: 'go on with batches', rhythm: 'minute', run: () => tendBatches({ db, now: clock }) },
    { name: 'stop agents that go wrong', rhythm: 'minute', run: () => breakBad({ db, now: clock }) },
    { name: 'check failures', rhythm: 'minute', run: () => checkFailures({ db, now: clock }) },
    { name: 'close cards that came twice', rhythm: 'minute', run: () => slack.sweepTwins() },
    { name: 'take up lost changes', rhythm: 'minute', run: () => reclaimLost({ db }) },
    { name: 'draw lost cards', rhythm: 'minute', run: () => rewantCards(db) },
    {
      name: 'collect phrasings',
      rhythm: 'minute',
      run: () => collectPhrasings({ db, now: clock, reading: () => companyNow(run) }),
    },
    {
      name: 'look up e-mail domains',
      rhythm: 'minute',
      run: () => lookUpMailDomains({ ...run, names: use.names ?? systemNames() }),
    },
    { name: 'forget contracts', rhythm: 'hour', run: () => forgetContracts(db) },
    { name: 'forget name changes', rhythm: 'hour', run: () => forgetNameChanges(db) },
    { name: 'delete raw payloads', rhythm: 'hour', run: () => expireRawPayloads({ db, now: clock }) },
  ];
  const key = { key: config.secret ?? '', home: config.home };
  const ends: Partial<Record<(typeof endsInOrder)[number], () => Promise<unknown>>> = {};
  return {
    connected: slack.ready,
    slackEvents: slack.requestListener,
    leads: config.intakeSecret
      ? leadDoor({ secret: config.intakeSecret, inbox: leads, log, now: clock.now })
      : null,
    start: async () => {
      await ensureAgents({ db, local: config.local });
      await keepWorkflowHosts(db, config.workflowHosts);
      await ensureAdmins(db, [...config.admins], { kind: 'system', id: 'start' });
      // What comes in is kept from the first moment, and worked on as soon as the others are up.
      await slack.start();
      ends.slack = slack.stop;
      await engine.start();
      ends.engine = engine.stop;
      await workers.start();
      ends.workers = workers.stop;
      await seal(db, { ...key, all: true });
      const timetable = startTimetable({
        db,
        clock,
        zone: config.zone,
        log,
        entries,
        eachSecond: [
          { name: 'look at changed deals', run: wakeForDeals },
          { name: 'seal the audit log', run: () => seal(db, key) },
          { name: 'go on after a pause', run: () => releaseHeld({ db, now: clock }) },
          { name: 'go on with rollbacks', run: () => tendRollbacks({ db, now: clock }) },
        ],
      });
      ends.timetable = timetable.stop;
    },
    stop: async () => {
      for (const name of endsInOrder) {
        const end = ends[name];
        delete ends[name];
        await end?.();
      }
    },
  };
}

/** Slack first stops listening, then what was heard is done. */
const endsInOrder = ['timetable', 'slack', 'workers', 'engine'] as const;
