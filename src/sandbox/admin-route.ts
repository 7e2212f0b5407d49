import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { FaultSchema } from './faults.ts';
import { jsonBodyOf, sendJson } from './http.ts';
import type { Inside } from './inside.ts';
import { type Json, Refusal, type Timing } from './nouns.ts';
import { SeedSchema, seed } from './seeding.ts';

const Setup = SeedSchema.extend({
  /** An address: signed HTTP events go there. `null`: Socket Mode. */
  eventsUrl: z.string().nullable().optional(),
  /** Where the app finds this workspace, when it is to go through a proxy: response_urls and sockets then lead there. */
  publicUrl: z.url().nullable().optional(),
  /** A sentence that stands on the page until another, or null, is given. */
  standing: z.string().nullable().optional(),
  limits: z.union([z.enum(['slack', 'off']), z.record(z.string(), z.number().positive())]).optional(),
  timing: z
    .strictObject({
      ackMs: z.number(),
      triggerMs: z.number(),
      retryMs: z.array(z.number()),
      responseUrlMs: z.number(),
      streamMs: z.number(),
    })
    .partial()
    .optional(),
});

const FaultsWanted = z.strictObject({
  clear: z.boolean().optional(),
  seed: z.number().int().optional(),
  faults: z.array(FaultSchema).optional(),
  /** Sends the events that a `hold` fault kept. */
  release: z.boolean().optional(),
  /** Cuts every Socket Mode connection now. */
  dropSockets: z.boolean().optional(),
  /** Asks every connection to come again, as Slack does every few hours. */
  refreshSockets: z.boolean().optional(),
});

export type Admin = {
  setDelivery: (url: string | null) => Promise<{ verified: boolean; reason: string }>;
  setTiming: (timing: Partial<Timing>) => void;
  setPublicUrl: (url: string | null) => void;
};

/**
 * For whoever runs the workspace, never for the app: `POST /_workspace` (people, channels, app, eventsUrl, publicUrl, standing, limits, timing),
 * `GET /_workspace`, `GET|POST /_faults`, `GET|DELETE /_calls?method=`, `GET /_deliveries`.
 */
export async function adminRoute(
  use: Inside,
  admin: Admin,
  route: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    sendJson(response, await answer(use, admin, `${request.method} ${route}`, request));
  } catch (error) {
    if (error instanceof z.ZodError)
      return sendJson(response, { ok: false, error: z.prettifyError(error) }, { status: 400 });
    if (error instanceof Refusal || error instanceof Error)
      return sendJson(response, { ok: false, error: error.message }, { status: 400 });
    throw error;
  }
}

async function answer(use: Inside, admin: Admin, what: string, request: IncomingMessage): Promise<Json> {
  const query = new URL(request.url ?? '/', 'http://local').searchParams;
  switch (what) {
    case 'POST _workspace': {
      const { eventsUrl, publicUrl, standing, limits, timing, ...wanted } = Setup.parse(
        await jsonBodyOf(request),
      );
      if (timing) admin.setTiming(timing);
      if (standing !== undefined) use.notices.stand(standing);
      if (limits) use.limits.set(limits);
      if (publicUrl !== undefined) admin.setPublicUrl(publicUrl);
      const seeded = seed(use, wanted);
      const delivery = eventsUrl === undefined ? {} : { delivery: await admin.setDelivery(eventsUrl) };
      return { ok: true, ...seeded, ...delivery };
    }
    case 'GET _workspace':
      return { ok: true, ...seed(use, {}), delivery: use.app().delivery, connections: use.sockets.count() };
    case 'POST _faults': {
      const wanted = FaultsWanted.parse(await jsonBodyOf(request));
      if (wanted.clear) use.faults.clear();
      if (wanted.seed !== undefined) use.faults.seed(wanted.seed);
      for (const fault of wanted.faults ?? []) use.faults.add(fault);
      if (wanted.release) use.delivery.release();
      if (wanted.dropSockets) use.sockets.drop();
      if (wanted.refreshSockets) use.sockets.refresh();
      return { ok: true, faults: use.faults.list() };
    }
    case 'GET _faults':
      return { ok: true, faults: use.faults.list() };
    case 'GET _calls':
      return { ok: true, calls: use.calls.all(query.get('method') ?? undefined) };
    case 'DELETE _calls':
      use.calls.clear();
      return { ok: true };
    case 'GET _deliveries':
      return { ok: true, deliveries: use.delivery.record };
    default:
      throw new Refusal(`There is no ${what}.`);
  }
}
