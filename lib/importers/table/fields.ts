/** What a column of a table can hold, and the names under which people keep it, best first. */
export interface TableField {
  label: string;
  /** Column names in small letters, words joined by `_`. */
  names: readonly string[];
}

const field = (label: string, ...names: string[]): TableField => ({ label, names });

const shared = {
  id: field('Id of the row', 'trial_id', 'run_id', 'memory_id', 'uuid', 'id'),
  benchmark: field('Benchmark', 'benchmark', 'dataset', 'domain', 'source_benchmark', 'bench', 'suite'),
  task: field(
    'Task',
    'task_id',
    'instance_id',
    'task_name',
    'task',
    'question_id',
    'problem_id',
    'sample_id',
    'source_task',
    'problem',
    'instance',
  ),
  taskText: field(
    'Text of the task',
    'task_text',
    'problem_statement',
    'instruction',
    'question',
    'task_query',
    'task_description',
    'query',
  ),
  model: field('Model', 'model', 'model_name', 'model_name_or_path', 'llm', 'author_model'),
};

/** What no memory may give away. */
const gold = {
  answer: field('Gold patch', 'gold_patch', 'reference_patch', 'reference_solution', 'gold_answer'),
  tests: field('Gold tests', 'test_patch', 'gold_tests'),
};

export const trialFields = {
  ...shared,
  condition: field(
    'Condition',
    'condition',
    'method',
    'setting',
    'arm',
    'variant',
    'experiment',
    'config',
    'approach',
    'run_name',
  ),
  agent: field('Agent', 'agent', 'agent_name', 'scaffold', 'system'),
  memoryType: field('Memory type in the prompt', 'memory_type', 'memory_kind'),
  scope: field('Scope of the retrieval', 'scope'),
  method: field('Retrieval method', 'retrieval_method', 'retriever', 'retrieval'),
  topN: field('Memories in the prompt', 'top_n', 'top_k', 'topk', 'n_memories'),
  pool: field('Memory pool', 'pool', 'memory_pool'),
  attempt: field('Attempt', 'attempt', 'trial', 'run', 'repetition', 'rep', 'seed', 'iteration', 'sample'),
  reward: field(
    'Reward, or whether it passed',
    'reward',
    'score',
    'passed',
    'resolved',
    'solved',
    'success',
    'is_resolved',
    'is_correct',
    'correct',
    'pass',
    'accuracy',
    'result',
    'outcome',
    'status',
  ),
  exception: field('Exception', 'exception', 'error', 'exception_type', 'error_type', 'failure_reason'),
  finished: field('Whether it ended', 'finished', 'completed', 'done'),
  inputTokens: field('Input tokens', 'input_tokens', 'prompt_tokens', 'tokens_in', 'n_input_tokens'),
  outputTokens: field('Output tokens', 'output_tokens', 'completion_tokens', 'tokens_out', 'n_output_tokens'),
  cachedTokens: field('Cached tokens', 'cached_tokens', 'cache_tokens', 'n_cache_tokens'),
  costUsd: field('Cost in dollars', 'cost_usd', 'cost', 'total_cost', 'price', 'usd'),
  // In a table of trials `patch` is as likely what the agent wrote: it is not guessed.
  ...gold,
  startedAt: field('Start', 'started_at', 'start_time', 'created_at', 'timestamp', 'date'),
  durationMs: field('Duration in milliseconds', 'duration_ms', 'elapsed_ms', 'latency_ms'),
  durationSeconds: field(
    'Duration in seconds',
    'duration',
    'duration_s',
    'duration_sec',
    'duration_seconds',
    'elapsed',
    'seconds',
    'time',
  ),
} satisfies Record<string, TableField>;
export type TrialField = keyof typeof trialFields;

/** A row of a data set, such as SWE-bench's: what is asked, and what solves it. */
export const taskFields = {
  benchmark: shared.benchmark,
  task: shared.task,
  taskText: shared.taskText,
  answer: {
    ...gold.answer,
    names: [...gold.answer.names, 'patch', 'canonical_solution', 'solution', 'answer'],
  },
  tests: { ...gold.tests, names: [...gold.tests.names, 'tests', 'test'] },
} satisfies Record<string, TableField>;
export type TaskField = keyof typeof taskFields;

export const memoryFields = {
  ...shared,
  type: field('Memory type', 'memory_type', 'type', 'kind', 'category'),
  title: field('Title', 'title', 'name', 'heading', 'goal'),
  description: field(
    'Description, or when to use it',
    'when_to_use',
    'description',
    'summary',
    'key',
    'trigger',
  ),
  content: field(
    'Content',
    'content',
    'memory',
    'text',
    'insight',
    'experience',
    'body',
    'workflow',
    'lesson',
    'strategy',
    'rule',
    'value',
  ),
  keyText: field('Text it is found by', 'key_text', 'generalized_query', 'retrieval_key'),
  success: field(
    'Whether its source run passed',
    'success',
    'llm_judge',
    'judgement',
    'case_label',
    'source_success',
    'passed',
    'outcome',
    'status',
  ),
  madeAt: field('When it was made', 'made_at', 'time_created', 'created_at', 'created', 'timestamp'),
  utility: field('Utility', 'utility', 'util_score', 'score', 'q_value', 'importance', 'confidence'),
} satisfies Record<string, TableField>;
export type MemoryField = keyof typeof memoryFields;

/** Columns that hold vectors, by name; that they do is told from their cells. */
export const embeddingNames: readonly string[] = ['embedding', 'embeddings', 'vector', 'key_embedding'];
