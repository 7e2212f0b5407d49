import { stopWork } from './acts.ts';
import { type Drawn, html } from './html.ts';
import { useStore } from './store.ts';

/** "Steward is working…", while the app says so. */
export const Working = ({ channel, thread = '' }: { channel: string; thread?: string }): Drawn => {
  const { sessions, app } = useStore((state) => ({ sessions: state.sessions, app: state.app }));
  const on = sessions.some(
    (one) =>
      one.channel === channel && one.status === 'processing' && (thread === '' || one.thread_ts === thread),
  );
  return (
    on &&
    html`<p class="working" role="status"><span class="spinner" aria-hidden="true"></span>${app?.name ?? 'The app'} is working…${
      thread !== '' &&
      app?.stops &&
      html`<button type="button" class="stop-button" onClick=${() => stopWork({ channel, ts: thread })}>Stop</button>`
    }</p>`
  );
};
