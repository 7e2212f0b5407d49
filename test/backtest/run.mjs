import { refuseOldNode } from '../support/old-node.mjs';

refuseOldNode('npm run backtest');
await import('./backtest.ts');
