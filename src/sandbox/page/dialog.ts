import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { type Drawn, html } from './html.ts';

const reachable =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [tabindex="0"]';

export const reachableIn = (root: Element): HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>(reachable)].filter((one) => one.checkVisibility());

type DialogProps = { label: string; kind: string; onClose(): void; children: Drawn };

/** A window above the page: focus stays in it, Escape closes it, and focus goes back to where it came from. */
export const Dialog = ({ label, kind, onClose, children }: DialogProps): Drawn => {
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const from = document.activeElement;
    const dialog = box.current;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (from instanceof HTMLElement && from.isConnected) from.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    // The element that had focus may be gone after a redraw.
    if (box.current && !box.current.contains(document.activeElement)) box.current.focus();
  });
  const keys = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    }
    if (event.key === 'Tab' && box.current) wrap(event, reachableIn(box.current));
  };
  const outside = (event: Event): void => {
    event.preventDefault();
    onClose();
  };
  return html`<dialog ref=${box} class=${`dialog ${kind}`} aria-label=${label} tabindex="-1" onKeyDown=${keys} onCancel=${outside}>
    ${children}
  </dialog>`;
};

const wrap = (event: KeyboardEvent, stops: HTMLElement[]): void => {
  const [first, last] = [stops[0], stops.at(-1)];
  const goal = event.shiftKey ? last : first;
  const edge = event.shiftKey ? first : last;
  if (document.activeElement !== edge || !goal) return;
  event.preventDefault();
  goal.focus();
};
