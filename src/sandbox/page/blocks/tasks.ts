import { type Drawn, html } from '../html.ts';
import { Icon } from '../icons.ts';
import { type Dict, dict, dicts, has, string } from '../read.ts';
import { Link } from '../text.ts';
import type { BlockProps } from './props.ts';
import { RichText } from './rich-text.ts';

const states: Record<string, string> = {
  pending: 'Not begun',
  in_progress: 'Running',
  complete: 'Done',
  error: 'Failed',
};

/** One step of the app's work. */
export const TaskCard = ({ block }: { block: Dict }): Drawn => {
  const status = Object.hasOwn(states, string(block.status)) ? string(block.status) : 'pending';
  const sources = dicts(block.sources);
  return html`<div class=${`task ${status}`}>
    <span class="task-mark" aria-hidden="true">${status === 'complete' && html`<${Icon} name="check" />`}${status === 'error' && html`<${Icon} name="close" />`}</span>
    <div class="task-words">
      <div class="task-title"><span class="hidden">${states[status]}: </span>${string(block.title)}</div>
      ${has(block.details) && html`<div class="task-more"><${RichText} block=${dict(block.details)} /></div>`}
      ${has(block.output) && html`<div class="task-more"><${RichText} block=${dict(block.output)} /></div>`}
      ${sources.length > 0 && html`<div class="task-more">${sources.map((source, i) => html`${i > 0 && ' · '}<${Link} key=${i} url=${string(source.url)}>${string(source.text)}</${Link}>`)}</div>`}
    </div>
  </div>`;
};

export const Plan = ({ block }: BlockProps): Drawn => html`<div class="plan">
  <div class="plan-title">${string(block.title)}</div>
  ${dicts(block.tasks).map((task, i) => html`<${TaskCard} key=${string(task.task_id) || i} block=${task} />`)}
</div>`;
