import { useEffect, useState } from 'preact/hooks';
import type { FaultChoice, FaultsBody } from '../page-api.ts';
import { readFaults, switchFault } from './acts.ts';
import { Dialog } from './dialog.ts';
import { type Drawn, html } from './html.ts';
import { Icon } from './icons.ts';
import { useStore } from './store.ts';

let show: (open: boolean) => void = () => {};
export const openFaults = (): void => show(true);

type Place = 'messages' | 'windows' | 'everything';

/** To see how Steward ends when something between it and Slack goes wrong: each fault, what it does, and how often. */
export const FaultPanel = (): Drawn => {
  const [open, setOpen] = useState(false);
  show = setOpen;
  return open && html`<${Panel} key="faults" close=${() => setOpen(false)} />`;
};

const Panel = ({ close }: { close(): void }): Drawn => {
  const [choices, setChoices] = useState<FaultChoice[]>([]);
  const [times, setTimes] = useState('1');
  const [place, setPlace] = useState<Place>('messages');
  const [failed, setFailed] = useState('');
  const on = useStore((state) => state.faults);
  const connected = useStore((state) => state.app?.connected ?? false);
  useEffect(() => {
    void readFaults().then((answer) => answer && setChoices(answer.choices));
  }, []);
  const put = async (body: FaultsBody): Promise<void> => setFailed(await switchFault(body));
  const row = (choice: FaultChoice): Drawn =>
    html`<${Row} key=${choice.name} title=${choice.title} says=${choice.says} act="Switch on"
      press=${() => put({ fault: choice.name, on: place, times: times === '' ? null : Number(times) })} />`;
  return html`<${Dialog} label="Try a fault" kind="faults" onClose=${close}>
    <header class="dialog-head"><h2>Try a fault</h2>
      <button type="button" class="icon-button" aria-label="Close" onClick=${close}><${Icon} name="close" /></button>
    </header>
    <div class="faults-body">
    <p class="fault-about">What can go wrong between Slack and Steward, to see how it ends. Nothing is lost by it.</p>
    <div class="fault-state" role="status">
      ${on.length === 0 ? html`<p>No fault is on.</p>` : html`<ul>${on.map(({ text }, n) => html`<li key=${n}>${text}</li>`)}</ul>`}
      ${on.length > 0 && html`<button type="button" class="button" onClick=${() => put({ off: true })}>Switch off</button>`}
      ${failed && html`<p class="row-failed">${failed}</p>`}
    </div>
    <label class="fault-choice"><span>How often</span>
      <select value=${times} onChange=${(event: Event) => setTimes((event.currentTarget as HTMLSelectElement).value)}>
        <option value="1">Once</option><option value="2">2 times</option><option value="5">5 times</option><option value="">Until switched off</option>
      </select>
    </label>
    <section aria-labelledby="fault-calls"><h3 id="fault-calls">When Steward calls Slack</h3>
      <label class="fault-choice"><span>With</span>
        <select value=${place} onChange=${(event: Event) => setPlace((event.currentTarget as HTMLSelectElement).value as Place)}>
          <option value="messages">Messages and cards</option><option value="windows">Forms and Home</option><option value="everything">Everything</option>
        </select>
      </label>
      <ul class="fault-list">${choices.filter((one) => one.of === 'calls').map(row)}</ul>
    </section>
    <section aria-labelledby="fault-events"><h3 id="fault-events">When people write</h3>
      <p class="fault-about">A mention counts twice: Slack tells of it as a message and as a mention.</p>
      <ul class="fault-list">${choices.filter((one) => one.of === 'events').map(row)}
        <${Row} key="cut" title="Steward’s connection" says=${connected ? 'It ends at once. Steward comes again by itself.' : 'It has ended. Steward comes again by itself.'}
          act="Cut now" press=${() => put({ cut: true })} />
      </ul>
    </section>
    </div>
  </${Dialog}>`;
};

type RowProps = { title: string; says: string; act: string; press(): void };

const Row = ({ title, says, act, press }: RowProps): Drawn => html`<li>
  <span class="fault-words"><strong>${title}</strong><small>${says}</small></span>
  <button type="button" class="button" aria-label=${`${act}: ${title}`} onClick=${press}>${act}</button>
</li>`;
