import { refuseOldNode } from '../support/old-node.mjs';

refuseOldNode('npm run gallery');
await import('./pictures.ts');
