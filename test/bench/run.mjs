import { refuseOldNode } from '../support/old-node.mjs';

refuseOldNode('npm run bench');
await import('./bench.ts');
