/** The secret of a workflow, told once to whoever asked for it; after that it can only be renewed. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { BodyOf, Job } from '../jobs/topics.ts';
import { secretsOf, workflowById } from '../settings/workflows.ts';

export type Tell = (job: { id: number; attempt: number }, user: string, text: string) => Promise<void>;

export async function tellSecret(
  use: { db: Db; now: Clock; key: string; tell: Tell },
  job: Job<BodyOf<'secret'>>,
): Promise<void> {
  const { workflowId, version, user } = job.body;
  const workflow = await workflowById(use.db, workflowId);
  if (!workflow || workflow.endedAt || workflow.secretVersion !== version || workflow.secretShownAt) return;
  const [secret] = secretsOf(use.key, workflow, use.now.now());
  await use.tell(
    job,
    user,
    `The secret of the workflow ${workflow.name}:\n${secret}\nIt is shown this once. Keep it where ${new URL(workflow.url).host} checks its calls; "new secret for the workflow ${workflow.name}" makes another one.`,
  );
  await use.db.transaction(async (trx) => {
    await trx('workflows')
      .where({ id: workflowId, secret_version: version })
      .update({ secret_shown_at: use.now.now() });
    await record(trx, {
      action: 'workflow.secret_shown',
      subject: { kind: 'workflow', id: String(workflowId) },
      by: { kind: 'system', id: 'workflows' },
      details: { version, to: user },
    });
  });
}
