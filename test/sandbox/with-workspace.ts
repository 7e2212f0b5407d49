import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { createWorkspace, type Workspace, type WorkspaceOptions } from '../../src/sandbox/workspace.ts';

export const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => LogLevel.ERROR,
};

/** A fresh workspace for one test. */
export async function withWorkspace(
  options: WorkspaceOptions,
  work: (workspace: Workspace) => Promise<void>,
): Promise<void> {
  const workspace = await createWorkspace(options);
  try {
    await work(workspace);
  } finally {
    await workspace.stop();
  }
}

/** A real Bolt app in Socket Mode, connected; `listen` adds its listeners. */
export async function withBolt(
  workspace: Workspace,
  listen: (app: App) => void,
  work: (app: App) => Promise<void>,
): Promise<void> {
  const app = new App({
    token: workspace.botToken,
    appToken: workspace.appToken,
    socketMode: true,
    logger: silent,
    deferInitialization: true,
    clientOptions: {
      slackApiUrl: workspace.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    },
  });
  listen(app);
  await app.init();
  await app.start();
  await workspace.connected();
  try {
    await work(app);
  } finally {
    await app.stop();
  }
}

/** A real Bolt app behind signed HTTP on a free port; the workspace is told its address. */
export async function withHttpBolt(
  workspace: Workspace,
  listen: (app: App) => void,
  work: (app: App) => Promise<void>,
  { secret = workspace.signingSecret } = {},
): Promise<{ verified: boolean; reason: string }> {
  const receiver = new HTTPReceiver({ signingSecret: secret, logger: silent });
  const app = new App({
    token: workspace.botToken,
    receiver,
    logger: silent,
    deferInitialization: true,
    clientOptions: { slackApiUrl: workspace.apiUrl, retryConfig: { retries: 0 } },
  });
  listen(app);
  await app.init();
  const server = (await app.start({ port: 0, host: '127.0.0.1' })) as import('node:http').Server;
  const { port } = server.address() as import('node:net').AddressInfo;
  try {
    const verdict = await workspace.setDelivery(`http://127.0.0.1:${port}/slack/events`);
    if (verdict.verified) await work(app);
    return verdict;
  } finally {
    server.closeAllConnections();
    await app.stop();
  }
}
