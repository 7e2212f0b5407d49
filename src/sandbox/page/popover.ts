import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { type Drawn, html } from './html.ts';

type PopoverProps = {
  anchor: RefObject<HTMLElement>;
  kind: string;
  onClose(): void;
  children: Drawn;
  /** Which edges meet. */
  edge?: 'start' | 'end';
  /** What has focus when it opens. */
  first?: string;
};

/** A list or a calendar that hangs from a control, above everything, inside the window on all sides. */
export const Popover = ({
  anchor,
  kind,
  onClose,
  children,
  edge = 'start',
  first = 'button, input',
}: PopoverProps): Drawn => {
  const box = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    box.current?.showPopover();
    box.current?.querySelector<HTMLElement>(first)?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    if (box.current && anchor.current) place(box.current, anchor.current, edge);
  });
  useEffect(() => {
    const away = (event: Event): void => {
      const target = event.target as Node;
      if (box.current?.contains(target) || anchor.current?.contains(target)) return;
      close.current();
    };
    const moved = (event: Event): void => {
      if (!box.current?.contains(event.target as Node) && box.current && anchor.current)
        place(box.current, anchor.current, edge);
    };
    document.addEventListener('pointerdown', away, true);
    document.addEventListener('scroll', moved, true);
    addEventListener('resize', moved);
    return () => {
      document.removeEventListener('pointerdown', away, true);
      document.removeEventListener('scroll', moved, true);
      removeEventListener('resize', moved);
    };
  }, []);
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
    focusIn(anchor.current);
  };
  return html`<div ref=${box} popover="manual" class=${`popover ${kind}`} onKeyDown=${keys}>${children}</div>`;
};

export const focusIn = (anchor: HTMLElement | null): void =>
  (anchor?.matches('button, input, textarea')
    ? anchor
    : anchor?.querySelector<HTMLElement>('button, input')
  )?.focus();

const place = (box: HTMLElement, anchor: HTMLElement, edge: 'start' | 'end'): void => {
  const gap = 4;
  const from = anchor.getBoundingClientRect();
  if (box.classList.contains('choices')) box.style.minWidth = `${Math.min(from.width, innerWidth - 16)}px`;
  const size = box.getBoundingClientRect();
  const below = innerHeight - from.bottom - gap - 8;
  const above = from.top - gap - 8;
  const up = size.height > below && above > below;
  box.style.maxHeight = `${Math.max(120, up ? above : below)}px`;
  const height = Math.min(size.height, up ? above : below);
  const left = edge === 'start' ? from.left : from.right - size.width;
  box.style.left = `${Math.max(8, Math.min(left, innerWidth - size.width - 8))}px`;
  box.style.top = `${up ? from.top - gap - height : from.bottom + gap}px`;
};
