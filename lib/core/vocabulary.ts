/** The nouns of the field, as the whole project uses them. See docs/glossary.md. */

/** From concrete to abstract; the order is meaningful and drives colours and charts. */
export const memoryTypes = ['trajectory', 'workflow', 'summary', 'insight'] as const;
export type MemoryType = (typeof memoryTypes)[number];

/**
 * Which part of a pool a retrieval may draw from, seen from the target task:
 * `cross-domain` leaves its benchmark out, `in-domain` keeps only its benchmark (never the task itself).
 */
export const scopes = ['cross-domain', 'in-domain', 'all'] as const;
export type Scope = (typeof scopes)[number];

/** What varied between conditions. Everything is optional: logs rarely hold all of it. */
export interface ConditionSettings {
  agent?: string | null;
  model?: string | null;
  dataset?: string | null;
  memoryType?: MemoryType | 'none' | null;
  scope?: Scope | null;
  method?: string | null;
  topN?: number | null;
  pool?: string | null;
  /** Share of the pool that retrievals drew from, in (0, 1]; logs may write it as text. */
  poolFraction?: number | string | null;
  /** How many benchmarks the pool's memories came from. */
  sourceDomains?: number | string | null;
  [other: string]: unknown;
}

export interface ToolCall {
  id: string | null;
  name: string;
  /** The command for shell tools, else the arguments as indented JSON. */
  input: string;
}

export interface Observation {
  /** The id of the tool call of the same step that it answers; null for free output. */
  callId: string | null;
  content: string;
  /** Where a sub-agent did the work: a label, never a path that is opened. */
  subagent?: string;
}

/** One step of a trajectory, whatever agent wrote it. */
export interface Step {
  source: 'system' | 'user' | 'agent';
  message: string;
  reasoning: string | null;
  model: string | null;
  toolCalls: ToolCall[];
  observations: Observation[];
  timestamp: string | null;
  /** Repeated from an earlier file of the same trajectory: shown greyed, left out of sums. */
  copied: boolean;
  promptTokens: number | null;
  completionTokens: number | null;
  cachedTokens: number | null;
  costUsd: number | null;
}

/** What the data say, or why they say nothing. */
export type EstimateOf<T> = { value: T; reason?: undefined } | { value: null; reason: string };

/** A number, or why there is none. Never 0, 1 or NaN in disguise. */
export type Estimate = EstimateOf<number>;

/** An {@link Estimate} that says why the data cannot answer. */
export const notEstimable = (reason: string): { value: null; reason: string } => ({ value: null, reason });
