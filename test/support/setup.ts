import { watchStatements } from './one-at-a-time.ts';

// Calling vitest from an older Node's shell would run the tests on that Node: refuse instead.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  throw new Error(
    `The tests need Node 24, which \`npm ci\` brings; this is Node ${process.versions.node}. Run them with: npm test`,
  );
}

watchStatements();
