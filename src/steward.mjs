#!/usr/bin/env node
// Plain JavaScript on purpose: an old Node stops at the first type, before any check of ours could run.
const [major] = process.versions.node.split('.');
if (Number(major) < 24) {
  process.stderr.write(
    `Steward needs Node 24, which \`npm ci\` brings; this is Node ${process.versions.node}. Use: npm start, or npm run -s steward -- <command>\n`,
  );
  process.exit(1);
}
// What is compiled once need not be compiled at every start; where the folder cannot be written nothing is kept.
const { fileURLToPath } = await import('node:url');
const kept = fileURLToPath(new URL('../node_modules/.cache/steward', import.meta.url));
const { enableCompileCache } = await import('node:module');
if (!process.env.NODE_COMPILE_CACHE) enableCompileCache(kept);
// Node 24.0 announces type stripping as experimental; every other warning is shown.
const shown = process.listeners('warning');
process.removeAllListeners('warning');
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') for (const show of shown) show(warning);
});
// Says where in the sources, instead of where in what was put together.
if (process.env.LOG_LEVEL === 'debug') process.setSourceMapsEnabled(true);
const { loadedFrom } = await import('./compiled.mjs');
const { run } = await import(loadedFrom('src/cli.ts'));
await run(process.argv.slice(2));
