import { createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import type { Container, StateValue } from '../page-api.ts';
import { act } from './acts.ts';
import { ask, type Question } from './confirm.ts';
import type { Form } from './form.ts';
import { type Drawn, html } from './html.ts';
import { type Dict, string } from './read.ts';

/** What the blocks are drawn on: one message, one modal view, or the home. */
export type Surface = {
  container: Container;
  kind: 'message' | 'modal' | 'home';
  form: Form;
  /** Sentences at the fields, by block_id. */
  errors: Record<string, string>;
};

const Surfaces = createContext<Surface | null>(null);

export const OnSurface = ({ surface, children }: { surface: Surface; children: Drawn }): Drawn =>
  html`<${Surfaces.Provider} value=${surface}>${children}</${Surfaces.Provider}>`;

export const useSurface = (): Surface => {
  const surface = useContext(Surfaces);
  if (!surface) throw new Error('Blocks are drawn on a surface.');
  return surface;
};

/** One row of elements: while one of them is being answered, the others wait. */
type Row = {
  blockId: string;
  busy: string;
  /** Presses; false when the person said no to the question, or the row is busy. */
  press(actionId: string, chosen?: StateValue, question?: Question | null): Promise<boolean>;
};

const Rows = createContext<Row | null>(null);

export const useRow = (): Row => {
  const row = useContext(Rows);
  if (!row) throw new Error('Elements are drawn in a row.');
  return row;
};

export const ElementRow = ({ blockId, children }: { blockId: string; children: Drawn }): Drawn => {
  const { container, form } = useSurface();
  const [busy, setBusy] = useState('');
  const [failed, setFailed] = useState('');
  const press: Row['press'] = async (actionId, chosen, question) => {
    if (busy || (question && !(await ask(question)))) return false;
    setBusy(actionId);
    setFailed('');
    setFailed(await act({ container, blockId, actionId, chosen, state: form.now() }));
    setBusy('');
    return true;
  };
  return html`<${Rows.Provider} value=${{ blockId, busy, press }}>
    ${children}
    ${failed && html`<p class="row-failed" role="alert">${failed}</p>`}
  </${Rows.Provider}>`;
};

export type ElementProps = {
  element: Dict;
  /** Whether a choice is sent to the app at once (rows), or waits for the submit (inputs). */
  sends: boolean;
  /** Ids of label and error, for inputs; of the words beside it, for a menu of a row. */
  labelId?: string;
  describedBy?: string;
  invalid?: boolean;
};

/** What stands in an element, and how to change it. A choice that needs a yes and gets a no is taken back. */
export const useElement = ({ element, sends }: Pick<ElementProps, 'element' | 'sends'>) => {
  const { form } = useSurface();
  const row = useRow();
  const actionId = string(element.action_id);
  const value = form.values[row.blockId]?.[actionId] ?? { type: string(element.type) };
  const set = (next: StateValue): void => form.set(row.blockId, actionId, next);
  const tell = async (next: StateValue): Promise<void> => {
    const done = !sends || (await row.press(actionId, next, questionOf(element)));
    if (!done) set(value);
  };
  const choose = async (next: StateValue): Promise<void> => {
    if (row.busy) return;
    set(next);
    await tell(next);
  };
  return {
    value,
    set,
    tell,
    choose,
    busy: row.busy !== '',
    waiting: row.busy === actionId && actionId !== '',
  };
};

export const questionOf = (element: Dict): Question | null =>
  typeof element.confirm === 'object' && element.confirm !== null ? (element.confirm as Question) : null;
