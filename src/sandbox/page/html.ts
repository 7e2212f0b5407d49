import htm from 'htm';
import { type ComponentChildren, h, type VNode } from 'preact';

type Template = (strings: TemplateStringsArray, ...values: unknown[]) => VNode;
const bind = htm as unknown as { bind(make: typeof h): Template };

/** JSX without a build: `html\`<b>${text}</b>\``. Values are always text or nodes, never markup. */
export const html: Template = bind.bind(h);

export type Drawn = ComponentChildren;
