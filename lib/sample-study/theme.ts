/** One subject of an invented benchmark: what its tasks ask, and what an agent could have learnt from solving one. */
export interface Theme {
  /** Kebab-case; part of task and memory ids. */
  id: string;
  /** Statements of its tasks. */
  tasks: readonly string[];
  /** What the agent typed and what came back, in order. */
  moves: readonly (readonly [command: string, observation: string])[];
  workflow: { goal: string; steps: readonly string[] };
  summary: { about: string; text: string };
  /** Free of the benchmark's own nouns, as insights are meant to carry over. */
  insight: { title: string; description: string; content: string };
}

/** An invented benchmark. Its name begins with `synth-`, so that nobody takes it for a real one. */
export interface SampleBenchmark {
  name: string;
  /** How an agent looks around before it starts. */
  explore: readonly (readonly [command: string, observation: string])[];
  verify: { command: string; passed: string; failed: string };
  /** How it tries to mend a failed check. */
  retry: readonly (readonly [command: string, observation: string])[];
  /** Mean pass rate without memory. */
  meanPassRate: number;
  themes: readonly Theme[];
}
