import type { WebSocket } from 'ws';
import type { Seat } from './modals.ts';
import type { PageEvent } from './page-api.ts';

export type Push = ReturnType<typeof createPush>;

/** The open pages: who looks at the workspace as whom, and what each is told. */
export function createPush() {
  const pages = new Map<WebSocket, Seat>();
  const send = (page: WebSocket, event: PageEvent): void => {
    if (page.readyState === page.OPEN) page.send(JSON.stringify(event));
  };
  return {
    attach: (page: WebSocket, seat: Seat): void => {
      pages.set(page, seat);
      page.on('close', () => pages.delete(page));
      page.on('error', () => page.terminate());
    },
    to: (user: string, event: PageEvent): void => {
      for (const [page, seat] of pages) if (seat.user === user) send(page, event);
    },
    /** What happens in one window. What a program opened is shown in all of that person. */
    inside: ({ user, window }: Seat, event: PageEvent): void => {
      for (const [page, seat] of pages)
        if (seat.user === user && (window === '' || seat.window === window)) send(page, event);
    },
    all: (event: PageEvent): void => {
      for (const page of pages.keys()) send(page, event);
    },
    watching: (): Set<string> => new Set([...pages.values()].map(({ user }) => user)),
    close: (): void => {
      for (const page of pages.keys()) page.terminate();
      pages.clear();
    },
  };
}
