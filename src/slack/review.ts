/** Review: what waits for a decision in a group, or all in all for one person, one page after the other in the same window. */
import type { Here, Modal } from '../../blocks/kit.ts';
import { reviewEnd, reviewPage } from '../../blocks/review.ts';
import { type GroupView, groupView } from '../exceptions/groups.ts';
import { type ExceptionView, exceptionViews } from '../exceptions/view.ts';
import { waitingFor } from '../exceptions/waiting.ts';
import type { Person } from '../policy/nouns.ts';
import { count, list } from '../story/format.ts';
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
  return page(group.members, { group: group.id, ids: ids.join(','), at: -1 }, { place, said: null, here });
}

/** As many as a window can remember; the rest comes when these are decided. */
const mostReviewed = 200;

/** The first page of all that waits for this person, the most important first. */
export async function firstOfAll(
  use: DoorUse,
  person: Person,
  place: { channel: string | null; threadTs: string | null },
): Promise<Modal> {
  const waiting = await waitingFor({ db: use.db, now: use.clock.now() }, person);
  const ids = waiting.slice(0, mostReviewed).map(({ id }) => id);
  const views = await exceptionViews({ db: use.db, now: use.clock }, ids);
  const here = await hereNow(use);
  return page(views, { ids: ids.join(','), at: -1 }, { place, said: null, here });
}

/** The page after this one, in its window. What was decided meanwhile has no page. */
export async function turnPage(use: DoorUse, viewId: string, kept: Kept, said: string | null): Promise<void> {
  const { review, channel = null, threadTs = null } = kept;
  const views = review && (await viewsOf(use, review));
  if (!views) return;
  const here = await hereNow(use);
  await turnInto(use, viewId, page(views, review, { place: { channel, threadTs }, said, here }));
}

async function viewsOf(use: DoorUse, review: Review): Promise<ExceptionView[] | null> {
  const on = { db: use.db, now: use.clock };
  if (review.group !== undefined) return (await groupView(on, review.group))?.members ?? null;
  return exceptionViews(on, review.ids.split(',').map(Number));
}

function page(
  views: ExceptionView[],
  review: Review,
  on: { place: { channel: string | null; threadTs: string | null }; said: string | null; here: Here },
): Modal {
  const ids = review.ids.split(',').map(Number);
  const members = new Map(views.map((member) => [member.id, member]));
  const isOpen = (id: number) => members.get(id)?.state.is === 'open';
  const at = ids.findIndex((id, n) => n > review.at && isOpen(id));
  const card = members.get(ids[at] ?? 0);
  if (!card) {
    const left = ids.filter(isOpen);
    const kinds = left.map((id) => members.get(id)?.deal.is?.split(' ')[0] ?? 'deal');
    const named = ['deal', 'contact', 'account'].flatMap((kind) => {
      const many = kinds.filter((one) => one === kind).length;
      return many > 0 ? [count(many, kind)] : [];
    });
    const sentence =
      left.length === 0 ? 'Nothing is left to decide.' : `${list(named)} can be decided later.`;
    return reviewEnd({ said: on.said, sentence });
  }
  const { group } = review;
  const kept = { ...on.place, review: { ...(group === undefined ? {} : { group }), ids: review.ids, at } };
  return reviewPage({ card, at: at + 1, of: ids.length, said: on.said, kept }, on.here);
}
