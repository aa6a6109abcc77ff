import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinAnswer } from './answer-text';
import { type MethodId, retrievalMethods } from './index';
import { type AuditedTask, isSuspect, LeakageAudit, leakageKinds, repositoryOf } from './leakage';
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

describe('the answer of a task', () => {
  const added = 'anchor the violation on the last segment before the comma unless the file is a template';
  const diff = (lines: string) => `--- a/x.py\n+++ b/x.py\n@@ -1,3 +1,4 @@\n def read(stream):\n${lines}`;
  const gold = diff(
    `+    ${added}\n     return nobody knows what follows here but it is long enough to be a run\n     pass`,
  );
  const scoreOf = (content: string, given: Partial<AuditedTask>) => {
    const alone = testPool({ ids: ['m'], contents: [content] });
    const asked = { benchmark: null, task: null, text: null, answer: gold, ...given };
    const found = new LeakageAudit(alone).evidence(asked, 0);
    return found.find(({ kind }) => kind === 'answer-text')?.score ?? 0;
  };

  it('is what its patch adds, not what the patch leaves standing or is headed by', () => {
    expect(scoreOf(`Here one must ${added}.`, {})).toBe(1);
    expect(scoreOf('return nobody knows what follows here but it is long enough to be a run', {})).toBe(0);
  });

  it('is found in a memory that holds the patch as a diff, broken up by its context', () => {
    const broken = diff('+alpha beta gamma delta epsilon\n context\n+zeta eta theta iota kappa\n tail');
    expect(scoreOf(`I applied\n${broken}`, { answer: broken })).toBe(1);
  });

  it('is told from what the task itself says', () => {
    expect(scoreOf(`Here one must ${added}.`, { text: `Please ${added}!` })).toBe(0);
    expect(scoreOf(`Here one must ${added}.`, { text: 'Please mend it.' })).toBe(1);
  });

  it('counts where a memory holds one of its parts, however long the other is', () => {
    const tests = Array.from({ length: 900 }, (_, i) => `check${i}`).join(' ');
    expect(scoreOf(`Here one must ${added}.`, { answer: joinAnswer([gold, tests]) })).toBe(1);
    expect(scoreOf(`Here one must ${added}.`, { answer: `${gold}\n${tests}` })).toBe(0);
  });
});

describe('time order', () => {
  const began = Date.parse('2026-01-02T10:00:00Z');
  const kindsOf = (madeAt: number | null, firstTrialAt: number | null) => {
    const audit = new LeakageAudit(testPool({ ids: ['m'], madeAt: [madeAt] }));
    return audit.evidence({ ...task, firstTrialAt }, 0);
  };

  it('is told only where both times are known, and is no suspicion by itself', () => {
    const later = kindsOf(began + 1000, began);
    expect(later).toEqual([
      {
        kind: 'later',
        score: 0.05,
        detail: 'made 2026-01-02 10:00:01, the first trial of the task began 2026-01-02 10:00:00 UTC',
      },
    ]);
    expect(isSuspect(later)).toBe(false);
    for (const [made, first] of [
      [began, began],
      [began - 1, began],
      [null, began],
      [began, null],
    ] as const)
      expect(kindsOf(made, first)).toEqual([]);
  });
});

/** Each kind of evidence by what brings it about, in a memory or its task. */
const causes: Record<string, (memory: Record<string, unknown>, asked: Record<string, unknown>) => void> = {
  'same-task': (memory) => Object.assign(memory, { benchmarks: ['swe'], tasks: ['django__django-1'] }),
  'same-repository': (memory) => {
    memory.tasks ??= ['django__django-2'];
  },
  'same-text': (memory) => Object.assign(memory, { taskTexts: [issue] }),
  'answer-text': (memory) => Object.assign(memory, { contents: [patch] }),
  later: (memory, asked) => {
    memory.madeAt = [2000];
    asked.firstTrialAt = 1000;
  },
};

describe('several reasons at once', () => {
  const evidenceOf = (kinds: readonly string[]) => {
    const memory: Record<string, unknown> = {};
    const asked: Record<string, unknown> = {};
    for (const kind of kinds) causes[kind]!(memory, asked);
    const audit = new LeakageAudit(testPool({ ids: ['m'], ...memory }));
    return audit.evidence({ ...task, ...asked }, 0);
  };

  it('stand side by side: no kind takes another away or changes its score', () => {
    expect(Object.keys(causes)).toEqual([...leakageKinds]);
    fc.assert(
      fc.property(fc.subarray([...leakageKinds]), fc.constantFrom(...leakageKinds), (some, more) => {
        const before = evidenceOf(some);
        const after = evidenceOf([...new Set([...some, more])].sort((a, b) => (a < b ? 1 : -1)));
        const kinds = after.map(({ kind }) => kind);
        expect(kinds).toContain(more);
        for (const { kind, score } of before)
          expect(after.find((one) => one.kind === kind)?.score).toBe(score);
        // The time never stands before a reason that speaks of the answer.
        if (kinds.includes('later')) expect(kinds.at(-1)).toBe('later');
        expect(isSuspect(after)).toBe(kinds.some((kind) => kind !== 'later'));
      }),
    );
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

  it('holds none of any pool, whatever speaks against its memories', () => {
    const memory = fc.record({
      kinds: fc.subarray([...leakageKinds]),
      benchmark: fc.constantFrom('swe', 'other', null),
    });
    fc.assert(
      fc.property(
        fc.array(memory, { minLength: 1, maxLength: 30 }),
        fc.constantFrom('all', 'cross-domain', 'in-domain'),
        fc.integer({ min: 1, max: 8 }),
        (made, scope, topN) => {
          const rows = made.map(({ kinds, benchmark }) => {
            const row: Record<string, unknown> = { benchmarks: [benchmark] };
            for (const kind of kinds) causes[kind]!(row, {});
            return row as { benchmarks: [string | null] } & Record<string, [never] | undefined>;
          });
          const column = <T>(name: string, other: T) => rows.map((row) => (row[name]?.[0] as T) ?? other);
          const mixed = testPool({
            ids: rows.map((_, i) => String(i).padStart(3, '0')),
            benchmarks: column<string | null>('benchmarks', null),
            tasks: column<string | null>('tasks', null),
            taskTexts: column<string | null>('taskTexts', null),
            contents: column('contents', ''),
            madeAt: column<number | null>('madeAt', null),
          });
          const base = { ...standardSetting, method: 'random' as const, scope, topN };
          const asked = { ...query, firstTrialAt: 1000 };
          const hitsOf = (withoutSuspects: boolean) =>
            new Retriever(mixed, { ...base, withoutSuspects }).search('swe', [asked])[0]!.hits;
          const clean = hitsOf(true);
          expect(clean.some(({ evidence }) => isSuspect(evidence))).toBe(false);
          // What is clean stays, in its order.
          const kept = hitsOf(false).filter(({ evidence }) => !isSuspect(evidence));
          expect(clean.slice(0, kept.length)).toEqual(kept);
        },
      ),
    );
  });

  it('keeps to the least score', () => {
    const all = found({ topN: 5 });
    const bar = all[2]!.score;
    expect(found({ topN: 5, minimumScore: bar })).toEqual(all.slice(0, 3));
  });
});
