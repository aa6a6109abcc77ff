import type { SourceFile } from './importer';
import { asList, asObject, type JsonObject } from './json-values';
import { headRecords } from './source/json-records';

/** A format that is recognised so that its files can be named, and read in a later release. */
export interface LaterFormat {
  id: string;
  label: string;
  recognises(file: SourceFile): boolean | Promise<boolean>;
}

type Test = (root: JsonObject) => boolean;

const has =
  (...keys: string[]): Test =>
  (root) =>
    keys.every((key) => key in root);

/** JSON documents that are an object of this shape. */
const object = (id: string, label: string, test: Test): LaterFormat => ({
  id,
  label,
  async recognises(file) {
    const root = file.kind === 'json' ? asObject(await file.json()) : null;
    return root !== null && test(root);
  },
});

/** JSON documents that are a list, and JSON Lines, whose entries have this shape. */
const entries = (id: string, label: string, test: Test): LaterFormat => ({
  id,
  label,
  async recognises(file) {
    const values = file.kind === 'json' ? (asList(await file.json()) ?? []).slice(0, 5) : headRecords(file);
    const objects = values.map(asObject).filter((value) => value !== null);
    return objects.length > 0 && objects.length === values.length && objects.every(test);
  },
});

/** Text files whose beginning looks like this. */
const text = (id: string, label: string, pattern: RegExp): LaterFormat => ({
  id,
  label,
  recognises: (file) => file.kind === 'text' && pattern.test(file.headText),
});

const isInspect = has('eval', 'plan', 'stats');
const isInspectUnfinished: Test = (root) =>
  has('version', 'status', 'eval')(root) && asObject(root.eval) !== null;

export const laterFormats: readonly LaterFormat[] = [
  text(
    'mini-swe-agent-log',
    'mini-swe-agent output with its retrieval',
    /This is a custom mini-swe-agent|<retrieval_query>|<memory_items>|MEMORY PATH NOT FOUND/,
  ),
  object('aider', 'Aider benchmark result', (root) => Array.isArray(root.tests_outcomes)),
  {
    id: 'aider',
    label: 'Aider benchmark result',
    // After a crash Aider writes nothing but the exception, and only the file's name says whose it is.
    recognises: (file) => file.path.endsWith('.aider.results.json'),
  },
  text('aider-leaderboard', 'Aider leaderboard', /^- dirname:[\s\S]*?\n\s+(?:test_cases|pass_rate_1):/),
  entries('livecodebench', 'LiveCodeBench evaluation', has('graded_list')),
  object('inspect', 'Inspect AI log', (root) => isInspect(root) || isInspectUnfinished(root)),
  {
    id: 'inspect',
    label: 'Inspect AI log',
    recognises: (file) => file.kind === 'zip' && file.path.toLowerCase().endsWith('.eval'),
  },
  object('openhands', 'OpenHands event', has('source', 'action', 'args')),
  entries(
    'openhands',
    'OpenHands event list',
    (root) => 'source' in root && ('action' in root || 'observation' in root),
  ),
  entries('episodes', 'Agent log by episode', has('episode', 'prompt', 'response')),
  object('gemini-cli', 'Gemini CLI session', has('sessionId', 'messages')),
  object('llm-judgement', "Judgement of the paper's judge", has('llm_judgement_bool')),
  object(
    'llm-judge-study',
    "Study of the paper's judge",
    (root) => Array.isArray(root.preds) && Array.isArray(root.gts),
  ),
  object('paper-local-memory', 'Local memories of one task (paper)', has('memory', 'all_memory')),
  object('ctrf', 'CTRF test report', (root) => asObject(asObject(root.results)?.summary) !== null),
];
