import type { WebSocket } from 'ws';
import type { PageEvent } from './page-api.ts';

export type Push = ReturnType<typeof createPush>;

/** The open pages: who looks at the workspace as whom, and what each is told. */
export function createPush() {
  const pages = new Map<WebSocket, string>();
  const send = (page: WebSocket, event: PageEvent): void => {
    if (page.readyState === page.OPEN) page.send(JSON.stringify(event));
  };
  return {
    attach: (page: WebSocket, user: string): void => {
      pages.set(page, user);
      page.on('close', () => pages.delete(page));
      page.on('error', () => page.terminate());
    },
    to: (user: string, event: PageEvent): void => {
      for (const [page, who] of pages) if (who === user) send(page, event);
    },
    all: (event: PageEvent): void => {
      for (const page of pages.keys()) send(page, event);
    },
    watching: (): Set<string> => new Set(pages.values()),
    close: (): void => {
      for (const page of pages.keys()) page.terminate();
      pages.clear();
    },
  };
}
