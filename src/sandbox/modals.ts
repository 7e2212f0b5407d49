import type { View } from './nouns.ts';

export type Modals = ReturnType<typeof createModals>;

/** Whose, and in which window; a program that presses for somebody has no window. */
export type Seat = Pick<View, 'user' | 'window'>;

/**
 * The stack of open modals of each window, the top one last: as in Slack, a modal opens where its button was pressed, and
 * nowhere else. In memory only: a modal does not survive a restart.
 */
export function createModals() {
  const stacks = new Map<string, View[]>();
  const keyOf = ({ user, window }: Seat): string => `${user} ${window}`;
  const stackOf = (seat: Seat): View[] => stacks.get(keyOf(seat)) ?? [];
  const find = (fits: (view: View) => boolean): View | undefined => [...stacks.values()].flat().find(fits);
  return {
    in: stackOf,
    /** All of a person, whatever the window; those of the window in which one was opened last stand last. */
    of: (user: string): View[] => [...stacks.values()].flat().filter((view) => view.user === user),
    find: (viewId: string): View | undefined => find((view) => view.id === viewId),
    byExternalId: (id: string): View | undefined => find((view) => view.externalId === id),
    open: (view: View): void => {
      stacks.delete(keyOf(view));
      stacks.set(keyOf(view), [view]);
    },
    push: (view: View): void => {
      stacks.set(keyOf(view), [...stackOf(view), view]);
    },
    replace: (view: View): void => {
      stacks.set(
        keyOf(view),
        stackOf(view).map((other) => (other.id === view.id ? view : other)),
      );
    },
    /** Takes the view and all above it off the stack; what is left is answered. */
    close: (view: View): View[] => {
      const stack = stackOf(view);
      const at = stack.findIndex((other) => other.id === view.id);
      const left = at < 0 ? stack : stack.slice(0, at);
      stacks.set(keyOf(view), left);
      return left;
    },
  };
}
