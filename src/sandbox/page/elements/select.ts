import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Drawn, html } from '../html.ts';
import { Icon } from '../icons.ts';
import { focusIn, Popover } from '../popover.ts';
import { nextIndex, onRealMove } from './lists.ts';

/** Something that can be chosen: `key` tells it from the others. */
export type Choice = { key: string; text: string; note?: string };
export type ChoiceGroup = { label: string; choices: Choice[] };

type SelectProps = {
  chosen: Choice[];
  placeholder: string;
  multi: boolean;
  max: number;
  busy: boolean;
  waiting: boolean;
  labelId?: string;
  describedBy?: string;
  invalid?: boolean;
  /** The choices for what was typed; asked again at each key. */
  look(query: string): ChoiceGroup[] | Promise<ChoiceGroup[]>;
  /** A sentence instead of choices until this many characters are typed. */
  from?: number;
  change(chosen: Choice[]): void;
  /** The list was closed after a change. */
  done(chosen: Choice[]): void;
};

/** One select for all of Slack's: a button, and a list with a search field that takes the arrow keys. */
export const Select = (props: SelectProps): Drawn => {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const shown = props.chosen.map((choice) => choice.text).join(', ');
  const label = props.labelId
    ? { 'aria-labelledby': props.labelId }
    : { 'aria-label': `${props.placeholder}: ${shown || 'nothing chosen'}` };
  return html`<button type="button" ref=${anchor} class=${`select${shown ? '' : ' unset'}${props.waiting ? ' waiting' : ''}`} role="combobox"
      aria-haspopup="listbox" aria-expanded=${open} aria-disabled=${props.busy} aria-describedby=${props.describedBy} aria-invalid=${props.invalid}
      ...${label} onClick=${() => props.busy || setOpen(!open)}>
      <span class="select-text">${shown || props.placeholder}</span>
      ${props.waiting ? html`<span class="spinner" aria-hidden="true"></span>` : html`<${Icon} name="caret" />`}
    </button>
    ${open && html`<${ChoiceList} ...${props} anchor=${anchor} close=${() => setOpen(false)} />`}`;
};

type ListProps = SelectProps & { anchor: { current: HTMLButtonElement | null }; close(): void };

const ChoiceList = ({
  chosen,
  multi,
  max,
  look,
  from = 0,
  change,
  done,
  anchor,
  close,
}: ListProps): Drawn => {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const { groups, looking } = useChoices(query, look, from);
  const changed = useRef(false);
  const all = groups.flatMap((group) => group.choices);
  const isOn = (choice: Choice): boolean => chosen.some((one) => one.key === choice.key);
  useEffect(() => {
    document.querySelector('.choices .choice.at')?.scrollIntoView({ block: 'nearest' });
  }, [at, groups]);
  const leave = (): void => {
    close();
    focusIn(anchor.current);
    if (changed.current) done(chosen);
  };
  const pick = (choice: Choice): void => {
    if (!multi) {
      close();
      focusIn(anchor.current);
      change([choice]);
      done([choice]);
      return;
    }
    const next = isOn(choice) ? chosen.filter((one) => one.key !== choice.key) : [...chosen, choice];
    if (next.length > max) return;
    changed.current = true;
    change(next);
  };
  const keys = (event: KeyboardEvent): void => {
    const goal = nextIndex(event.key, at, all.length);
    const here = all[at];
    if (event.key === 'Tab') leave();
    if (goal !== null && event.key.startsWith('Arrow')) setAt(goal);
    else if (event.key === 'Enter' && here) pick(here);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  let index = -1;
  return html`<${Popover} anchor=${anchor} kind="choices" onClose=${leave}>
    <input type="text" class="choice-search" role="combobox" aria-expanded="true" aria-controls="choices" autocomplete="off"
      aria-activedescendant=${all[at] ? `choice-${at}` : undefined} aria-label="Filter" placeholder="Type to filter" value=${query}
      onInput=${(event: InputEvent) => {
        setQuery((event.target as HTMLInputElement).value);
        setAt(0);
      }} onKeyDown=${keys} />
    <div id="choices" role="listbox" class="choice-list" aria-multiselectable=${multi}>
      ${groups.map(
        (group) => html`<div role="group" key=${group.label} aria-label=${group.label || undefined}>
        ${group.label && html`<div class="choice-group">${group.label}</div>`}
        ${group.choices.map((choice) => {
          index += 1;
          const mine = index;
          return html`<div role="option" id=${`choice-${mine}`} key=${choice.key} class=${`choice${mine === at ? ' at' : ''}`}
            aria-selected=${isOn(choice)} onPointerMove=${onRealMove(() => setAt(mine))} onClick=${() => pick(choice)}>
            <span class="choice-text">${choice.text}${choice.note && html`<small>${choice.note}</small>`}</span>
            ${isOn(choice) && html`<${Icon} name="check" />`}
          </div>`;
        })}
      </div>`,
      )}
      ${all.length === 0 && html`<p class="choice-none">${noneSentence(query, from, looking)}</p>`}
    </div>
  </${Popover}>`;
};

const noneSentence = (query: string, from: number, looking: boolean): string => {
  if (query.length < from)
    return `Type ${from - query.length} more ${from - query.length === 1 ? 'letter' : 'letters'}.`;
  return looking ? 'Looking…' : 'Nothing matches.';
};

/** Local choices are there at once, so that a fast hand on the arrow keys finds them; others when they come. */
const useChoices = (
  query: string,
  look: SelectProps['look'],
  from: number,
): { groups: ChoiceGroup[]; looking: boolean } => {
  const answer = useMemo(() => (query.length < from ? [] : look(query)), [query]);
  const [came, setCame] = useState<{ of: unknown; groups: ChoiceGroup[] }>({ of: null, groups: [] });
  useEffect(() => {
    if (!Array.isArray(answer)) void answer.then((groups) => setCame({ of: answer, groups }));
  }, [answer]);
  if (Array.isArray(answer)) return { groups: answer, looking: false };
  return { groups: came.groups, looking: came.of !== answer };
};

/** The choices whose words contain all that was typed. */
export const matching = (groups: ChoiceGroup[], query: string): ChoiceGroup[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map((group) => ({
      ...group,
      choices: group.choices.filter((choice) =>
        words.every((word) => choice.text.toLowerCase().includes(word)),
      ),
    }))
    .filter((group) => group.choices.length > 0);
};
