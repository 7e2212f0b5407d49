/** Arrow keys, Home and End move focus among the matching elements of a list. */
export const arrows =
  (selector: string) =>
  (event: KeyboardEvent): void => {
    const root = event.currentTarget as HTMLElement;
    const stops = [...root.querySelectorAll<HTMLElement>(selector)];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const goal = nextIndex(event.key, at, stops.length);
    if (goal === null) return;
    event.preventDefault();
    event.stopPropagation();
    stops[goal]?.focus();
  };

/** A list that opens under a resting pointer is not pointed at. */
export const onRealMove =
  (over: () => void) =>
  (event: PointerEvent): void => {
    if (event.movementX !== 0 || event.movementY !== 0) over();
  };

/** Where a key moves to in a list of that length; null when the key is no move. */
export const nextIndex = (key: string, at: number, length: number): number | null => {
  if (length === 0) return null;
  if (key === 'ArrowDown') return (at + 1) % length;
  if (key === 'ArrowUp') return at <= 0 ? length - 1 : at - 1;
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  return null;
};
