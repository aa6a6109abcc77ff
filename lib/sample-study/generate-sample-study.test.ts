import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { memoryTypes } from '@/lib/core/vocabulary';
import { embedderFor } from '@/lib/embedders';
import { localModel } from '@/lib/embedders/local';
import { generateSampleStudy } from './generate-sample-study';

const study = generateSampleStudy();
const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');
const memoryById = new Map(study.memories.map((memory) => [memory.externalId, memory]));

describe('the sample study', () => {
  it('has six benchmarks, five conditions, three attempts and four memory types', () => {
    const taskCount = (name: string) => study.tasks.filter((task) => task.benchmark === name).length;
    const names = [...new Set(study.tasks.map((task) => task.benchmark))];
    expect(Object.fromEntries(names.map((name) => [name, taskCount(name)]))).toEqual({
      'synth-livecode': 20,
      'synth-polyglot': 20,
      'synth-swe': 20,
      'synth-terminal': 20,
      'synth-replication': 12,
      'synth-mlgym': 20,
    });
    expect(study.trials).toHaveLength(112 * 5 * 3);
    expect([...new Set(study.trials.map((trial) => trial.condition.label))]).toEqual([
      'zero-shot',
      ...memoryTypes,
    ]);
    expect(study.memories.map((memory) => memory.type).filter((type) => type === 'insight')).toHaveLength(60);
  });

  it('is the same for a seed and another for another', () => {
    expect(digest(generateSampleStudy({ seed: 7 }))).toBe(digest(study));
    expect(digest(generateSampleStudy({ seed: 8 }))).not.toBe(digest(study));
  });

  it('says everywhere that it is synthetic', () => {
    expect(study.name).toContain('synthetic');
    expect(study.tasks.every((task) => task.benchmark.startsWith('synth-'))).toBe(true);
    expect([...study.trials, ...study.memories].every((record) => record.details?.synthetic === true)).toBe(
      true,
    );
  });

  it('repeats no id and no text', () => {
    for (const values of [
      study.memories.map((memory) => memory.externalId),
      study.memories.map((memory) => memory.content),
      study.memories.map((memory) => memory.title),
      study.memories.map((memory) => memory.keyText),
      study.tasks.map((task) => task.text),
      study.trials.map((trial) => trial.externalId),
    ]) {
      expect(new Set(values).size).toBe(values.length);
    }
  });

  it('keeps the nouns of a benchmark out of insights', () => {
    const insights = study.memories.filter((memory) => memory.type === 'insight');
    const domainWords =
      /\b(rust|python|java|nginx|sqlite|git|pytest|docker|neural|epoch|regression|contest|cron)\b/i;
    expect(
      insights.filter((memory) => domainWords.test(memory.content)).map((memory) => memory.title),
    ).toEqual([]);
  });
});

describe('its trials', () => {
  it('carry three memories of the condition’s type from other benchmarks, best first', () => {
    for (const trial of study.trials) {
      if (trial.condition.label === 'zero-shot') {
        expect(trial.retrieval).toBeNull();
        continue;
      }
      const hits = trial.retrieval!.hits;
      expect(hits.map((hit) => hit.rank)).toEqual([1, 2, 3]);
      expect(hits.map((hit) => hit.score)).toEqual(hits.map((hit) => hit.score).toSorted((a, b) => b! - a!));
      for (const hit of hits) {
        const memory = memoryById.get(hit.memoryExternalId!)!;
        expect(memory.type).toBe(trial.condition.label);
        expect(memory.sourceBenchmark).not.toBe(trial.benchmark);
      }
    }
  });

  it('retrieve varied memories', () => {
    const used = study.trials.flatMap(
      (trial) => trial.retrieval?.hits.map((hit) => hit.memoryExternalId) ?? [],
    );
    expect(new Set(used).size).toBeGreaterThan(200);
  });

  it('have a trajectory that fits their outcome', () => {
    for (const { trajectory, finished, reward, exception, inputTokens } of study.trials) {
      const steps = trajectory!.steps;
      expect(steps[0]!.source).toBe('user');
      if (finished) expect(steps.length).toBeGreaterThanOrEqual(5);
      expect(steps.length).toBeLessThanOrEqual(12);
      expect(finished).toBe(exception === null);
      if (reward === null) expect(exception?.type).toBe('EnvironmentStartError');
      else expect(inputTokens).toBeGreaterThan(0);
      const times = steps.map((step) => step.timestamp!);
      expect(times).toEqual(times.toSorted());
    }
  });

  it('include a few without a verdict', () => {
    const withoutVerdict = study.trials.filter((trial) => trial.reward === null);
    expect(withoutVerdict.length).toBeGreaterThan(0);
    expect(withoutVerdict.length).toBeLessThan(20);
  });
});

describe('its memories in the embedding space', () => {
  it('cluster by benchmark as trajectories and mix as insights', async () => {
    const embedder = embedderFor(localModel, { env: {} });
    const { vectors } = await embedder.embed(study.memories.map((memory) => memory.keyText));
    const embedded = study.memories.map((memory, i) => ({ ...memory, vector: vectors[i]! }));
    const shareOfOwnBenchmark = (type: string) => {
      const some = embedded.filter((memory) => memory.type === type);
      const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
      const nearest = some.map(({ vector }, i) =>
        some
          .filter((_, j) => j !== i)
          .reduce((a, b) => (cosine(vector, a.vector) >= cosine(vector, b.vector) ? a : b)),
      );
      return (
        nearest.filter((other, i) => other.sourceBenchmark === some[i]!.sourceBenchmark).length / some.length
      );
    };
    expect(shareOfOwnBenchmark('trajectory')).toBeGreaterThan(shareOfOwnBenchmark('insight') + 0.25);
    // Ten memories for each of six benchmarks: by chance 9 of the 59 others, or 0.15.
    expect(shareOfOwnBenchmark('insight')).toBeLessThan(0.35);
  });
});
