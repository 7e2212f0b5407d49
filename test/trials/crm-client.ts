/** The house's side of the CRM stand-in: the same two nouns that every CRM is spoken to with, over HTTP. */
import { request } from 'node:http';
import { z } from 'zod';
import type { Crm } from '../../src/crm/crm.ts';
import type { CrmWriter } from '../../src/crm/write.ts';
import { OutcomeUnknown, Unavailable } from '../../src/errors.ts';
import type { CrmBrief } from './terms.ts';

const Fields = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const Found = z.object({
  fields: Fields,
  version: z.string().nullable(),
  changedBy: z.string().nullable(),
  changedAt: z.coerce.date().nullable(),
});
const Written = z.discriminatedUnion('say', [
  z.object({ say: z.literal('written'), version: z.string().nullable() }),
  z.object({ say: z.literal('changed'), found: Found }),
  z.object({ say: z.literal('refused'), because: z.string() }),
]);

/** `claims` other than the CRM's own mode makes a client that promises what its CRM does not keep. */
export function crmClient(use: CrmBrief): { reader: Crm; writer: CrmWriter } {
  const believed = use.claims ?? use.mode;
  return {
    reader: {
      name: 'stand-in',
      capabilities: {
        idempotencyKeys: believed === 'keys',
        conditional: believed === 'version' || believed === 'second' ? believed : 'none',
      },
      read: async ({ noun, id }) => Found.nullable().parse(await call(use.url, 'GET', `/${noun}/${id}`)),
    },
    writer: {
      write: async ({ ref, set, expect, key, by }) => {
        const body = { set, version: use.forgetsExpectations ? null : expect.version, key, by: by.id };
        return Written.parse(await call(use.url, 'POST', `/${ref.noun}/${ref.id}`, body));
      },
    },
  };
}

/** Nothing was sent → Unavailable; sent and not answered → nobody knows. */
function call(url: string, method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let connected = false;
    const lost = (cause: Error): void =>
      reject(
        connected
          ? new OutcomeUnknown('The answer of the CRM was lost.', { cause })
          : new Unavailable('The CRM cannot be reached.', { cause }),
      );
    const asked = request(`${url}${path}`, { method, agent: false, timeout: 5_000 }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('error', lost);
      response.on('end', () => {
        if (response.statusCode === 503) return reject(new Unavailable('The CRM is down.'));
        if (response.statusCode !== 200)
          return reject(new OutcomeUnknown(`The CRM said ${response.statusCode}.`));
        resolve(JSON.parse(text));
      });
    });
    asked.on('socket', (socket) => socket.once('connect', () => (connected = true)));
    asked.on('timeout', () => asked.destroy(new Error('No answer in time.')));
    asked.on('error', lost);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
