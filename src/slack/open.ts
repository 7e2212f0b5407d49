/** Opens a form while its trigger lives: at once where it is ready, else first the frame and then what belongs into it. */
import { loadingView, noticeView } from '../../blocks/forms.ts';
import type { Modal } from '../../blocks/kit.ts';
import { StewardError } from '../errors.ts';
import { type Outcome, outcome } from './client.ts';
import { note, whisper } from './say.ts';
import type { DoorUse } from './use.ts';
import type { Press } from './wire.ts';

const SOON_MS = 700;

export async function openForm(
  use: DoorUse,
  clicked: Press,
  title: string,
  build: () => Promise<Modal>,
): Promise<void> {
  const trigger_id = clicked.trigger_id ?? '';
  const built = build().catch((error: unknown): Modal => {
    use.log.warn({ err: error }, 'A form could not be built.');
    const known = error instanceof StewardError;
    return noticeView(
      title,
      known
        ? `${error.message} ${error.fix}`
        : 'This could not be read. Nothing was changed. Press again in a moment.',
    );
  });
  const ready = await Promise.race([
    built,
    new Promise<null>((resolve) => setTimeout(() => resolve(null), SOON_MS)),
  ]);
  const view = ready ?? loadingView(title, title.toLowerCase());
  const method = clicked.view?.type === 'modal' ? use.client.views.push : use.client.views.open;
  const opened = await insisted(() => method({ trigger_id, view }), 1);
  // The trigger was used: by the attempt of which no answer came.
  const there = opened.say === 'refused' && opened.tries > 1 && exchanged.has(opened.because);
  if (there && ready) return;
  if (opened.say !== 'done') {
    use.log.warn(
      { outcome: opened.say, because: opened.say === 'refused' ? opened.because : undefined },
      'A form could not be opened.',
    );
    const where = { channel: clicked.channel?.id ?? `dm:${clicked.user.id}`, user: clicked.user.id };
    await whisper(
      use,
      where,
      note('The form could not be opened in time. Nothing was changed. Press the button again.'),
    );
    return;
  }
  const id = opened.answer.view?.id;
  if (ready || !id) return;
  const filled = await put(use, { view_id: id, hash: opened.answer.view?.hash, view: await built });
  if (filled.say === 'refused')
    use.log.warn({ because: filled.because, details: filled.details }, 'A form could not be filled.');
}

/** Puts one sentence in the place of an open form. The form may be closed by now; then nothing is lost. */
export async function turnInto(use: DoorUse, viewId: string, view: Modal): Promise<boolean> {
  return (await put(use, { view_id: viewId, view })).say === 'done';
}

const exchanged = new Set(['exchanged_trigger_id', 'trigger_exchanged']);

/** Putting the same into a form twice is harmless, and somebody looks at it. */
const put = (
  use: DoorUse,
  what: { view_id: string; hash?: string; view: Modal },
): Promise<Outcome<unknown>> => insisted(() => use.client.views.update(what), 2);

/** Again where Slack did not say how it ended, while somebody waits: at once, then after a second. */
async function insisted<T>(call: () => Promise<T>, more: number): Promise<Outcome<T> & { tries: number }> {
  for (let tries = 1; ; tries++) {
    const result = await outcome(call());
    if (result.say !== 'unknown' || tries > more) return { ...result, tries };
    if (tries > 1) await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
