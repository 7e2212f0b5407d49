import { refuseOldNode } from '../../support/old-node.mjs';

refuseOldNode('npm run corpus');
const { report } = await import('./report.ts');
await report();
