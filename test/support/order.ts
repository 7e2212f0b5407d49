import { stat } from 'node:fs/promises';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const startsPrograms = /\/test\/(start|e2e|page)\//;
const much = 9_000;

/**
 * The files that take longest begin first, so that none of them is left alone at the end: those that start the real program
 * or a browser, then the large ones. Among themselves they come in any order, which the seed decides.
 */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { seed } = this.ctx.config.sequence;
    const all = await Promise.all(
      files.map(async (file) => ({
        file,
        group: await groupOf(file.moduleId),
        at: placeOf(seed, file.moduleId),
      })),
    );
    return all.sort((a, b) => a.group - b.group || a.at - b.at).map(({ file }) => file);
  }
}

const groupOf = async (path: string): Promise<number> =>
  startsPrograms.test(path) ? 0 : (await stat(path)).size > much ? 1 : 2;

/** FNV-1a over the seed and the path: the same seed gives the same order. */
function placeOf(seed: number, path: string): number {
  let hash = 0x811c9dc5;
  for (const letter of `${seed} ${path}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}
