import type { PagePerson } from '../page-api.ts';
import { type Drawn, html } from './html.ts';
import { Mark } from './icons.ts';

export const Avatar = ({
  person,
  size = 36,
}: {
  person: PagePerson | undefined;
  size?: 20 | 24 | 36;
}): Drawn => {
  if (person?.isApp) return html`<span class=${`avatar s${size}`} aria-hidden="true"><${Mark} /></span>`;
  return html`<span class=${`avatar s${size}`} aria-hidden="true" style=${{ background: person?.colour ?? '#57606A' }}>
    ${person?.initials ?? '?'}
  </span>`;
};
