/** Calling a workflow: the host must be a named one, its addresses public; they are the ones that are called. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type Address, type Post, pinnedPost } from './pinned-post.ts';
import { isPublic } from './public-address.ts';
import { sign } from './signed.ts';
import { workflowAddress } from './workflow-address.ts';

/** `later` may come to something; `no` will not. `afterMs`: how long the other side asked to wait. */
export type Called =
  | { say: 'taken' }
  | { say: 'later'; because: string; afterMs: number | null }
  | { say: 'no'; because: string };

export type CallUse = {
  hosts: readonly string[];
  /** Absent: the resolver of this machine. */
  resolve?: (host: string) => Promise<Address[]>;
  /** Absent: over the network. */
  post?: Post;
};

const timeoutMs = 10_000;
const longestWaitMs = 3_600_000;

/** `secrets`: while one takes the place of another the message is signed with both, and either may be checked. `id` is the same at each try. */
export async function callWorkflow(
  use: CallUse,
  input: { url: string; id: string; body: string; secrets: string[]; at: Date },
): Promise<Called> {
  const address = workflowAddress(input.url, use.hosts);
  if ('because' in address) return { say: 'no', because: address.because };
  const { hostname } = new URL(address.url);
  const found = await addressesOf(use, hostname.replace(/^\[|\]$/g, ''));
  if (!('addresses' in found)) return found;
  const second = Math.floor(input.at.getTime() / 1000);
  const bytes = Buffer.from(input.body);
  try {
    const { status, retryAfter } = await (use.post ?? pinnedPost)({
      url: address.url,
      addresses: found.addresses,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Steward',
        'x-steward-delivery': input.id,
        'x-steward-timestamp': String(second),
        'x-steward-signature': input.secrets.map((secret) => sign(secret, second, bytes)).join(','),
      },
      body: input.body,
      timeoutMs,
    });
    return answered(address.host, status, retryAfter);
  } catch {
    return { say: 'later', because: `${address.host} did not answer.`, afterMs: null };
  }
}

async function addressesOf(use: CallUse, host: string): Promise<{ addresses: Address[] } | Called> {
  const resolve = use.resolve ?? ((name: string) => lookup(name, { all: true }));
  const addresses = isIP(host)
    ? [{ address: host, family: isIP(host) }]
    : await resolve(host).catch((): Address[] => []);
  if (addresses.length === 0)
    return { say: 'later', because: `The name ${host} was not found.`, afterMs: null };
  if (!addresses.every(({ address }) => isPublic(address)))
    return {
      say: 'no',
      because: `${host} leads to an address inside a private network, which is never called.`,
    };
  return { addresses };
}

function answered(host: string, status: number, retryAfter: string | null): Called {
  if (status >= 200 && status < 300) return { say: 'taken' };
  if (status >= 300 && status < 400)
    return { say: 'no', because: `${host} sends elsewhere (${status}), which is not followed.` };
  const busy = status === 408 || status === 425 || status === 429 || status >= 500;
  if (!busy) return { say: 'no', because: `${host} refused it (${status}).` };
  const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : null;
  return {
    say: 'later',
    because: `${host} could not take it (${status}).`,
    afterMs: seconds === null ? null : Math.min(seconds * 1000, longestWaitMs),
  };
}
