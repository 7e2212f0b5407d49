import { freshId } from './ids.ts';
import type { Inside } from './inside.ts';
import type { Seat } from './modals.ts';
import type { Block, Json, View } from './nouns.ts';
import { pageView } from './page-wire.ts';
import { withIds } from './post.ts';
import { noteShown } from './shown-files.ts';
import { startValues } from './state-values.ts';

/** A view as Slack keeps it, from one that was checked. `keep`: what is replaced; typed text under the same ids stays. */
export function newView(
  use: Pick<Inside, 'now' | 'store'>,
  wanted: Json,
  at: Seat & { stack: View[]; keep?: View },
): View {
  const id = at.keep?.id ?? freshId('V');
  const blocks = withIds(wanted.blocks as Block[]) ?? [];
  noteShown(use, blocks, at.user);
  return {
    id,
    type: wanted.type as View['type'],
    user: at.user,
    window: at.window,
    title: wanted.title as Json | undefined,
    submit: wanted.submit as Json | undefined,
    close: wanted.close as Json | undefined,
    blocks,
    privateMetadata: String(wanted.private_metadata ?? ''),
    callbackId: String(wanted.callback_id ?? ''),
    externalId: String(wanted.external_id ?? ''),
    clearOnClose: wanted.clear_on_close === true,
    notifyOnClose: wanted.notify_on_close === true,
    hash: `${Math.floor(use.now() / 1000)}.${freshId('').toLowerCase().slice(0, 8)}`,
    rootId: at.keep?.rootId ?? at.stack[0]?.id ?? id,
    previousId: at.keep ? at.keep.previousId : (at.stack.at(-1)?.id ?? null),
    values: startValues(blocks, at.keep?.values),
  };
}

/** Puts new content into a view that is open. */
export function showUpdate(use: Inside, known: View, wanted: Json): View {
  const view = newView(use, wanted, { user: known.user, window: known.window, stack: [], keep: known });
  use.modals.replace(view);
  use.push.inside(view, { type: 'view_updated', view: pageView(view) });
  return view;
}

/** Takes a view and those above it away. */
export function closeView(use: Inside, view: View): void {
  const left = use.modals.close(view);
  use.push.inside(view, { type: 'view_closed', viewId: view.id, views: left.map(pageView) });
}

export function closeAll(use: Inside, seat: Seat): void {
  const root = use.modals.in(seat)[0];
  if (root) closeView(use, root);
}
