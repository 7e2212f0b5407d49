import { refuseOldNode } from '../support/old-node.mjs';

refuseOldNode('npm run bench');
await (await import('../../src/compiled.mjs')).compilePrograms();
await import('./bench.ts');
