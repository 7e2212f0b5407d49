import { refuseOldNode } from '../support/old-node.mjs';

refuseOldNode('npm run anomalies');
await import('./report.ts');
