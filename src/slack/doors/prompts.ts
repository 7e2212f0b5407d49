/** What one may ask, for whoever opens the Messages tab: three questions that the rules read for this person. */
import { wantCard } from '../../jobs/cards.ts';
import { outcome } from '../client.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';

type Prompt = { title: string; message: string };
type Prompts = [Prompt, ...Prompt[]];

const help: Prompt = { title: 'What can you do', message: 'what can you do' };
const forRep: Prompts = [
  { title: 'My open deals', message: 'show my open deals' },
  { title: 'Closing this month', message: 'my open deals closing this month' },
  help,
];
const forOthers: Prompts = [
  { title: 'Stuck in Negotiation', message: 'show deals stuck in negotiation 30 days' },
  { title: 'Closing this month', message: 'open deals closing this month' },
  { title: 'Pipeline by stage', message: 'pipeline by stage' },
];

/** A greeting on the first look, and the prompts. They are a help, not an answer: when Slack refuses them nothing is tried again. */
export async function suggestPrompts(use: DoorUse, where: { channel: string; asker: Asker }): Promise<void> {
  const { person, slackId } = where.asker;
  // The ledger posts a card once, however often it is wanted.
  if (person && person.roles.length > 0)
    await wantCard(use.db, { key: `greeting:${slackId}`, channel: where.channel });
  const prompts: Prompts = !person ? [help] : person.roles.includes('rep') ? forRep : forOthers;
  const result = await outcome(
    use.client.assistant.threads.setSuggestedPrompts({
      channel_id: where.channel,
      title: 'Try one',
      prompts,
    }),
  );
  if (result.say !== 'done') use.log.info({ channel: where.channel }, 'Suggested prompts were not taken.');
}
