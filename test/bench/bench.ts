/**
 * `npm run bench [-- --quick] [-- --only ingest,sweep] [-- --keep <folder>]`: ratios against floors measured in the same
 * run. A bench reports and fails nothing, except where ours and the floor came to different results.
 */
import { parseArgs } from 'node:util';
import { card } from './card.ts';
import { click } from './click.ts';
import { event } from './event.ts';
import { forecast } from './forecast.ts';
import { ingest } from './ingest.ts';
import { list } from './list.ts';
import type { Report } from './measure.ts';
import { question } from './question.ts';
import { reading } from './reading.ts';
import { type Server, startServer } from './server.ts';
import { start } from './start.ts';
import { sweep } from './sweep.ts';
import { print } from './table.ts';
import { undo } from './undo.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    keep: { type: 'string' },
  },
});

type Use = { server: Server; quick: boolean };
const benches: Record<string, (use: Use) => Promise<Report[]>> = {
  ingest,
  reading,
  list,
  question,
  sweep,
  card,
  forecast,
  start,
  click,
  event,
  undo,
};
const chosen = values.only?.split(',') ?? Object.keys(benches);
const unknown = chosen.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no bench "${unknown[0]}". There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}

const began = performance.now();
const server = await startServer(values.keep ?? null);
const reports: Report[] = [];
let stopping = false;
const stop = async (): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await server.stop();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stop().then(() => process.exit(1)));
try {
  for (const name of chosen) {
    const from = performance.now();
    reports.push(...((await benches[name]?.({ server, quick: values.quick })) ?? []));
    console.error(`${name}: ${((performance.now() - from) / 1000).toFixed(0)} s`);
  }
} finally {
  print(reports);
  await stop();
}
console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} s, Node ${process.versions.node}.`);
process.exit(reports.some(({ differs }) => differs) ? 1 : 0);
