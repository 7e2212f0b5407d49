/** Which of the things a confirmation is about: boxes to tick, and the confirmation for those alone. */
import { noticeView } from '../../../blocks/forms.ts';
import { inputs } from '../../../blocks/ids.ts';
import type { Modal } from '../../../blocks/kit.ts';
import { chooseForm } from '../../../blocks/request-forms.ts';
import type { Job } from '../../jobs/topics.ts';
import { isTheirs, type RequestRow, requestRow } from '../cards/answer.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import { many, type Press, type valuesOf } from '../wire.ts';
import { pressedInForm } from './request.ts';

type Confirm = RequestRow & { reply: { kind: 'confirm' } };

/** Null: it waits for no yes of this person any more. */
async function waiting(use: DoorUse, requestId: string, asker: Asker): Promise<Confirm | null> {
  const row = await requestRow(use.db, requestId);
  if (!row || !isTheirs(row, asker) || row.reply?.kind !== 'confirm' || row.settledAs !== null) return null;
  return row as Confirm;
}

export async function leaveOutForm(use: DoorUse, clicked: Press, asker: Asker): Promise<Modal> {
  const row = await waiting(use, clicked.actions[0]?.value ?? '', asker);
  if (!row?.reply.choose)
    return noticeView('Choose', 'Only the person who asked can choose, while it waits for a yes.');
  return chooseForm({ requestId: String(row.id), headline: row.reply.headline, of: row.reply.choose });
}

/** What is ticked, in however many lists. */
export const keptIn = (values: ReturnType<typeof valuesOf>): string[] => [
  ...many(values[inputs.keep(0)]),
  ...many(values[inputs.keep(1)]),
];

export async function leftOut(
  use: DoorUse,
  job: Job<unknown>,
  input: { requestId: string; keep: string[]; asker: Asker },
): Promise<void> {
  const row = await waiting(use, input.requestId, input.asker);
  if (!row) return;
  const out = (row.reply.choose ?? []).flatMap(({ id }) => (input.keep.includes(id) ? [] : [id]));
  await pressedInForm(use, job, { row, choice: `except:${out.join(',')}`, asker: input.asker });
}
