/**
 * A CRM of our own behind HTTP, outside the workers that are killed. It behaves in one of four ways, loses answers when
 * told to, and keeps a list of everything that was done to it: its effects.
 */
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FieldValue } from '../../src/policy/nouns.ts';
import { type CrmMode, pause } from './terms.ts';

type Fields = Record<string, FieldValue>;
type Entry = { fields: Fields; version: number; by: string | null; at: number };
export type Effect = { ref: string; set: Fields; by: string; key: string };
/** done, then the connection is cut · cut before anything is done · cut, and done only some time later · down, and says so */
export type Fault = 'lost after' | 'lost before' | 'lands late' | 'down';
type Write = { set: Fields; version: string | null; key: string; by: string };

/** Longer than the house waits before it looks again; and after it has looked once, however slow the machine is. */
const lands = { afterMs: 2_500, afterLookMs: 700, atLatestMs: 12_000 };

export async function crmStandIn(mode: CrmMode) {
  const records = new Map<string, Entry>();
  const answers = new Map<string, { say: 'written'; version: string | null }>();
  const effects: Effect[] = [];
  const faults: Fault[] = [];
  const looks = new EventEmitter();
  let lost = 0;
  let onTheirWay = 0;

  const versionOf = ({ version, at }: Entry): string | null => {
    if (mode === 'version') return String(version);
    return mode === 'second' ? new Date(Math.floor(at / 1000) * 1000).toISOString() : null;
  };
  const noun = (entry: Entry) => ({
    fields: entry.fields,
    version: versionOf(entry),
    changedBy: entry.by,
    changedAt: new Date(entry.at).toISOString(),
  });
  const write = (ref: string, { set, version, key, by }: Write): object => {
    const known = mode === 'keys' ? answers.get(key) : undefined;
    if (known) return known;
    const entry = records.get(ref);
    if (!entry) return { say: 'refused', because: 'there is no such record.' };
    if (version !== null && versionOf(entry) !== version) return { say: 'changed', found: noun(entry) };
    const next = { fields: { ...entry.fields, ...set }, version: entry.version + 1, by, at: Date.now() };
    records.set(ref, next);
    effects.push({ ref, set, by, key });
    const answer = { say: 'written' as const, version: versionOf(next) };
    answers.set(key, answer);
    return answer;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const ref = (request.url ?? '/').slice(1);
    if (request.method === 'GET') {
      const entry = records.get(ref);
      looks.emit(ref);
      response.end(JSON.stringify(entry ? noun(entry) : null));
      return;
    }
    let text = '';
    for await (const chunk of request) text += chunk;
    const wanted: Write = JSON.parse(text);
    const fault = faults.shift();
    if (fault === 'down') {
      response.writeHead(503).end();
      return;
    }
    if (fault !== undefined) {
      lost += 1;
      if (fault === 'lost after') write(ref, wanted);
      if (fault === 'lands late') {
        onTheirWay += 1;
        const looked = once(looks, ref).then(() => pause(lands.afterLookMs));
        void Promise.all([pause(lands.afterMs), Promise.race([looked, pause(lands.atLatestMs)])]).then(() => {
          onTheirWay -= 1;
          write(ref, wanted);
        });
      }
      response.socket?.resetAndDestroy();
      return;
    }
    response.end(JSON.stringify(write(ref, wanted)));
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.socket?.resetAndDestroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    mode,
    port,
    put: (ref: string, fields: Fields): void => {
      records.set(ref, { fields, version: 1, by: null, at: Date.now() - 60_000 });
    },
    /** Somebody changes the record in the CRM itself. */
    edit: (ref: string, set: Fields, by: string): void => {
      const entry = records.get(ref);
      if (!entry) throw new Error(`The CRM has no ${ref}.`);
      records.set(ref, {
        fields: { ...entry.fields, ...set },
        version: entry.version + 1,
        by,
        at: Date.now(),
      });
    },
    fields: (ref: string): Fields => records.get(ref)?.fields ?? {},
    effectsOn: (ref: string): Effect[] => effects.filter((effect) => effect.ref === ref),
    /** What happens to the next writes, in order. */
    fail: (...next: Fault[]): void => {
      faults.push(...next);
    },
    noFaults: (): void => {
      faults.length = 0;
    },
    lost: (): number => lost,
    /** Writes that have yet to land. */
    onTheirWay: (): number => onTheirWay,
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type CrmStandIn = Awaited<ReturnType<typeof crmStandIn>>;
