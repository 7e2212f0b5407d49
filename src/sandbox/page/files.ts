import { useState } from 'preact/hooks';
import type { PageFile } from '../page-api.ts';
import { type Drawn, html } from './html.ts';
import { useStore } from './store.ts';

/** The files of a message: pictures in place, everything with its name, size and a way to have it. */
export const Files = ({ files }: { files: PageFile[] }): Drawn =>
  html`<div class="files">${files.map((file) => html`<${OneFile} key=${file.id} file=${file} />`)}</div>`;

const OneFile = ({ file }: { file: PageFile }): Drawn => {
  const me = useStore((state) => state.me?.id ?? '');
  const [broken, setBroken] = useState(false);
  if (file.deleted) return html`<p class="gone">This file was deleted.</p>`;
  const picture = file.picture && !broken;
  return html`<div class="file">
    ${picture && html`<img class="file-picture" src=${fileAddress(file.id, me)} alt=${file.alt || file.title} onError=${() => setBroken(true)} />`}
    <div class="file-line">
      <span class="file-kind" aria-hidden="true">${endingOf(file.name)}</span>
      <span class="file-words"><strong class="file-name">${file.title || file.name}</strong>
        <small>${[file.title === file.name ? '' : file.name, file.kind, sizeOf(file.size)].filter(Boolean).join(' · ')}</small></span>
      <a class="file-download" href=${fileAddress(file.id, me, true)} download=${file.name} aria-label=${`Download ${file.name}, ${sizeOf(file.size)}`}>Download</a>
    </div>
  </div>`;
};

/** Where this person finds the bytes of a file. */
export const fileAddress = (id: string, as: string, download = false): string =>
  `/_page/file?${new URLSearchParams({ as, id, ...(download ? { download: '1' } : {}) })}`;

/** The address of a `slack_file`: by its id, or by the id in its own address. */
export const slackFileAddress = (file: { id: string; url: string }, as: string): string | null => {
  const id = file.id || (/[-/](F[0-9A-Z]{10})\//.exec(file.url)?.[1] ?? '');
  return id ? fileAddress(id, as) : null;
};

const endingOf = (name: string): string => {
  const ending = /\.([A-Za-z0-9]{1,4})$/.exec(name)?.[1];
  return ending ? ending.toUpperCase() : 'FILE';
};

/** "820 bytes", "12 KB", "3.4 MB". */
export const sizeOf = (bytes: number): string => {
  if (bytes < 1_000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
};
