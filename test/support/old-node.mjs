/** For the entries of our tools, which are plain JavaScript: an old Node stops at the first type, before any check of ours could run. */
export function refuseOldNode(instead) {
  if (Number(process.versions.node.split('.')[0]) >= 24) return;
  process.stderr.write(
    `This needs Node 24, which \`npm ci\` brings; this is Node ${process.versions.node}. Use: ${instead}\n`,
  );
  process.exit(1);
}
