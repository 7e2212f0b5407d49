/** Workflows outside in words: added with their address, listed, taken away, their secrets renewed. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { enqueue } from '../jobs/outbox.ts';
import type { Command } from '../language/request.ts';
import { workflowAddress } from '../outside/workflow-address.ts';
import { may, whoMay } from '../policy/authorize.ts';
import type { Person } from '../policy/nouns.ts';
import { dayIn } from '../sales/days.ts';
import { rulesNow } from '../settings/rules.ts';
import {
  addWorkflow,
  removeWorkflow,
  renewSecret,
  type Workflow,
  workflowHosts,
  workflowNamed,
  workflowsNow,
} from '../settings/workflows.ts';
import { count, day, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { refusing } from './lacking.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Done, Planned } from './plan.ts';
import { suggestions } from './suggest.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Add = Extract<Command, { do: 'workflow_add' }>;
type Kept = Extract<Command, { name: string; do: 'workflow_remove' | 'workflow_secret' }>;

const secretComes =
  'Its secret, with which each call is signed, comes to you alone as a direct message, once.';

const keepsWorkflows = (person: Person): boolean => may(person, 'workflows');

export async function addPlan(use: Use, { name, url }: Add): Promise<Planned> {
  if (!may(use.by, 'workflows'))
    return { instead: refusing(`Adding a workflow needs ${whoMay('workflows')}.`, keepsWorkflows) };
  if (!use.by.slackId)
    return { nothing: 'Its secret is told in Slack, where you are not known. Nothing was changed.' };
  const address = workflowAddress(url, await workflowHosts(use.db));
  if ('because' in address) return { nothing: `${address.because} Nothing was changed.` };
  const known = workflowNamed(await workflowsNow(use.db), name);
  if (known)
    return {
      nothing: `There is a workflow ${known.name} already, at ${new URL(known.url).host}. Say "remove the workflow ${known.name}" first.`,
    };
  return {
    headline: `Add the workflow ${name} at ${address.url}.`,
    consequence: `Rules may then start it: "if a deal is won, start the workflow ${name}". Nothing is called by this. ${secretComes}`,
    wayBack: `Way back: "remove the workflow ${name}".`,
    count: 1,
    verb: 'Add it',
    mark: address.url,
  };
}

export async function carryOutAdd(use: Use, { name, url }: Add): Promise<Done> {
  const address = workflowAddress(url, await workflowHosts(use.db));
  if ('because' in address) return { sentence: `${address.because} Nothing was changed.`, back: null };
  const id = await use.db.transaction(async (trx) => {
    const added = await addWorkflow(
      { db: trx },
      { name, url: address.url, byId: use.by.id, now: use.now.now() },
    );
    if (added !== null) await tellSecret(trx, use.by, added, 1);
    return added;
  });
  return id === null
    ? { sentence: `There is a workflow ${name} by now. Nothing was changed.`, back: null }
    : { sentence: `The workflow ${name} is added. ${secretComes}`, back: `remove the workflow ${name}` };
}

const tellSecret = async (
  trx: Db,
  { slackId }: Person,
  workflowId: number,
  version: number,
): Promise<void> => {
  if (slackId)
    await enqueue(trx, 'secret', {
      key: `secret:${workflowId}:${version}`,
      body: { workflowId, version, user: slackId },
    });
};

/** The rules that start it. */
const startedBy = async (db: Db, { id }: Workflow): Promise<number[]> =>
  (await rulesNow(db))
    .filter(({ effect }) => effect.does === 'start' && effect.workflow === id)
    .map(({ rule }) => rule);
const rulesSaid = (rules: number[]): string =>
  `${rules.length === 1 ? 'Rule' : 'Rules'} ${list(rules.map(String))}`;

export async function keptPlan(use: Use, command: Kept): Promise<Planned> {
  if (!may(use.by, 'workflows'))
    return { instead: refusing(`Keeping workflows needs ${whoMay('workflows')}.`, keepsWorkflows) };
  const all = await workflowsNow(use.db);
  const found = workflowNamed(all, command.name);
  if (!found)
    return {
      nothing: `There is no workflow ${command.name}. ${all.length > 0 ? `There are: ${list(all.map(({ name }) => name))}.` : 'None is added.'}`,
    };
  const rules = await startedBy(use.db, found);
  if (command.do === 'workflow_remove')
    return {
      headline: `Remove the workflow ${found.name}.`,
      consequence:
        rules.length > 0
          ? `${rulesSaid(rules)} can start it no more: who made ${rules.length === 1 ? 'it' : 'them'} is told each time. What waits to be called is not.`
          : 'No rule starts it.',
      wayBack: `Way back: "add the workflow ${found.name} at ${found.url}", with another secret.`,
      count: 1,
      verb: 'Remove it',
      mark: `${found.id}`,
    };
  if (!use.by.slackId)
    return { nothing: 'Its secret is told in Slack, where you are not known. Nothing was changed.' };
  return {
    headline: `Make a new secret for the workflow ${found.name}.`,
    consequence: `Each call is signed with the new one from now on, and for 24 hours with the last one as well. ${secretComes}`,
    wayBack: 'Way back: there is none; a further secret can be made.',
    count: 1,
    verb: 'Make a new secret',
    mark: `${found.id} ${found.secretVersion}`,
  };
}

export async function carryOutKept(use: Use, command: Kept): Promise<Done> {
  const gone: Done = { sentence: 'It has changed since. Nothing was changed.', back: null };
  const found = workflowNamed(await workflowsNow(use.db), command.name);
  if (!found) return gone;
  const by = { id: found.id, byId: use.by.id, now: use.now.now() };
  if (command.do === 'workflow_remove')
    return (await removeWorkflow(use, by))
      ? {
          sentence: `The workflow ${found.name} is removed: no rule can start it.`,
          back: `add the workflow ${found.name} at ${found.url}`,
        }
      : gone;
  const version = await use.db.transaction(async (trx) => {
    const renewed = await renewSecret({ db: trx }, { ...by, was: found.secretVersion });
    if (renewed !== null) await tellSecret(trx, use.by, found.id, renewed);
    return renewed;
  });
  return version === null
    ? gone
    : { sentence: `The workflow ${found.name} has a new secret. ${secretComes}`, back: null };
}

export async function listWorkflows(use: Use): Promise<Outcome> {
  const all = await workflowsNow(use.db);
  const hosts = await workflowHosts(use.db);
  const rules = await rulesNow(use.db);
  const lines = all.map((one) => {
    const by = rules.filter(({ effect }) => effect.does === 'start' && effect.workflow === one.id);
    const started =
      by.length > 0
        ? `started by ${rulesSaid(by.map(({ rule }) => rule)).toLowerCase()}`
        : 'no rule starts it';
    return `${one.name}: at ${new URL(one.url).host}, added ${day(dayIn(one.setAt, use.company.zone))}, ${started}.`;
  });
  const keeps = may(use.by, 'workflows');
  const where =
    hosts.length > 0
      ? `Hosts that may be called: ${list(hosts)}.`
      : 'No host may be called: whoever runs Steward names them in STEWARD_WORKFLOW_HOSTS.';
  return {
    ...outcome(
      {
        kind: 'text',
        sentence:
          all.length > 0
            ? `${count(all.length, 'workflow')} can be started by rules.`
            : 'No workflow is added.',
        lines: keeps ? [...lines, where] : lines,
        next: suggestions(all.slice(0, 1).map(({ name }) => `if a deal is won, start the workflow ${name}`)),
      },
      'list_workflows',
    ),
    understood: 'Workflows outside that rules may start',
  };
}
