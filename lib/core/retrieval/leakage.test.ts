import { describe, expect, it } from 'vitest';
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

  it('keeps to the least score', () => {
    const all = found({ topN: 5 });
    const bar = all[2]!.score;
    expect(found({ topN: 5, minimumScore: bar })).toEqual(all.slice(0, 3));
  });
});
