import { useState } from 'preact/hooks';
import { type Drawn, html } from './html.ts';
import { Icon } from './icons.ts';

const kept = 'steward.theme';
type Theme = 'light' | 'dark';

const chosen = (): Theme | null => {
  const value = localStorage.getItem(kept);
  return value === 'light' || value === 'dark' ? value : null;
};
const ofSystem = (): Theme => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

/** The system's theme, unless one was chosen here; a choice equal to the system's is forgotten again. */
export const applyTheme = (): void => {
  document.documentElement.dataset.theme = chosen() ?? ofSystem();
};

export const followSystemTheme = (): void =>
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme);

export const ThemeToggle = (): Drawn => {
  const [, redraw] = useState({});
  const now = chosen() ?? ofSystem();
  const next: Theme = now === 'dark' ? 'light' : 'dark';
  const toggle = (): void => {
    if (next === ofSystem()) localStorage.removeItem(kept);
    else localStorage.setItem(kept, next);
    applyTheme();
    redraw({});
  };
  return html`<button type="button" class="side-tool" aria-label=${`Switch to the ${next} theme`} title=${`Switch to the ${next} theme`} onClick=${toggle}>
    <${Icon} name=${now === 'dark' ? 'sun' : 'moon'} />
  </button>`;
};
