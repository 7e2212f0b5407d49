/**
 * The one door for outgoing HTTP. Only the hosts that the configuration names may be called, and no redirect is
 * followed: a redirect would lead to a host that nobody has allowed.
 */
import { NotAllowed } from '../errors.ts';

export type Fetch = typeof globalThis.fetch;
export type Door = { fetch: Fetch; allows: (url: string) => boolean };

/** `allowed` are base addresses ("https://api.anthropic.com"); scheme, host and port must be equal. */
export function createDoor(use: { allowed: string[]; fetch?: Fetch }): Door {
  const origins = new Set(use.allowed.map((address) => new URL(address).origin));
  const allows = (url: string) => origins.has(new URL(url).origin);
  return {
    allows,
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      if (!allows(url)) {
        throw new NotAllowed(`Steward does not call ${new URL(url).origin}.`, {
          fix: 'Only the addresses named in the configuration are called.',
          facts: { origin: new URL(url).origin },
        });
      }
      // Looked up at each call, so that a test's fake network, installed later, is the one that is used.
      return (use.fetch ?? globalThis.fetch)(input, { ...init, redirect: 'error' });
    },
  };
}
