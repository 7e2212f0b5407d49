import { randomBytes } from 'node:crypto';

/** Where a response_url leads: the place of the command or click, and the message that was clicked. */
export type ResponsePlace = {
  user: string;
  channel: string;
  /** The message that was clicked, if one was. */
  ts?: string;
  ephemeral: boolean;
};

export type ResponseUrls = ReturnType<typeof createResponseUrls>;

const mostUses = 5;

/** response_urls: five posts within 30 minutes. */
export function createResponseUrls({
  now,
  lifeMs,
  base,
}: {
  now: () => number;
  lifeMs: () => number;
  base: () => string;
}) {
  const made = new Map<string, ResponsePlace & { at: number; uses: number }>();
  return {
    make: (kind: 'actions' | 'commands', place: ResponsePlace): string => {
      const key = randomBytes(18).toString('hex');
      made.set(key, { ...place, at: now(), uses: 0 });
      for (const [old, { at }] of made) {
        if (now() - at < 3_600_000) break;
        made.delete(old);
      }
      return `${base()}/_response/${kind}/${key}`;
    },
    /** The place, or why there is none any more. Counts the use. */
    use: (key: string): ResponsePlace | 'invalid_url' | 'expired_url' | 'used_url' => {
      const url = made.get(key);
      if (!url) return 'invalid_url';
      if (now() - url.at > lifeMs()) return 'expired_url';
      if (url.uses >= mostUses) return 'used_url';
      url.uses += 1;
      return url;
    },
  };
}
