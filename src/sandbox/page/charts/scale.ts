/** Round numbers that reach from below the least to above the most value; `zero` keeps the zero line in the picture. */
export const ticksFor = (values: number[], { zero }: { zero: boolean }): number[] => {
  const least = Math.min(...values, ...(zero ? [0] : []));
  const most = Math.max(...values, ...(zero ? [0] : []));
  const span = most - least || Math.abs(most) || 1;
  const step = roundStep(span / 4);
  const first = Math.floor(least / step);
  const last = Math.max(Math.ceil(most / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_none, i) => clean((first + i) * step));
};

/** 1, 2 or 5 times a power of ten, not less than `wanted`. */
const roundStep = (wanted: number): number => {
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 2, 5, 10].find((one) => one * power >= wanted * 0.999) ?? 10;
  return factor * power;
};

/** Without the dust of binary fractions. */
const clean = (value: number): number => Number(value.toPrecision(12));

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 6 });
const share = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });

export const shortNumber = (value: number): string => short.format(value);
export const fullNumber = (value: number): string => whole.format(value);
export const percent = (value: number): string => share.format(value);

/** About how wide a text of 12 px is: letters of East Asia are twice as wide as others. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e80 ? 12 : 6.6), 0);

export const cut = (text: string, most: number): string => {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
};
