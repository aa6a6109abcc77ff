import { parquetWriteBuffer } from 'hyparquet-writer';
import type { TableRecipe } from '../table/recipe';

const lines = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

const at = { timestamp: '2026-01-01T00:00:00Z' };
const session = { ...at, sessionId: 's1', version: '2.0' };
const usage = { input_tokens: 3, cache_read_input_tokens: 10, output_tokens: 5 };
const claudeCode = lines(
  { type: 'summary', summary: 'A title', leafUuid: 'x' },
  { ...session, type: 'user', message: { role: 'user', content: 'Mend the parser' } },
  {
    ...session,
    type: 'assistant',
    message: {
      id: 'm1',
      model: 'model-x',
      usage,
      content: [
        { type: 'text', text: 'I look.' },
        { type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'ls' } },
      ],
    },
  },
  {
    ...session,
    type: 'user',
    message: {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'a.py' }] }],
    },
  },
);

const codex = lines(
  { ...at, type: 'session_meta', payload: { id: 'r1', cli_version: '0.9' } },
  {
    ...at,
    type: 'response_item',
    payload: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Mend it' }] },
  },
  { ...at, type: 'turn_context', payload: { model: 'model-y' } },
  {
    ...at,
    type: 'response_item',
    payload: { type: 'function_call', call_id: 'c1', name: 'shell', arguments: '{"command":"ls"}' },
  },
  {
    ...at,
    type: 'event_msg',
    payload: { type: 'token_count', info: { last_token_usage: { input_tokens: 9, output_tokens: 2 } } },
  },
  { ...at, type: 'response_item', payload: { type: 'function_call_output', call_id: 'c1', output: 'a.py' } },
);

const openHands = [
  { source: 'agent', action: 'system', message: 'sys', args: { openhands_version: '0.9' } },
  { source: 'user', action: 'message', message: 'Mend it' },
  { source: 'agent', action: 'run', args: { command: 'ls' }, message: 'run ls' },
  { source: 'agent', observation: 'run', content: 'a.py' },
];

const openHandsOutput = lines({
  instance_id: 'o__r-1',
  test_result: { git_patch: 'diff', report: { resolved: true } },
  metadata: {
    agent_class: 'CodeActAgent',
    llm_config: { model: 'maker/model-w' },
    dataset: 'SWE-bench_Lite',
  },
  history: openHands,
  metrics: { accumulated_cost: 0.5 },
  error: null,
});

const own = lines(
  { type: 'trial', id: 'a', benchmark: 'b', task: 't', condition: 'zero', reward: 1, attempt: 1 },
  { type: 'trial', id: 'c', benchmark: 'b', task: 'u', condition: 'notes', reward: 0.5, costUsd: 0.2 },
  { type: 'memory', pool: 'p', id: 'm', memoryType: 'insight', title: 'T', content: 'C', success: true },
  { type: 'task', benchmark: 'b', task: 't', text: 'Do it' },
  { type: 'retrieval', benchmark: 'b', task: 't', condition: 'notes', hits: [{ memory: 'm', score: 0.5 }] },
);

const predictions = {
  'o__r-1': { model_name_or_path: 'model-z', instance_id: 'o__r-1', model_patch: 'diff --git a/a b/a' },
  'o__r-2': { model_name_or_path: 'model-z', instance_id: 'o__r-2', model_patch: '' },
};

const rows = [
  { task: 'a', method: 'bm25', run: 0, result: 'ok', cost: 0.5 },
  { task: 'b', method: 'none', run: 1, result: 'timeout', cost: 0.25 },
];
const columns = ['task', 'method', 'run', 'result', 'cost'] as const;
const csv = [columns, ...rows.map((row) => columns.map((column) => row[column]))].join('\n');

const parquet = Buffer.from(
  parquetWriteBuffer({ columnData: columns.map((name) => ({ name, data: rows.map((row) => row[name]) })) }),
);

/** How the made tables are read. */
export const madeRecipe: TableRecipe = {
  name: 'made tables',
  kind: 'trials',
  match: ['task', 'result'],
  columns: { task: 'task', condition: 'method', attempt: 'run', reward: 'result', costUsd: 'cost' },
  constants: { benchmark: 'made' },
  values: { reward: { ok: '1', timeout: '0' } },
  settings: [],
  attemptsFromZero: true,
};

/** Small files of formats of which there is no real sample, or of which it may be absent; a folder each. */
export const madeFiles: Record<string, string | Buffer> = {
  'made-own/own.jsonl': own,
  'made-sessions/claude-code/s1.jsonl': claudeCode,
  'made-sessions/codex/rollout-1.jsonl': codex,
  'made-sessions/openhands/events.json': JSON.stringify(openHands),
  'made-sessions/episodes/log.jsonl': lines({ episode: 0, prompt: 'Do', response: 'Done' }),
  'made-openhands/run_1/output.jsonl': openHandsOutput,
  'made-swe-bench/20250726_x/per_instance_details.json': JSON.stringify({
    'o__r-1': { cost: 0.25, api_calls: 9, resolved: true },
  }),
  'made-predictions/run_a/preds.json': JSON.stringify(predictions),
  'made-predictions/run_a/exit_statuses_9.5.yaml':
    "instances_by_exit_status:\n  'Submitted':\n  - 'o__r-1'\n  - 'o__r-2'\n",
  'made-tables/runs.csv': csv,
  'made-tables/tabs/runs.tsv': csv.replaceAll(',', '\t'),
  'made-tables/lines/runs.jsonl': lines(...rows),
  'made-tables/parquet/runs.parquet': parquet,
  'made-pools/reme.jsonl': lines({ memory_id: 'm', when_to_use: 'w', content: 'c', metadata: {} }),
  'made-pools/playbook.txt': '## RULES\n[shr-00001] helpful=1 harmful=0 :: Test first.\n',
  'made-swe-agent/run.traj': JSON.stringify({
    environment: 'e',
    history: [{ role: 'user', content: 'x' }],
    trajectory: [{ action: 'ls', observation: 'a.py', response: 'r', thought: 't', state: '{}' }],
    info: { exit_status: 'submitted', model_stats: { instance_cost: 0.1 } },
  }),
};
