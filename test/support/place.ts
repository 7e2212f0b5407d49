import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';

/** Memory where there is plenty: copying a database's files there takes a tenth of the time, and nothing waits for a disk. */
export async function quickPlace(): Promise<string> {
  const memory = await statfs('/dev/shm').catch(() => null);
  return memory && memory.bavail * memory.bsize > 4e9 ? '/dev/shm' : tmpdir();
}
