/**
 * One worker of the house, as a process of its own: the same wiring as `npm start`, with the CRM stand-in behind it.
 * It loads everything, says "loaded", waits for a line on stdin and starts; it ends when stdin closes. Nothing in here
 * knows of kill points.
 */
import { flushCompileCache } from 'node:module';
import { createInterface } from 'node:readline';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/db/open.ts';
import { createLog } from '../../src/log.ts';
import { offline } from '../support/names.ts';
import { crmClient } from './crm-client.ts';
import { type Brief, clockOf } from './terms.ts';

// Ctrl-C reaches the whole group; whoever started this process ends it.
process.on('SIGINT', () => undefined);
process.stdin.once('close', () => process.exit(0));
process.stdout.on('error', () => process.exit(0));
const say = (word: string, more: object = {}): boolean =>
  process.stdout.write(`${JSON.stringify({ word, ...more })}\n`);

const brief: Brief = JSON.parse(process.env.TRIAL_BRIEF ?? '{}');
const log = createLog({ logLevel: 'warn', file: brief.logFile });
// As src/main.ts does: what nobody caught is a fault, and no reason to end.
process.on('unhandledRejection', (error) => {
  log.error({ err: error }, 'Something failed that nobody was waiting for.');
  say('unhandled', { message: error instanceof Error ? error.message : String(error) });
});
say('loaded');
flushCompileCache();
await new Promise<void>((go) => createInterface(process.stdin).once('line', () => go()));

const config = Object.freeze({ ...readConfig(process.env), local: true });
const database = await openDatabase({ url: config.databaseUrl, home: config.home, log });
const app = await createApp({
  config,
  log,
  clock: clockOf(brief.clock),
  database,
  crm: crmClient(brief.crm),
  names: offline,
  settleMs: brief.settleMs,
  leaseMs: brief.leaseMs,
});
await app.start();
say('started');
