import { useEffect, useState } from 'preact/hooks';
import type { FaultShown, Notice } from '../page-api.ts';
import { dismissNotices, switchFault } from './acts.ts';
import { clockTime } from './dates.ts';
import { Dialog } from './dialog.ts';
import { type Drawn, html } from './html.ts';
import { Icon } from './icons.ts';
import { showPayload } from './payload.ts';
import { getState, useStore } from './store.ts';

const down = 'Steward is not running. Start it with npm start; nothing is lost.';

/** What the workspace itself has to say, in its own strip: never drawn like a message. */
export const NoticeStrip = (): Drawn => {
  const { line, app, notices, strip, faults, said } = useStore((state) => ({
    said: state.standing,
    faults: state.faults,
    line: state.line,
    app: state.app,
    notices: state.notices,
    strip: state.strip,
  }));
  const away = useSettled(line === 'up' && app !== null && !app.connected, 2_000);
  const standing = notices.filter((notice) => strip.includes(notice.id));
  const last = standing.at(-1);
  const others = standing.length - 1;
  return html`<div class="notices">
    ${line === 'reconnecting' && html`<p class="notice" role="status">Reconnecting…</p>`}
    ${(line === 'down' || away) && html`<p class="notice" role="status">${down}</p>`}
    ${said && html`<p class="notice" role="note">${said}</p>`}
    <${FaultsOn} faults=${faults} />
    ${
      last &&
      html`<div class="notice" role="note">
      <span class="notice-text">${last.text}</span>
      ${last.payload !== undefined && html`<button type="button" class="notice-button" onClick=${() => showPayload(last.method ?? last.kind, last.payload)}>Payload</button>`}
      ${others > 0 && html`<button type="button" class="notice-button" onClick=${openLog}>${others} more</button>`}
      <button type="button" class="icon-button" aria-label="Dismiss" onClick=${() => dismissNotices(standing)}><${Icon} name="close" /></button>
    </div>`
    }
  </div>`;
};

/** Stands there for as long as something goes wrong on purpose. */
const FaultsOn = ({ faults }: { faults: FaultShown[] }): Drawn => {
  const [failed, setFailed] = useState('');
  const [first] = faults;
  if (!first) return null;
  const off = async (): Promise<void> => setFailed(await switchFault({ off: true }));
  return html`<div class="notice" role="status">
    <span class="notice-text">Fault on. ${first.text}${faults.length > 1 ? `, and ${faults.length - 1} more` : ''}.${failed && ` ${failed}`}</span>
    <button type="button" class="notice-button" onClick=${off}>Switch off</button>
  </div>`;
};

/** True once it has been so for that long: a moment of change is not worth a sentence. */
const useSettled = (on: boolean, milliseconds: number): boolean => {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    if (!on) {
      setSettled(false);
      return;
    }
    const timer = setTimeout(() => setSettled(true), milliseconds);
    return () => clearTimeout(timer);
  }, [on]);
  return settled && on;
};

let showLog: (open: boolean) => void = () => {};
export const openLog = (): void => showLog(true);

/** Everything that was refused, late or switched, newest first. */
export const NoticeLog = (): Drawn => {
  const [open, setOpen] = useState(false);
  const notices = useStore((state) => state.notices);
  showLog = setOpen;
  if (!open) return null;
  const newest = [...notices].sort((a, b) => b.at - a.at);
  return html`<${Dialog} key="log" label="Notices" kind="log" onClose=${() => setOpen(false)}>
    <header class="dialog-head"><h2>Notices</h2>
      <button type="button" class="icon-button" aria-label="Close" onClick=${() => setOpen(false)}><${Icon} name="close" /></button>
    </header>
    ${
      newest.length === 0
        ? html`<p class="log-none">No notices. What Slack would refuse is named here.</p>`
        : html`<ul class="log-list">${newest.map((notice) => html`<${LogLine} key=${notice.id} notice=${notice} />`)}</ul>`
    }
  </${Dialog}>`;
};

const LogLine = ({ notice }: { notice: Notice }): Drawn => html`<li class="notice">
  <time>${clockTime(new Date(notice.at * 1000), getState().me?.tz ?? 'UTC')}</time>
  <span class="notice-text">${notice.text}${notice.pointer && html` <code>${notice.pointer}</code>`}</span>
  ${notice.payload !== undefined && html`<button type="button" class="notice-button" onClick=${() => showPayload(notice.method ?? notice.kind, notice.payload)}>Payload</button>`}
</li>`;
