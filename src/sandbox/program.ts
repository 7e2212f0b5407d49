import { parseArgs } from 'node:util';
import { createWorkspace } from './workspace.ts';

/**
 * The local workspace as a program of its own:
 * `node src/sandbox/main.mjs [--port N] [--data DIR] [--events-url URL] [--page DIR] [--cast]`.
 * Says in one JSON line on stdout when it is ready; ends when its stdin closes, or on SIGTERM. Ctrl-C goes to the whole
 * group of processes: whoever started this one stops it in its own time, so SIGINT is ignored.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    data: { type: 'string' },
    'events-url': { type: 'string' },
    page: { type: 'string' },
    cast: { type: 'boolean', default: false },
  },
});
process.on('SIGINT', () => {});

try {
  const workspace = await createWorkspace({
    port: Number(values.port),
    dataDir: values.data,
    eventsUrl: values['events-url'],
    page: values.page,
    ...(values.cast ? {} : { channels: [] }),
  });
  const { port, url, apiUrl, botToken, appToken, signingSecret } = workspace;
  process.stdout.write(`${JSON.stringify({ port, url, apiUrl, botToken, appToken, signingSecret })}\n`);
  const stop = async (): Promise<void> => {
    await workspace.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.stdin.on('end', () => void stop()).on('error', () => void stop());
  process.stdin.resume();
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  const why = taken
    ? `port ${values.port} is in use by another program; give another with --port`
    : (error as Error).message;
  process.stderr.write(`The local workspace cannot start: ${why}\n`);
  process.exit(1);
}
