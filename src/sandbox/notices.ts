import type { Notice } from './page-api.ts';
import type { Push } from './push.ts';

export type Notices = ReturnType<typeof createNotices>;

/** What a person at the page should know though no message says it; the newest 200 are kept. */
export function createNotices({ push, now }: { push: Push; now: () => number }) {
  const kept: Notice[] = [];
  let made = 0;
  let standing: string | null = null;
  return {
    add: (
      kind: Notice['kind'],
      text: string,
      more: Partial<Pick<Notice, 'code' | 'pointer' | 'method' | 'payload'>> = {},
    ) => {
      const notice: Notice = { id: ++made, at: now() / 1000, kind, text, ...more };
      kept.push(notice);
      if (kept.length > 200) kept.shift();
      push.all({ type: 'notice', notice });
    },
    /** What is so until it is said otherwise. */
    stand: (text: string | null): void => {
      standing = text;
      push.all({ type: 'standing', text });
    },
    standing: (): string | null => standing,
    recent: (): Notice[] => [...kept],
    clear: (): void => {
      kept.length = 0;
    },
  };
}
