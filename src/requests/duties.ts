/** Who answers for an agent, and what it is measured by, in words: what would change, and changing it. */
import { agentNamed } from '../agents/roster.ts';
import { agentRow, type Duty, setDuty } from '../crew/crew.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { personById } from '../people/people.ts';
import { everywhere, maySet, setters } from '../policy/may-set.ts';
import type { Person } from '../policy/nouns.ts';
import { firstName } from '../story/format.ts';
import { redrawAlert } from '../watch/failures.ts';
import { refusing } from './lacking.ts';
import type { Done, Planned } from './plan.ts';

type Use = { db: Db; by: Person };
type SetDuty = Extract<Command, { do: 'agent_duty' }>;

const longestMetric = 200;

export async function dutyPlan(use: Use, command: SetDuty): Promise<Planned> {
  const needs = maySet(use.by, {
    authority: false,
    place: everywhere,
  });
  const of = `the ${command.duty} of the ${command.agent.name}`;
  if (needs !== null)
    return { instead: refusing(`Changing ${of} needs ${needs}.`, setters(false, everywhere)) };
  if (command.duty === 'metric' && command.metric.length > longestMetric)
    return { nothing: `That is too long for a metric: at most ${longestMetric} characters.` };
  const to = await personOf(use, command);
  if (to && !to.active) return { nothing: `${to.name} is not active any more.` };
  if (to && !to.slackId)
    return { nothing: `${to.name} is not known in Slack, so nobody could be told. Choose somebody else.` };
  const row = await agentRow(use.db, agentNamed(command.agent.id).name);
  const before = { owner: row.ownerId, fallback: row.fallbackId, metric: row.metric }[command.duty];
  const after = command.duty === 'metric' ? command.metric : to?.id;
  const said = command.duty === 'metric' ? `"${command.metric}"` : (to?.name ?? command.person.name);
  if (before === after) return { nothing: `${said} is ${of} already.` };
  const was = command.duty === 'metric' ? before : before && (await personById(use.db, before))?.name;
  const effects = {
    owner: 'The owner is told when the agent fails, and may pause it.',
    fallback: 'The fallback is told when the owner does not answer an alert in time.',
    metric: 'It stands with the agent; nothing is computed from it.',
  };
  return {
    headline: `Make ${said} ${of}.`,
    consequence: `${was ? `Now it is ${command.duty === 'metric' ? `"${was}"` : was}. ` : ''}${effects[command.duty]}`,
    wayBack: was ? `Way back: "${backTo(command, was)}".` : 'Way back: name somebody else.',
    count: 1,
    verb:
      command.duty === 'metric' ? 'Set the metric' : `Make ${firstName(said)} ${command.duty}`.slice(0, 30),
    mark: before ?? '',
  };
}

const backTo = (command: SetDuty, was: string): string =>
  command.duty === 'metric'
    ? `the metric of the ${command.agent.name} is ${was}`
    : `make ${was} the ${command.duty} of the ${command.agent.name}`;

/** "Me" is whoever asks. */
const personOf = (use: Use, command: SetDuty): Promise<Person | null> =>
  command.duty === 'metric'
    ? Promise.resolve(null)
    : personById(use.db, command.person.id === 'me' ? use.by.id : command.person.id);

export async function carryOutDuty(use: Use, command: SetDuty): Promise<Done> {
  const agent = agentNamed(command.agent.id).name;
  const to = await personOf(use, command);
  const duty: Duty =
    command.duty === 'metric'
      ? { duty: 'metric', metric: command.metric }
      : { duty: command.duty, personId: to?.id ?? command.person.id };
  const { before } = await setDuty(use, { agent, by: { kind: 'person', id: use.by.id }, ...duty });
  await redrawAlert(use.db, agent);
  const was = command.duty === 'metric' ? before : before && (await personById(use.db, before))?.name;
  const said = command.duty === 'metric' ? `"${command.metric}"` : (to?.name ?? command.person.name);
  return {
    sentence: `${firstName(use.by.name)} made ${said} the ${command.duty} of the ${command.agent.name}.`,
    back: was ? backTo(command, was) : null,
  };
}
