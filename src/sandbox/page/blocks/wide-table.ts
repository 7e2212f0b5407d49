import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Drawn, html } from '../html.ts';

type Hidden = { before: boolean; after: boolean };
const nothing: Hidden = { before: false, after: false };

/**
 * A table in a place that may be too narrow for it. What lies beyond an edge is shown by a soft edge there; the box is a
 * stop for the keyboard only where the arrow keys have something to scroll, and says so.
 */
export const WideTable = ({ label, children }: { label: string; children: Drawn }): Drawn => {
  const box = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState<Hidden>(nothing);
  useLayoutEffect(() => {
    const at = box.current;
    if (!at) return undefined;
    const look = (): void => setHidden((was) => same(was, hiddenIn(at)));
    const watch = new ResizeObserver(look);
    watch.observe(at);
    const [table] = at.children;
    if (table) watch.observe(table);
    at.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      watch.disconnect();
      at.removeEventListener('scroll', look);
    };
  }, []);
  const wide = hidden.before || hidden.after;
  return html`<div class=${`table-wide${hidden.before ? ' before' : ''}${hidden.after ? ' after' : ''}`}>
    <div ref=${box} class="table-box" role="region" tabindex=${wide ? 0 : undefined}
      aria-label=${wide ? `${label}, scrolls sideways` : label}>${children}</div>
  </div>`;
};

// Parts of a pixel are no column.
const hiddenIn = ({ scrollLeft, scrollWidth, clientWidth }: HTMLElement): Hidden => ({
  before: scrollLeft > 1,
  after: scrollWidth - clientWidth - scrollLeft > 1,
});

const same = (was: Hidden, is: Hidden): Hidden =>
  was.before === is.before && was.after === is.after ? was : is;
