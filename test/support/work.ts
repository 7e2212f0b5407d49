/** The seconds of a processor that this takes, by all threads of this process: unlike the clock's, they are not those of its neighbours. */
export async function workOf(task: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await task();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
