import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageView } from '../page-api.ts';
import { closeView, submit } from './acts.ts';
import { Blocks } from './blocks/blocks.ts';
import { Dialog, reachableIn } from './dialog.ts';
import { useForm } from './form.ts';
import { type Drawn, html } from './html.ts';
import { Icon } from './icons.ts';
import { textOf } from './read.ts';
import { useStore } from './store.ts';
import { OnSurface } from './surface.ts';

/** The stack of modals, at most three; the top one is drawn, those below wait as they are. */
export const Modals = (): Drawn => {
  const { views, errors } = useStore((state) => ({ views: state.views, errors: state.viewErrors }));
  const top = views.at(-1);
  if (!top) return null;
  const close = (): Promise<void> => closeView(top.id);
  return html`<${Dialog} key=${top.root_view_id || 'modal'} label=${textOf(top.title)} kind="modal" onClose=${close}>
    ${views.map(
      (view) =>
        html`<${Modal} key=${view.id} view=${view} errors=${errors[view.id] ?? none} shown=${view === top} pushed=${views[0] !== view} />`,
    )}
  </${Dialog}>`;
};

const none: Record<string, string> = {};

type ModalProps = { view: PageView; errors: Record<string, string>; shown: boolean; pushed: boolean };

const Modal = ({ view, errors, shown, pushed }: ModalProps): Drawn => {
  const form = useForm(view.blocks, view.state.values);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState('');
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (shown && body.current) focusFirst(body.current);
  }, [shown, isLoading(view)]);
  useEffect(() => {
    if (Object.keys(errors).length > 0 && body.current) firstWrong(body.current)?.focus();
  }, [errors]);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailed('');
    setFailed(await submit({ viewId: view.id, state: form.now() }));
    setBusy(false);
  };
  const surface = {
    container: { type: 'view' as const, viewId: view.id },
    kind: 'modal' as const,
    form,
    errors,
  };
  return html`<form class="modal-form" hidden=${!shown} onSubmit=${send} novalidate>
    <header class="dialog-head">
      ${pushed && html`<button type="button" class="icon-button" aria-label="Back" onClick=${() => closeView(view.id)}><${Icon} name="left" /></button>`}
      <h2>${textOf(view.title)}</h2>
      <button type="button" class="icon-button" aria-label="Close" onClick=${() => closeView(view.id, true)}><${Icon} name="close" /></button>
    </header>
    <div class="modal-body" ref=${body} tabindex="-1">
      <${OnSurface} surface=${surface}><div class="blocks"><${Blocks} blocks=${view.blocks} /></div></${OnSurface}>
      ${isLoading(view) && html`<div class="skeleton" aria-hidden="true"><i></i><i></i><i></i></div>`}
    </div>
    <footer>
      ${failed && html`<p class="row-failed" role="alert">${failed}</p>`}
      <button type="button" class="button" onClick=${() => closeView(view.id)}>${textOf(view.close) || (view.submit ? 'Cancel' : 'Close')}</button>
      ${
        view.submit &&
        html`<button type="submit" class=${`button primary${busy ? ' waiting' : ''}`} aria-disabled=${busy}>
        <span class="button-text">${textOf(view.submit)}</span>${busy && html`<span class="spinner" aria-hidden="true"></span>`}
      </button>`
      }
    </footer>
  </form>`;
};

/** A view that says only "Loading …" is a skeleton: its rest is on the way. */
const isLoading = (view: PageView): boolean =>
  view.blocks.length <= 2 && /^Loading /.test(textOf(view.blocks[0]?.text));

const focusFirst = (body: HTMLElement): void => {
  const wanted = body.querySelector<HTMLElement>('[data-focus="true"]');
  const field = body.querySelector<HTMLElement>('.field-row input, .field-row textarea, .field-row button');
  (wanted ?? field ?? reachableIn(body)[0] ?? body).focus();
};

const firstWrong = (body: HTMLElement): HTMLElement | null =>
  body.querySelector<HTMLElement>(
    '.field-row.wrong input, .field-row.wrong textarea, .field-row.wrong button',
  );
