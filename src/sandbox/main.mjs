// Plain JavaScript on purpose: an old Node stops at the first type, before any check of ours could run.
const { node } = process.versions;
if (Number(node.split('.')[0]) < 24) {
  process.stderr.write(
    `The local workspace needs Node 24, which \`npm ci\` brings (node_modules/.bin/node); this is Node ${node}. Use: npm start, which starts it too.\n`,
  );
  process.exit(1);
}
await import('./program.ts');
