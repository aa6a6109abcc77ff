import { sampleBenchmarks } from './benchmarks';
import type { SampleBenchmark, Theme } from './theme';

export interface SampleTask {
  benchmark: SampleBenchmark;
  theme: Theme;
  id: string;
  text: string;
}

/** Every task of the invented benchmarks, benchmark by benchmark. */
export const sampleTasks: readonly SampleTask[] = sampleBenchmarks.flatMap((benchmark) =>
  benchmark.themes.flatMap((theme) =>
    theme.tasks.map((text, i) => ({ benchmark, theme, id: `${theme.id}-${i + 1}`, text })),
  ),
);
