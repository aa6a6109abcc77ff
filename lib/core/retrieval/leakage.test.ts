import { describe, expect, it } from 'vitest';
import { type MethodId, retrievalMethods } from './index';
import { type AuditedTask, LeakageAudit, repositoryOf } from './leakage';
import { type RankedHit, Retriever } from './retrieve';
import { standardSetting } from './setting';
import { testPool } from './test-pool';

const issue =
  'The parser drops the last line of a file when it does not end with a line break, so that totals come out wrong';
const patch =
  'def read_all(stream): lines = list(stream) if lines and not lines[-1].endswith(newline): lines[-1] += newline return lines';
const pool = testPool({
  ids: ['own', 'sibling', 'copy', 'answer', 'clean'],
  texts: ['parser line', 'parser line', 'parser line', 'parser line', 'parser line'],
  benchmarks: ['swe', 'swe', 'other', 'other', 'other'],
  tasks: ['django__django-1', 'django__django-2', 'x-1', 'x-2', 'x-3'],
  taskTexts: [
    null,
    null,
    `${issue}.`,
    null,
    'Sort a list of numbers without using the library, in place and stably',
  ],
  contents: ['', '', '', `Do this: ${patch}`, 'Read the failing test first.'],
});
const task: AuditedTask = { benchmark: 'swe', task: 'django__django-1', text: issue, answer: patch };

describe('LeakageAudit', () => {
  const audit = new LeakageAudit(pool);
  const kinds = (row: number, of = task) => audit.evidence(of, row).map(({ kind }) => kind);

  it('tells each kind of leak, the strongest first, with what was found', () => {
    expect(kinds(0)).toEqual(['same-task', 'same-repository']);
    expect(kinds(1)).toEqual(['same-repository']);
    expect(kinds(2)).toEqual(['same-text']);
    expect(kinds(3)).toEqual(['answer-text']);
    expect(kinds(4)).toEqual([]);
    expect(audit.evidence(task, 1)[0]).toEqual({
      kind: 'same-repository',
      score: 0.5,
      detail: 'django/django',
    });
    expect(audit.evidence(task, 3)[0]!.score).toBeGreaterThan(0.9);
  });

  it('knows nothing where nothing is known', () => {
    const free = { benchmark: null, task: null, text: null, answer: null };
    expect(pool.ids.flatMap((_, row) => kinds(row, free))).toEqual([]);
    expect(kinds(2, { ...free, text: 'too short' })).toEqual([]);
  });

  it('reads repositories off the names that SWE-bench gives', () => {
    expect(repositoryOf('scikit-learn__scikit-learn-13779')).toBe('scikit-learn/scikit-learn');
    expect(repositoryOf('org/astropy__astropy-7606')).toBe('astropy/astropy');
    expect(repositoryOf('polyglot_java_zipper')).toBeNull();
    expect(repositoryOf(null)).toBeNull();
  });
});

describe('a retrieval without suspects', () => {
  const query = { ...task, query: 'parser line', vector: null };
  const found = (change: Partial<typeof standardSetting>): RankedHit[] =>
    new Retriever(pool, { ...standardSetting, method: 'random', scope: 'all', ...change }).search('swe', [
      query,
    ])[0]!.hits;

  it('marks suspects where they may stay, and finds others in their place where not', () => {
    expect(found({ topN: 5 }).filter(({ evidence }) => evidence.length > 0)).toHaveLength(4);
    for (let seed = 0; seed < 20; seed++) {
      const hits = found({ topN: 1, withoutSuspects: true, seed });
      expect(hits.map(({ memoryIndex }) => pool.ids[memoryIndex])).toEqual(['clean']);
    }
  });

  it.each(Object.keys(retrievalMethods).filter((id) => id !== 'oracle') as MethodId[])(
    'fills its places behind a hundred suspects that are nearer: %s',
    (method) => {
      const ids = Array.from({ length: 400 }, (_, i) => String(i).padStart(3, '0'));
      const suspect = (i: number) => i < 300;
      const many = testPool({
        ids,
        texts: ids.map((_, i) => (suspect(i) ? 'parser line' : 'parser')),
        benchmarks: ids.map((_, i) => `bench-${i % 5}`),
        tasks: ids.map((_, i) => (suspect(i) ? `django__django-${i + 10}` : `other-${i}`)),
        vectors: Float32Array.from(ids.flatMap((_, i) => (suspect(i) ? [1, i / 1e4] : [1, 1 + i / 1e4]))),
        dimensions: 2,
      });
      const setting = { ...standardSetting, method, scope: 'all' as const, withoutSuspects: true };
      const asked = { ...query, vector: Float32Array.of(1, 0) };
      const { hits } = new Retriever(many, setting).search('swe', [asked])[0]!;
      expect(hits).toHaveLength(3);
      expect(hits.every(({ memoryIndex, evidence }) => memoryIndex >= 300 && evidence.length === 0)).toBe(
        true,
      );
    },
  );

  it('gives a place to another memory where in-domain the nearest is the task’s own', () => {
    const own = testPool({
      ids: ['a', 'b'],
      benchmarks: ['swe', 'swe'],
      tasks: ['django__django-1', 'django__django-2'],
      vectors: Float32Array.of(1, 0, 0.9, 0.1),
      dimensions: 2,
    });
    const setting = { ...standardSetting, method: 'domain-balanced' as const, scope: 'in-domain' as const };
    const asked = { ...query, vector: Float32Array.of(1, 0) };
    const { hits } = new Retriever(own, setting).search('swe', [asked])[0]!;
    expect(hits.map(({ memoryIndex }) => memoryIndex)).toEqual([1]);
  });

  it('keeps to the least score', () => {
    const all = found({ topN: 5 });
    const bar = all[2]!.score;
    expect(found({ topN: 5, minimumScore: bar })).toEqual(all.slice(0, 3));
  });
});
