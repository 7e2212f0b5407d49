import pg from 'pg';

// Calling vitest from an older Node's shell would run the tests on that Node: refuse instead.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  throw new Error(
    `The tests need Node 24, which \`npm ci\` brings; this is Node ${process.versions.node}. Run them with: npm test`,
  );
}

// On one connection statements go one after the other: a second one while the first is under way is a mistake of ours, and
// the driver is about to refuse it. `queues`: a test hands this one connection to what has a pool otherwise.
type Busy = { queues?: boolean; _activeQuery: unknown; _queryQueue: unknown[]; text?: string };
const { prototype } = pg.Client as unknown as {
  prototype: { query(this: Busy, ...all: unknown[]): unknown };
};
const watched = Symbol.for('one statement at a time');
if (!(watched in prototype.query)) {
  const { query } = prototype;
  prototype.query = Object.assign(
    function (this: Busy, ...all: unknown[]): unknown {
      if (!this.queues && (this._activeQuery || this._queryQueue.length > 0)) {
        const [asked] = all as [string | { text?: string }];
        const text = typeof asked === 'string' ? asked : asked.text;
        throw new Error(`A statement was begun while another one was under way on its connection: ${text}`);
      }
      return query.apply(this, all);
    },
    { [watched]: true },
  );
}
