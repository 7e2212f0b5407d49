import type { Failed, PageEvent } from '../page-api.ts';

/** A call that did not do what it was asked: `sentence` is for the reader, `reason` for the notice log. */
export class CallFailed extends Error {
  readonly sentence: string;
  readonly reason: string;
  constructor(sentence: string, reason: string) {
    super(reason);
    this.sentence = sentence;
    this.reason = reason;
  }
}

export const didNotWork = 'That did not work. Try again.';
const notRunning = 'Nothing was sent: Steward is not running. Start it with npm start, and try again.';

/** Of this window, until it is loaded anew: a modal belongs to it. */
const thisWindow = Math.random().toString(36).slice(2);

/** Slack gives an app 3 seconds; the workspace says so itself, and this is the page's own backstop. */
const patience = 3_400;

export type Api = {
  get<T>(path: string, query?: Record<string, string>): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
};

/** Calls as one person. */
export const createApi = (as: string): Api => ({
  get: (path, query = {}) => call(`${path}?${new URLSearchParams({ ...query, as, window: thisWindow })}`, {}),
  post: (path, body) =>
    call(`${path}?${new URLSearchParams({ as, window: thisWindow })}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
});

const call = async <T>(path: string, init: RequestInit): Promise<T> => {
  const answer = await reach(path, init);
  const body: unknown = await answer.json().catch(() => null);
  if (answer.ok && body !== null) return body as T;
  const failed = (body ?? {}) as Partial<Failed>;
  throw new CallFailed(
    failed.sentence ?? didNotWork,
    failed.reason ?? `the workspace answered ${answer.status} to ${path}`,
  );
};

const reach = async (path: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(`/_page/${path}`, { ...init, signal: AbortSignal.timeout(patience) });
  } catch (cause) {
    const late = cause instanceof DOMException && cause.name === 'TimeoutError';
    throw late
      ? new CallFailed(didNotWork, 'no answer in 3 seconds')
      : new CallFailed(notRunning, 'the workspace could not be reached');
  }
};

export type Line = { close(): void; hurry(): void };

/**
 * The page's line to the workspace. It opens again by itself; `onState` hears `down` from the second failed try on,
 * and `onOpen` runs each time the line stands, so that what was missed can be read.
 */
export const openLine = (
  as: string,
  on: { open(): void; event(event: PageEvent): void; state(state: 'up' | 'reconnecting' | 'down'): void },
): Line => {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let closed = false;
  const connect = (): void => {
    clearTimeout(timer);
    const address = new URL(
      `/_page/socket?${new URLSearchParams({ as, window: thisWindow })}`,
      location.href,
    );
    address.protocol = address.protocol.replace('http', 'ws');
    const mine = new WebSocket(address);
    socket = mine;
    mine.onopen = () => {
      failures = 0;
      on.state('up');
      on.open();
    };
    mine.onmessage = ({ data }) => {
      if (!closed) on.event(JSON.parse(String(data)) as PageEvent);
    };
    mine.onclose = () => {
      if (closed || socket !== mine) return;
      failures += 1;
      on.state(failures > 1 ? 'down' : 'reconnecting');
      timer = setTimeout(connect, Math.min(3_000, 250 * 2 ** failures));
    };
  };
  connect();
  return {
    close: () => {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
    hurry: () => {
      if (socket?.readyState === WebSocket.CLOSED) connect();
    },
  };
};
