import { useState } from 'preact/hooks';
import { Dialog } from './dialog.ts';
import { type Drawn, html } from './html.ts';
import { Icon } from './icons.ts';

type Shown = { title: string; payload: unknown };
let show: (shown: Shown | null) => void = () => {};

/** Opens a window with what an app sent, as it was sent. */
export const showPayload = (title: string, payload: unknown): void => show({ title, payload });

export const PayloadWindow = (): Drawn => {
  const [shown, setShown] = useState<Shown | null>(null);
  show = setShown;
  if (!shown) return null;
  return html`<${Dialog} key="payload" label=${`Payload: ${shown.title}`} kind="payload" onClose=${() => setShown(null)}>
    <header class="dialog-head"><h2>Payload: ${shown.title}</h2>
      <button type="button" class="icon-button" aria-label="Close" onClick=${() => setShown(null)}><${Icon} name="close" /></button>
    </header>
    <pre class="payload-text" tabindex="0">${JSON.stringify(shown.payload, null, 2)}</pre>
  </${Dialog}>`;
};
