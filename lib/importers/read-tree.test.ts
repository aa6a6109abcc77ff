import { describe, expect, it } from 'vitest';
import { readAll, readTree } from './read-tree';
import { readFiles, treeOf } from './source/tree-fixture';

const trial = (id: string) =>
  JSON.stringify({ type: 'trial', id, benchmark: 'b', task: 't', condition: 'c', reward: 1 });
const atif = {
  schema_version: 'ATIF-v1.2',
  session_id: 's',
  agent: {},
  steps: [{ source: 'user', message: 'hi' }],
};

describe('readTree', () => {
  it('ends each file in exactly one way', async () => {
    const { outcomes } = await readFiles({
      'own.jsonl': trial('1'),
      'cut.json': '{"a": [1,',
      'other.json': { some: 'thing', else: 1 },
      'empty.json': '',
      'nested.zip': Buffer.from('PK\x05\x06', 'latin1'),
      'README.md': '# hi',
      'notes.txt': 'hi',
      'photo.png': Buffer.from([0x89, 0x50, 0]),
      'data.bin': Buffer.from([1, 0, 2]),
      '.DS_Store': 'x',
      '.git/config': 'x',
      'a.jsonl': '{"x":1}\n{"x":2}\n',
      'ctrf.json': { results: { summary: {}, tests: [] } },
      'runs.csv': 'a,b\n1,2\n',
    });
    const told = Object.fromEntries(
      [...outcomes].map(([path, o]) => [
        path,
        'reason' in o ? `${o.code}: ${o.reason}` : 'rule' in o ? o.rule : o.status,
      ]),
    );
    expect(told).toEqual({
      'own.jsonl': 'understood',
      'cut.json': expect.stringMatching(/^unreadable-file: cut\.json is cut off in the middle/),
      'other.json': 'unknown-format: no known format: JSON object with some, else',
      'empty.json': 'unreadable-file: empty.json is empty (0 bytes)',
      'nested.zip': expect.stringMatching(/^unknown-format: .*archive inside the import/),
      'README.md': 'documentation',
      'notes.txt': 'unknown-format: no known format: text of no known kind',
      'photo.png': 'image',
      'data.bin': 'unknown-format: no known format: binary data',
      '.DS_Store': 'written by the operating system',
      '.git/config': 'inside a version control or package folder',
      'a.jsonl': 'unknown-format: no known format: JSON Lines of no known kind',
      'ctrf.json': 'later',
      'runs.csv': 'needs-mapping: runs.csv is a table with the columns a, b: say which column holds what.',
    });
  });

  it('settles companions just before the file that brings them in, and files never interleave', async () => {
    const tree = await treeOf({
      'a/main.json': { ...atif, continued_trajectory_ref: 'next.json' },
      'a/next.json': atif,
      'b.jsonl': `${trial('1')}\nbad\n`,
    });
    const events: string[] = [];
    for await (const event of readTree(tree)) events.push(`${event.event} ${event.path}`);
    expect(events).toEqual([
      'started b.jsonl',
      'note b.jsonl',
      'record b.jsonl',
      'settled b.jsonl',
      'started a/main.json',
      'record a/main.json',
      'settled a/next.json',
      'settled a/main.json',
    ]);
  });

  it('passes over what was settled before and gives the rest', async () => {
    const tree = await treeOf({ 'a.jsonl': trial('1'), 'b.jsonl': trial('2') });
    const { records, outcomes } = await readAll(tree, { settled: new Set(['a.jsonl']) });
    expect(records.map(({ path }) => path)).toEqual(['b.jsonl']);
    expect([...outcomes.keys()]).toEqual(['b.jsonl']);
  });

  it('stops between records when it is cancelled', async () => {
    const tree = await treeOf({ 'a.jsonl': [1, 2, 3].map((i) => trial(`${i}`)).join('\n') });
    const stop = new AbortController();
    const reading = (async () => {
      for await (const event of readTree(tree, { signal: stop.signal }))
        if (event.event === 'record') stop.abort();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('counts notes beyond a thousand without passing them on', async () => {
    const { notes, outcomes } = await readFiles({ 'a.jsonl': `${trial('1')}\n${'bad\n'.repeat(1500)}` });
    expect(notes).toHaveLength(1000);
    expect(outcomes.get('a.jsonl')).toMatchObject({
      status: 'understood',
      counts: { trial: 1, rejection: 1500 },
    });
  });

  it('refuses nesting that nothing could follow, and reads on', async () => {
    const deep = `{"schema_version":"ATIF-v1.2","steps":[{"message":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`;
    const { outcomes } = await readFiles({ 'deep.json': deep, 'own.jsonl': trial('1') });
    expect(outcomes.get('deep.json')).toMatchObject({ status: 'refused', code: 'limit-exceeded' });
    expect(outcomes.get('own.jsonl')).toMatchObject({ status: 'understood' });
  });

  it('gives nothing for an empty folder', async () => {
    expect((await readFiles({})).outcomes.size).toBe(0);
  });
});
