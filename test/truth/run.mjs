import { refuseOldNode } from '../support/old-node.mjs';

refuseOldNode('npm run truth');
await import('./report.ts');
