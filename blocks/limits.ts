/** Slack's limits, and our own tighter ones, in one place. Characters unless a name says otherwise. */
export const limits = {
  message: { blocks: 50, text: 300, textWithLines: 3000, allBlockText: 12_000, metadata: 1_800 },
  home: { blocks: 60 },
  modal: { blocks: 100, title: 24, button: 24, privateMetadata: 3000, inputs: 7, stack: 3 },
  section: { text: 3000, fields: 10, field: 2000 },
  context: { elements: 10, text: 2000 },
  header: { text: 150 },
  actions: { elements: 25 },
  button: { text: 75, shown: 30, value: 2000, label: 75 },
  option: { text: 75, value: 75 },
  overflow: { options: 5 },
  checkboxes: { options: 10 },
  select: { options: 100 },
  confirm: { title: 100, text: 300, button: 30 },
  input: { label: 2000, hint: 2000, placeholder: 150, typed: 3000 },
  dataTable: { rows: 200, columns: 20, characters: 20_000, caption: 150, pageSize: 10, cell: 200 },
  table: { rows: 10, columns: 20, characters: 10_000 },
  chart: { points: 20, label: 20, title: 50 },
  image: { alt: 1000 },
  link: { url: 3000 },
  /** Ours (ux.md): names, quotations and cards stay readable on a phone. */
  name: 60,
  quote: 300,
  sentence: 600,
  /** What somebody says yes to is read whole. */
  consequence: 1800,
  cardBlocks: 9,
  groupBlocks: 16,
  groupRows: 8,
  /** Of one value where a person says yes to it, and of all that is changed; in markup. */
  value: 600,
  allValues: 8000,
  /** Of a value, and of all that a row says: eight rows share the text of one message. */
  rowValue: 40,
  rowText: 140,
} as const;
