import { Component } from 'preact';
import type { SlackBlock } from '../../page-api.ts';
import { type Drawn, html } from '../html.ts';
import { string } from '../read.ts';
import { Alert, Card, Carousel, Container } from './boxes.ts';
import { CannotDraw } from './cannot-draw.ts';
import { ChartBlock } from './chart.ts';
import { DataTable } from './data-table.ts';
import { Actions, ContextActions, Input } from './interactive.ts';
import { Markdown } from './markdown.ts';
import type { BlockProps } from './props.ts';
import { RichText } from './rich-text.ts';
import { Context, Divider, Header, ImageBlock, Section } from './simple.ts';
import { Table } from './table.ts';
import { Plan, TaskCard } from './tasks.ts';

const byType: Record<string, (props: BlockProps) => Drawn> = {
  actions: Actions,
  alert: Alert,
  card: Card,
  carousel: Carousel,
  container: Container,
  context: Context,
  context_actions: ContextActions,
  data_table: DataTable,
  data_visualization: ChartBlock,
  divider: Divider,
  header: Header,
  image: ImageBlock,
  input: Input,
  markdown: Markdown,
  plan: Plan,
  rich_text: RichText,
  section: Section,
  table: Table,
  task_card: TaskCard,
};

/** Blocks in their order, on whatever surface they stand. */
export const Blocks = ({ blocks }: { blocks: unknown }): Drawn =>
  (Array.isArray(blocks) ? (blocks as SlackBlock[]) : []).map((block, i) => {
    const key = string(block?.block_id) || `${i}`;
    return html`<${Guard} key=${key} block=${block}><${Block} block=${block} /></${Guard}>`;
  });

const Block = ({ block }: { block: SlackBlock }): Drawn => {
  const type = string(block?.type);
  const Known = Object.hasOwn(byType, type) ? byType[type] : undefined;
  if (!Known) return html`<${CannotDraw} what=${type} payload=${block} />`;
  return html`<div class=${`block block-${type}`}>
    <${Known} block=${block} draw=${(inner: unknown) => html`<${Blocks} blocks=${inner} />`} />
  </div>`;
};

/** A block that breaks while it is drawn takes nothing else with it. */
class Guard extends Component<{ block: SlackBlock; children?: Drawn }, { broken: boolean }> {
  override state = { broken: false };
  static override getDerivedStateFromError = () => ({ broken: true });
  override componentDidUpdate(before: { block: SlackBlock }): void {
    if (this.state.broken && before.block !== this.props.block) this.setState({ broken: false });
  }
  override render(): Drawn {
    const { block, children } = this.props;
    return this.state.broken
      ? html`<${CannotDraw} what=${string(block?.type)} payload=${block} />`
      : children;
  }
}
