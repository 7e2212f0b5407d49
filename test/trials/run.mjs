import { refuseOldNode } from '../support/old-node.mjs';

refuseOldNode('npm run trials');
await import('./trials.ts');
