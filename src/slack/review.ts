/** Review: the pages of a group that wait for a decision, one after the other in the same window. */
import type { Here, Modal } from '../../blocks/kit.ts';
import { reviewEnd, reviewPage } from '../../blocks/review.ts';
import { type GroupView, groupView } from '../exceptions/groups.ts';
import { count } from '../story/format.ts';
import { hereNow } from './here.ts';
import type { Kept } from './kept.ts';
import { turnInto } from './open.ts';
import type { DoorUse } from './use.ts';

/** Which of these exceptions is on the page; `view` is the window's id once a form lies on top of it. */
export type Review = NonNullable<Kept['review']>;

/** The first page, of all that wait now; `place` is where the button was pressed. */
export async function firstPage(
  use: DoorUse,
  group: GroupView,
  place: { channel: string | null; threadTs: string | null },
): Promise<Modal> {
  const ids = group.members.filter(({ state }) => state.is === 'open').map(({ id }) => id);
  const here = await hereNow(use);
  return page(group, { group: group.id, ids: ids.join(','), at: -1 }, { place, said: null, here });
}

/** The page after this one, in its window. What was decided meanwhile has no page. */
export async function turnPage(use: DoorUse, viewId: string, kept: Kept, said: string | null): Promise<void> {
  const { review, channel = null, threadTs = null } = kept;
  const group = review && (await groupView({ db: use.db, now: use.clock }, review.group));
  if (!group) return;
  const here = await hereNow(use);
  await turnInto(use, viewId, page(group, review, { place: { channel, threadTs }, said, here }));
}

function page(
  group: GroupView,
  review: Review,
  on: { place: { channel: string | null; threadTs: string | null }; said: string | null; here: Here },
): Modal {
  const ids = review.ids.split(',').map(Number);
  const members = new Map(group.members.map((member) => [member.id, member]));
  const isOpen = (id: number) => members.get(id)?.state.is === 'open';
  const at = ids.findIndex((id, n) => n > review.at && isOpen(id));
  const card = members.get(ids[at] ?? 0);
  if (!card) {
    const left = ids.filter(isOpen).length;
    const sentence =
      left === 0 ? 'Nothing is left to decide.' : `${count(left, 'deal')} can be decided later.`;
    return reviewEnd({ said: on.said, sentence });
  }
  const { group: id, ids: all } = review;
  const kept = { ...on.place, review: { group: id, ids: all, at } };
  return reviewPage({ card, at: at + 1, of: ids.length, said: on.said, kept }, on.here);
}
