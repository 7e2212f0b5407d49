/** The whole program, as `npm start` runs it; says when it is connected. */
import { start } from '../../../src/main.ts';

await start({ env: process.env, say: () => process.send?.({ ready: true }) });
