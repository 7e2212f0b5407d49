import { useRef, useState } from 'preact/hooks';
import type { PagePerson } from '../page-api.ts';
import { Avatar } from './avatar.ts';
import { arrows } from './elements/lists.ts';
import { type Drawn, html } from './html.ts';
import { Icon } from './icons.ts';
import { Popover } from './popover.ts';
import { becomes } from './session.ts';
import { useStore } from './store.ts';

/** Who one is on this page, and the menu to be somebody else. */
export const YouAre = (): Drawn => {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const { me, people } = useStore((state) => ({ me: state.me, people: state.people }));
  if (!me) return null;
  const pick = (person: PagePerson): void => {
    setOpen(false);
    anchor.current?.focus();
    if (person.id !== me.id) void becomes(person.handle);
  };
  return html`<div class="you-are">
    <span class="you-label" id="you-label">You are</span>
    <button type="button" ref=${anchor} class="you-button" aria-haspopup="menu" aria-expanded=${open} aria-label=${`You are ${me.name}, ${me.role}. Change`}
      onClick=${() => setOpen(!open)}>
      <${Avatar} person=${me} /><span class="you-words"><strong>${me.name}</strong><span>${me.role}</span></span><${Icon} name="caret" />
    </button>
    ${
      open &&
      html`<${Popover} anchor=${anchor} kind="people" first="[aria-checked=true]" onClose=${() => setOpen(false)}>
      <div role="menu" aria-label="You are" onKeyDown=${arrows('[role=menuitemradio]')}>
        ${people
          .filter((person) => !person.isApp)
          .map(
            (
              person,
            ) => html`<button type="button" role="menuitemradio" key=${person.id} class="person" aria-checked=${person.id === me.id} onClick=${() => pick(person)}>
          <${Avatar} person=${person} />
          <span class="person-words"><span class="person-name"><strong>${person.name}</strong>${person.role && html`<span>${person.role}</span>`}</span>
            ${person.rights && html`<small>${person.rights}</small>`}</span>
          ${person.id === me.id && html`<${Icon} name="check" />`}
        </button>`,
          )}
      </div>
    </${Popover}>`
    }
  </div>`;
};
