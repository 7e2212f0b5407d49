import type { View } from './nouns.ts';

export type Modals = ReturnType<typeof createModals>;

/** Each person's stack of open modals, the top one last. In memory only: a modal does not survive a restart. */
export function createModals() {
  const stacks = new Map<string, View[]>();
  const stackOf = (user: string): View[] => stacks.get(user) ?? [];
  return {
    of: stackOf,
    find: (viewId: string): View | undefined =>
      [...stacks.values()].flat().find((view) => view.id === viewId),
    byExternalId: (id: string): View | undefined =>
      [...stacks.values()].flat().find((view) => view.externalId === id),
    open: (view: View): void => {
      stacks.set(view.user, [view]);
    },
    push: (view: View): void => {
      stacks.set(view.user, [...stackOf(view.user), view]);
    },
    replace: (view: View): void => {
      const stack = stackOf(view.user);
      stacks.set(
        view.user,
        stack.map((other) => (other.id === view.id ? view : other)),
      );
    },
    /** Takes the view and all above it off the stack; what is left is answered. */
    close: (view: View): View[] => {
      const stack = stackOf(view.user);
      const at = stack.findIndex((other) => other.id === view.id);
      const left = at < 0 ? stack : stack.slice(0, at);
      stacks.set(view.user, left);
      return left;
    },
    clear: (user: string): void => {
      stacks.delete(user);
    },
  };
}
