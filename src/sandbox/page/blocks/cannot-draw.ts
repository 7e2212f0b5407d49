import { type Drawn, html } from '../html.ts';
import { showPayload } from '../payload.ts';

/** What this page does not know is named, never left out. */
export const CannotDraw = ({ what, payload }: { what: string; payload: unknown }): Drawn =>
  html`<div class="notice inline" role="note">
    <span>This page cannot draw ${what || 'a block without a type'}.</span>
    <button type="button" class="notice-button" onClick=${() => showPayload(what, payload)}>Payload</button>
  </div>`;
