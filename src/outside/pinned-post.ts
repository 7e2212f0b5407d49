/** One POST over https to the addresses given, whatever the name leads to by then. */
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';

export type Address = { address: string; family: number };
export type Posted = { status: number; retryAfter: string | null };
/** Throws where no answer came. A redirect is an answer like any other: nothing follows it. */
export type Post = (to: {
  url: string;
  addresses: Address[];
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
}) => Promise<Posted>;

export const pinnedPost: Post = ({ url, addresses, headers, body, timeoutMs }) =>
  new Promise((resolve, reject) => {
    const lookup: LookupFunction = (_, options, found) => {
      const [first] = addresses;
      if (!first) found(new Error('No address.'), '');
      else if (options.all) found(null, addresses);
      else found(null, first.address, first.family);
    };
    const call = request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        lookup,
        // A connection of its own each time: a kept one would be to an address that was checked long ago.
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'] ?? null,
        });
        // What it says beyond that is of no use here, and may have no end.
        response.destroy();
      },
    );
    call.on('error', reject);
    call.end(body);
  });
