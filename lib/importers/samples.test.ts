import { existsSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MemoryRecord, TrialRecord } from './importer';
import { type ReadResult, readAll } from './read-tree';
import { openFolder } from './source/open-folder';

const samples = process.env.CARRYOVER_SAMPLES ?? path.resolve('../shared/samples');

describe.skipIf(!existsSync(samples))('the real samples', () => {
  let result: ReadResult;

  beforeAll(async () => {
    result = await readAll(await openFolder(samples));
  });

  const trials = (under: string) =>
    result.records
      .filter(({ path, record }) => path.startsWith(under) && record.kind === 'trial')
      .map(({ record }) => record as TrialRecord);
  const memories = (under: string) =>
    result.records
      .filter(({ path, record }) => path.startsWith(under) && record.kind === 'memory')
      .map(({ record }) => record as MemoryRecord);
  const outcome = (file: string) => result.outcomes.get(file);
  const notes = (file: string) =>
    result.notes
      .filter((note) => note.path === file)
      .map(({ note }) => (note.kind === 'warning' ? note.message : note.reason))
      .join('; ');
  const distinct = <T>(values: readonly T[]) => [...new Set(values)];

  it('settles every file exactly once and leaves none unnamed', async () => {
    const tree = await openFolder(samples);
    expect([...result.outcomes.keys()].sort()).toEqual([...tree.paths].sort());
    const unknown = [...result.outcomes].filter(
      ([, o]) => o.status === 'refused' && o.code === 'unknown-format',
    );
    expect(unknown).toEqual([]);
    const refused = [...result.outcomes].filter(([, o]) => o.status === 'refused').map(([file]) => file);
    expect(refused.every((file) => file.startsWith('bad/'))).toBe(true);
    expect(refused).toHaveLength(18);
  });

  it('gives every trial one identity', () => {
    const ids = trials('').map(({ source, externalId }) => `${source}:${externalId}`);
    // Trajectories and predictions share theirs with the report of their run (4 + 19); two files are others' copies.
    const shared = ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => id.split(':')[0]);
    expect(shared.filter((source) => source === 'swe-bench')).toHaveLength(23);
    expect(shared.filter((source) => source !== 'swe-bench')).toEqual(['atif', 'inspect']);
  });

  it('reads the job of 425 trials: 390 rewards, 79 exceptions, 44 with both, 27 fractional', () => {
    const job = trials('harbor/real-skillsbench');
    expect(job).toHaveLength(425);
    expect(job.filter((trial) => trial.reward !== null)).toHaveLength(390);
    expect(job.filter((trial) => trial.exception !== null)).toHaveLength(79);
    expect(job.filter((trial) => trial.exception !== null && trial.reward !== null)).toHaveLength(44);
    expect(job.filter((trial) => trial.reward !== null && trial.reward > 0 && trial.reward < 1)).toHaveLength(
      27,
    );
    expect(distinct(job.map((trial) => trial.condition.label))).toEqual([
      'claude-code · minimax/MiniMax-M2.1',
    ]);
    expect(distinct(job.map((trial) => trial.benchmark))).toEqual(['tasks-no-skills']);
    expect(distinct(job.map((trial) => trial.task))).toHaveLength(85);
    expect(distinct(job.map((trial) => trial.externalId))).toHaveLength(425);
    expect(job.some((trial) => trial.task === 'manufacturing-equipment-maintenance')).toBe(true);
    expect(job.some((trial) => trial.task === 'manufacturing-equipment-maintena')).toBe(false);
    const mean = job.reduce((sum, trial) => sum + (trial.reward ?? 0), 0) / 425;
    expect(mean).toBeCloseTo(0.12394422823529411, 12);
  });

  it('takes benchmark and condition of the paper’s layout from its folders', () => {
    const paper = trials('harbor/converted-paper-layout');
    expect(paper).toHaveLength(17);
    expect(distinct(paper.map((trial) => trial.benchmark))).toEqual(['swe-bench-lite']);
    expect(distinct(paper.map((trial) => trial.condition.label)).sort()).toEqual([
      'deepseek_chat_dev',
      'deepseek_chat_dev_rerun',
      'deepseek_lite_dev_noparallel',
      'edge_cases',
    ]);
    expect(paper.filter((trial) => trial.trajectory !== null)).toHaveLength(16);
    const edge = paper.filter((trial) => trial.condition.label === 'edge_cases');
    expect(edge.map(({ task, reward, exception }) => [task, reward, exception?.type])).toEqual([
      ['sqlfluff__sqlfluff-1733', 1, 'AgentTimeoutError'],
      ['sqlfluff__sqlfluff-1733-a-very-long-task-name-that-is-cut', null, 'RuntimeError'],
    ]);
    const many = trials('harbor/converted-multi-attempt');
    expect(many).toHaveLength(15);
    expect(many.filter((trial) => trial.reward === 1)).toHaveLength(6);
    expect(distinct(many.map((trial) => trial.task))).toHaveLength(5);
  });

  it('reads 80 terminal-bench tasks three times, and another agent once', () => {
    const droid = trials('terminal-bench/20250924_droid_gpt-5');
    expect(droid).toHaveLength(240);
    expect([1, 2, 3].map((k) => droid.filter((t) => t.attempt === k && t.reward === 1).length)).toEqual([
      39, 45, 39,
    ]);
    expect([1, 2, 3].map((k) => droid.filter((t) => t.attempt === k && t.reward === null).length)).toEqual([
      3, 3, 5,
    ]);
    expect(distinct(droid.map((trial) => trial.condition.label))).toHaveLength(1);
    const mini = trials('terminal-bench/20250825');
    expect(mini).toHaveLength(80);
    expect(mini.filter((trial) => trial.reward === 1)).toHaveLength(11);
    expect(mini.filter((trial) => trial.reward === null)).toHaveLength(32);
    expect(distinct([...droid, ...mini].map((trial) => trial.benchmark))).toEqual(['terminal-bench-core']);
  });

  it('reads SWE-bench reports: the denominators are what was submitted', () => {
    const counts = (file: string) => {
      const read = trials(file);
      return [read.length, read.filter((trial) => trial.reward === 1).length];
    };
    expect(counts('swebench/run-reports/deepseek__deepseek-chat.deepseek_chat_dev')).toEqual([23, 8]);
    expect(counts('swebench/run-reports/deepseek__deepseek-chat.deepseek_lite')).toEqual([23, 5]);
    expect(counts('swebench/sb-cli-reports/swe-bench_lite__dev__kimi')).toEqual([9, 4]);
    expect(counts('swebench/sb-cli-reports/swe-bench_lite__dev__opus')).toEqual([10, 8]);
    expect(counts('swebench/sb-cli-reports/swe-bench_lite__dev__partial')).toEqual([5, 3]);
    expect(counts('swebench/logs/')[0]).toBe(23);
    expect(trials('swebench/sb-cli')[0]).toMatchObject({
      benchmark: 'swe-bench-lite',
      condition: { label: 'kimi-k25-baseline' },
    });
    const trajectories = trials('mini-swe-agent/v2').map((trial) => trial.externalId);
    const reported = trials('swebench/run-reports').map((trial) => trial.externalId);
    expect(trajectories).toHaveLength(23);
    expect(trajectories.every((id) => reported.includes(id))).toBe(true);
  });

  it.each([
    ['reader-layout/swe-bench-lite/insight_memory.pkl', 56, 'insight', 1],
    ['reader-layout/swe-bench-lite/traj_memory.pkl', 14, 'trajectory', 1],
    ['reader-layout/swe-bench-lite/workflow_memory.pkl', 14, 'workflow', 2],
    ['reader-layout/swe-bench-lite/summary_memory.pkl', 14, 'summary', 2],
    ['reader-layout/swe-bench-lite/good_memories_filtered.json', null, 'insight', 0],
    ['writer-layout/outputs/deepseek_chat_dev/insight_memory.pkl', 6, 'insight', 1],
    ['writer-layout/outputs/deepseek_chat_dev/swe-bench-lite/trajectory_memory.pkl', 6, 'trajectory', 1],
    ['writer-layout/outputs/deepseek_chat_dev/swe-bench-lite/workflow_memory.pkl', 6, 'workflow', 1],
    [
      'writer-layout/outputs/deepseek_chat_dev/swe-bench-lite/summary_memory_swe-bench-lite.pkl',
      6,
      'summary',
      1,
    ],
    ['writer-layout/outputs/deepseek_chat_dev/swe-bench-lite/local_memory.pkl', 6, 'insight', 1],
    ['large/insight_memory.pkl', 110, 'insight', 1],
    ['variants/insight.2d-embedding.protocol4.pkl', 4, 'insight', 1],
    ['variants/insight.shared-objects.protocol4.pkl', 4, 'insight', 1],
    ['variants/insight.numpy-scalars.protocol4.pkl', 5, 'insight', 1],
    ['variants/insight.numpy2-names.protocol3.pkl', 6, 'insight', 1],
    ['variants/dict-not-list.protocol4.pkl', 2, 'insight', 1],
    ['variants/empty-list.protocol4.pkl', 0, 'insight', 0],
  ])('reads the pool %s', (file, count, type, vectors) => {
    const pool = memories(`mtl-pools/${file}`);
    if (count !== null) expect(pool).toHaveLength(count);
    for (const memory of pool) {
      expect(memory.type).toBe(type);
      expect(memory.title).not.toBe('');
      expect(memory.content).not.toBe('');
      expect(memory.embeddings.map(({ vector }) => vector.length)).toEqual(Array(vectors).fill(1536));
      for (const { vector } of memory.embeddings) expect(Math.hypot(...vector)).toBeCloseTo(1, 3);
    }
    expect(distinct(pool.map((memory) => memory.externalId))).toHaveLength(pool.length);
  });

  it.each([
    ['ace/appworld_initial_playbook.txt', 8, 'insight'],
    ['ace/appworld_online_trained_playbook.txt', 359, 'insight'],
    ['agent-kb-layout/agent_kb_database.json', 40, 'workflow'],
    ['awm/webarena_one_shot.txt', 6, null],
    ['dynamic-cheatsheet/AIME_2025_gpt-4o.final_cheatsheet.txt', 3, 'insight'],
    ['memento/dummy_memo.jsonl', 8, 'workflow'],
    ['memento/memory.jsonl', 1278, 'workflow'],
    ['reasoningbank-layout/gemini-2.5-flash.jsonl', 28, 'insight'],
    ['reme/appworld.jsonl', 193, 'insight'],
    ['reme/research_tips.jsonl', 120, 'insight'],
    ['reme/paper_data/appworld_qwen3_8b.jsonl', 207, 'insight'],
    ['reme/paper_data/bfcl_qwen3_8b.jsonl', 96, 'insight'],
    ['reme/simple_demo/task_memory.jsonl', 3, 'insight'],
    ['swe-exp/astropy__astropy-12907.2025-07-21_experience.json', 3, 'summary'],
  ])('reads the pool of another system, %s', (file, count, type) => {
    const pool = memories(`memory-pools/${file}`);
    expect(pool).toHaveLength(count);
    if (type) expect(distinct(pool.map((memory) => memory.type))).toEqual([type]);
    expect(distinct(pool.map((memory) => memory.externalId))).toHaveLength(count);
    for (const memory of pool) {
      expect(memory.content.trim()).not.toBe('');
      expect(memory.keyText).not.toBe('');
      expect(memory.originalType).toBeTruthy();
    }
  });

  it('reads one pool alike from every protocol and kind of vector', () => {
    const variant = (name: string) => memories(`mtl-pools/variants/insight.${name}.pkl`);
    const lists = [0, 2, 3, 4, 5].map((protocol) => variant(`list.protocol${protocol}`));
    for (const pool of lists) expect(pool.map(bare)).toEqual(lists[0]!.map(bare));
    const arrays = [0, 2, 3, 4, 5].map((protocol) => variant(`numpy-float32.protocol${protocol}`));
    arrays.push(variant('numpy-float64.protocol4'), variant('numpy2-names.protocol3'));
    for (const pool of arrays) {
      expect(pool).toHaveLength(6);
      expect(pool.map(bare)).toEqual(arrays[0]!.map(bare));
    }
    const [big, , little] = variant('odd-dtypes.protocol2');
    expect(big!.embeddings).toHaveLength(1);
    expect(little).toBeDefined();
    expect(notes('mtl-pools/variants/insight.odd-dtypes.protocol2.pkl')).toContain('48 × 32 matrix');
    expect(variant('mixed-types.protocol5').map(bare)).toEqual(variant('mixed-types.protocol4').map(bare));
    expect(variant('mixed-types.protocol4')).toHaveLength(5);
  });

  const bare = ({ pool: _pool, ...memory }: MemoryRecord) => memory;

  it.each([
    ['malicious-os-system.protocol0.pkl', 'forbidden', 'posix.system'],
    ['malicious-os-system.protocol2.pkl', 'forbidden', 'posix.system'],
    ['malicious-os-system.protocol4.pkl', 'forbidden', 'posix.system'],
    ['malicious-builtins-eval.pkl', 'forbidden', 'builtins.eval'],
    ['malicious-getattr-chain.pkl', 'forbidden', '__import__'],
    ['persistent-id.pkl', 'forbidden', 'persistent id'],
    ['ext-opcode.pkl', 'forbidden', 'extension code'],
    ['truncated-half.pkl', 'unreadable-file', 'cut off'],
    ['truncated-in-header.pkl', 'unreadable-file', 'cut off'],
    ['huge-length-claim.pkl', 'unreadable-file', 'bytes were announced'],
    ['huge-numpy-shape.pkl', 'unreadable-file', 'needs 8589934588 bytes and has 16'],
    ['not-a-pickle.pkl', 'unreadable-file', ''],
    ['empty.pkl', 'unreadable-file', '0 bytes'],
    ['deep-nesting.pkl', 'unreadable-file', 'no dict'],
    ['exponential-sharing.pkl', 'unreadable-file', 'no dict'],
    ['self-reference.pkl', 'unreadable-file', 'no dict'],
    ['trajectory.truncated.json', 'unreadable-file', 'cut off in the middle'],
    ['trajectory.utf16.json', 'unreadable-file', 'cut off in the middle'],
  ])('refuses bad/%s', (file, code, reason) => {
    expect(outcome(`bad/${file}`)).toMatchObject({
      status: 'refused',
      code,
      reason: expect.stringContaining(reason),
    });
  });

  it.each([
    ['trailing-garbage.pkl', 'bytes follow the end'],
    ['trajectory.bom.json', ''],
    ['trajectory.future-version.json', 'ATIF-v9.9 is not a known version'],
    ['trajectory.bad-steps.json', 'step_id'],
    ['result.nan.json', 'NaN'],
    ['result.multi-reward.json', 'several rewards'],
    ['traj.secret-like.json', ''],
  ])('takes bad/%s with what there is to say about it', (file, message) => {
    expect(outcome(`bad/${file}`)).toMatchObject({ status: 'understood' });
    expect(notes(`bad/${file}`)).toContain(message);
  });

  it('lets no reward out of NaN or of several rewards, and no key out at all', () => {
    const [nan] = trials('bad/result.nan.json');
    const [several] = trials('bad/result.multi-reward.json');
    expect(nan).toMatchObject({ reward: null });
    expect(several).toMatchObject({ reward: null, rewards: { correctness: 1, style: 0.25 } });
    expect(JSON.stringify(trials('bad/traj.secret-like.json'))).not.toContain('FAKE-KEY');
  });

  it('joins trajectories that are spread over files, and shows what does not conform', () => {
    const [chain] = trials('atif/generated/v1.5-tools-continued');
    expect(chain).toMatchObject({ inputTokens: 160, outputTokens: 25 });
    expect(chain!.trajectory!.steps.map((step) => step.copied)).toEqual([false, false, true, true, false]);
    expect(outcome('atif/generated/trajectory.cont-1.json')).toMatchObject({ status: 'part-of' });
    const [terminus] = trials('atif/terminus-2-summarization/');
    expect(terminus!.trajectory!.subagents).toHaveLength(3);
    // Ten in ATIF, and one in the form that OpenHands itself writes.
    expect(trials('atif/')).toHaveLength(11);
    const [images] = trials('atif/generated/v1.6-multimodal');
    expect(images!.trajectory!.steps[0]!.message).toBe(
      'Count the vowels in notes.txt\n[image: images/step_1_0.png]',
    );
    expect(trials('atif/nonconforming/nemo')[0]!.trajectory!.steps).toHaveLength(8);
  });

  it('reads Aider, LiveCodeBench and the judge', () => {
    const exercises = trials('aider/');
    expect(exercises).toHaveLength(7);
    expect(exercises.filter((trial) => trial.reward === 1)).toHaveLength(4);
    expect(exercises.filter((trial) => trial.exception !== null)).toHaveLength(1);
    expect(distinct(exercises.map((trial) => trial.condition.label))).toEqual(['demo · gpt-5-mini']);
    expect(trials('livecodebench/O1-Mini')).toHaveLength(60);
    expect(trials('livecodebench/O1-Preview')).toHaveLength(60);
    const judgements = (under: string) =>
      result.records.flatMap(({ path, record }) =>
        path.startsWith(under) && record.kind === 'judgement' ? [record] : [],
      );
    expect(judgements('mtl-judge/llm_judge_swebench')).toHaveLength(72);
    expect(judgements('mtl-judge/llm_judge_swebench').every((one) => one.task !== null)).toBe(true);
    expect(judgements('mtl-pools/').map((one) => [one.benchmark, one.truth])).toEqual([
      ['swe-bench-lite', true],
      ['swe-bench-lite', null],
      ['swe-bench-lite', true],
    ]);
    expect(trials('swe-agent/')).toHaveLength(3);
    expect(trials('inspect/2025-02-11')).toHaveLength(10);
    expect(trials('inspect/2025-05-12T20-28-13')).toHaveLength(3);
    expect(trials('inspect/2025-05-12T20-28-13').map((trial) => trial.reward)).toEqual([1, 1, 0]);
    expect(trials('inspect/')).toHaveLength(19);
    expect(trials('inspect/log_message')[0]!.trajectory!.steps.length).toBeGreaterThan(5);
  });

  it('reads a retrieval from a log that lies alone', () => {
    const [retrieval] = result.records.flatMap(({ path, record }) =>
      path.startsWith('mtl-pools/retrieval-log') && record.kind === 'retrieval' ? [record] : [],
    );
    expect(retrieval!.retrieval).toMatchObject({
      method: 'cosine',
      query: expect.stringContaining('from_json'),
    });
    expect(retrieval!.retrieval.hits).toHaveLength(3);
    expect(notes('mtl-pools/retrieval-log/mini-swe-agent.no-pool.txt')).toContain('without memories');
  });

  it('names every format that is to come', () => {
    const later = [...result.outcomes.values()].flatMap((o) => (o.status === 'later' ? [o.format] : []));
    expect(distinct(later).sort()).toEqual(['aider-leaderboard']);
  });

  it('reads the same again, file for file, after an interruption anywhere', async () => {
    const tree = await openFolder(samples);
    const order = [...result.outcomes.keys()];
    for (const share of [0.1, 0.5, 0.9]) {
      const settled = new Set(order.slice(0, Math.floor(order.length * share)));
      const rest = await readAll(tree, { settled });
      expect([...rest.outcomes.entries()]).toEqual(
        [...result.outcomes.entries()].filter(([file]) => !settled.has(file)),
      );
      expect(rest.records).toEqual(result.records.filter(({ path }) => !settled.has(path)));
    }
  });
});
