import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { calendarDate, dayKey, instantIn, monthTitle, partsIn } from '../dates.ts';
import { type Drawn, html } from '../html.ts';
import { Icon } from '../icons.ts';
import { focusIn, Popover } from '../popover.ts';
import { textOf } from '../read.ts';
import { useStore } from '../store.ts';
import { type ElementProps, useElement } from '../surface.ts';

/** A date in words, and a month to pick from. */
export const DatePicker = ({ element, sends, labelId, describedBy, invalid }: ElementProps): Drawn => {
  const { value, choose, busy, waiting } = useElement({ element, sends });
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const today = useStore((state) => dayKey(new Date(), state.me?.tz ?? 'UTC'));
  const date = value.selected_date ?? '';
  const words = date ? calendarDate(date) : textOf(element.placeholder) || 'Choose a date';
  const pick = (next: string): void => {
    setOpen(false);
    focusIn(anchor.current);
    void choose({ ...value, selected_date: next });
  };
  return html`<button type="button" ref=${anchor} class=${`select date${date ? '' : ' unset'}`} aria-haspopup="dialog" aria-expanded=${open}
      aria-disabled=${busy} aria-describedby=${describedBy} aria-invalid=${invalid} aria-label=${labelId ? undefined : words}
      aria-labelledby=${labelId} onClick=${() => busy || setOpen(!open)}>
      <${Icon} name="calendar" /><span class="select-text">${words}</span>
      ${waiting ? html`<span class="spinner" aria-hidden="true"></span>` : html`<${Icon} name="caret" />`}
    </button>
    ${
      open &&
      html`<${Popover} anchor=${anchor} kind="calendar" first=".date-cell[tabindex='0']" onClose=${() => setOpen(false)}>
      <${Month} chosen=${date} today=${today} pick=${pick} />
    </${Popover}>`
    }`;
};

const Month = ({
  chosen,
  today,
  pick,
}: {
  chosen: string;
  today: string;
  pick(date: string): void;
}): Drawn => {
  const [at, setAt] = useState(chosen || today);
  const grid = useRef<HTMLDivElement>(null);
  // The day that had the focus may have left with its month, and the focus with it.
  const byKey = useRef(false);
  useLayoutEffect(() => {
    if (byKey.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    byKey.current = false;
  }, [at]);
  const [year = 0, month = 0] = at.split('-').map(Number);
  const keys = (event: KeyboardEvent): void => {
    const next = moved(at, event.key);
    if (!next) return;
    event.preventDefault();
    byKey.current = true;
    setAt(next);
  };
  return html`<div class="month" role="dialog" aria-label="Choose a date">
    <div class="month-head">
      <button type="button" class="icon-button" aria-label="Month before" onClick=${() => setAt(moved(at, 'PageUp') ?? at)}><${Icon} name="left" /></button>
      <strong aria-live="polite">${monthTitle(year, month)}</strong>
      <button type="button" class="icon-button" aria-label="Next month" onClick=${() => setAt(moved(at, 'PageDown') ?? at)}><${Icon} name="right" /></button>
    </div>
    <div class="month-grid" ref=${grid} onKeyDown=${keys}>
      ${['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'].map((name) => html`<span key=${name} class="weekday" aria-hidden="true">${name}</span>`)}
      ${daysShown(year, month).map(
        (date) => html`<button type="button" key=${date} tabindex=${date === at ? 0 : -1}
        class=${`date-cell${date === chosen ? ' chosen' : ''}${date === today ? ' today' : ''}${date.slice(0, 7) === at.slice(0, 7) ? '' : ' outside'}`}
        aria-label=${calendarDate(date)} aria-pressed=${date === chosen} onClick=${() => pick(date)}>${Number(date.slice(8))}</button>`,
      )}
    </div>
  </div>`;
};

const iso = (at: Date): string => at.toISOString().slice(0, 10);
const plusDays = (date: string, days: number): string =>
  iso(new Date(Date.parse(`${date}T00:00Z`) + days * 86_400_000));

/** Whole weeks, Monday first, around that month. */
export const daysShown = (year: number, month: number): string[] => {
  const first = iso(new Date(Date.UTC(year, month - 1, 1)));
  const lead = (new Date(`${first}T00:00Z`).getUTCDay() + 6) % 7;
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return Array.from({ length: Math.ceil((lead + length) / 7) * 7 }, (_, i) => plusDays(first, i - lead));
};

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** Where a key moves to in the calendar; null when the key is no move. */
export const moved = (date: string, key: string): string | null => {
  const step = steps[key];
  if (step !== undefined) return plusDays(date, step);
  if (key !== 'PageUp' && key !== 'PageDown') return null;
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const target = new Date(Date.UTC(year, month - 1 + (key === 'PageUp' ? -1 : 1), 1));
  const length = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  return plusDays(iso(target), Math.min(day, length) - 1);
};

export const TimePicker = ({ element, sends, labelId, describedBy, invalid }: ElementProps): Drawn => {
  const { value, choose, busy } = useElement({ element, sends });
  const change = (event: Event): void =>
    void choose({ ...value, selected_time: (event.target as HTMLInputElement).value || null });
  return html`<input type="time" class="input time" value=${value.selected_time ?? ''} disabled=${busy} aria-labelledby=${labelId}
    aria-label=${labelId ? undefined : 'Time'} aria-describedby=${describedBy} aria-invalid=${invalid} onChange=${change} />`;
};

/** An instant, given in the reader's own zone. */
export const DateTimePicker = ({ element, sends, labelId, describedBy, invalid }: ElementProps): Drawn => {
  const { value, choose, busy } = useElement({ element, sends });
  const zone = useStore((state) => state.me?.tz ?? 'UTC');
  const change = (event: Event): void => {
    const local = (event.target as HTMLInputElement).value;
    void choose({
      ...value,
      selected_date_time: local ? Math.floor(instantIn(local, zone).getTime() / 1000) : null,
    });
  };
  return html`<input type="datetime-local" class="input time" value=${localOf(value.selected_date_time, zone)} disabled=${busy}
    aria-labelledby=${labelId} aria-label=${labelId ? undefined : 'Date and time'} aria-describedby=${describedBy} aria-invalid=${invalid} onChange=${change} />`;
};

const localOf = (seconds: number | null | undefined, zone: string): string => {
  if (!seconds) return '';
  const at = new Date(seconds * 1000);
  const { hour, minute } = partsIn(at, zone);
  return `${dayKey(at, zone)}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
};
