import type { PageView } from '../page-api.ts';
import { AppTabs } from './app-tabs.ts';
import { Blocks } from './blocks/blocks.ts';
import { useForm } from './form.ts';
import { type Drawn, html } from './html.ts';
import { NoticeStrip } from './notices.ts';
import { PlaceHead } from './place-head.ts';
import { useStore } from './store.ts';
import { OnSurface } from './surface.ts';

/** The app's Home, as it was last published; it stays while a new one is made. */
export const Home = (): Drawn => {
  const { home, app } = useStore((state) => ({ home: state.home, app: state.app }));
  return html`<main class="place" aria-label="Home" data-region="channel">
    <${PlaceHead} title=${app?.name ?? 'Home'} facts="App" />
    <${AppTabs} at="home" />
    <${NoticeStrip} />
    <div class="home" tabindex="-1">
      ${home ? html`<${HomeView} view=${home} />` : html`<p class="beginning">This app has not published a Home for you yet.</p>`}
    </div>
  </main>`;
};

const HomeView = ({ view }: { view: PageView }): Drawn => {
  const form = useForm(view.blocks, view.state.values);
  const surface = {
    container: { type: 'view' as const, viewId: view.id },
    kind: 'home' as const,
    form,
    errors: {},
  };
  return html`<${OnSurface} surface=${surface}><div class="blocks"><${Blocks} blocks=${view.blocks} /></div></${OnSurface}>`;
};
