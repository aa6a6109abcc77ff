import type { SourceTree } from './importer';
import { inFolder } from './source/disk-tree';

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Files whose names alone say that no importer should look at them. */
const rubbish = [
  {
    rule: 'written by the operating system',
    matches: /(?:^|\/)(?:__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/,
  },
  {
    rule: 'inside a version control or package folder',
    matches: /(?:^|\/)(?:\.git|node_modules|__pycache__|\.venv)\//,
  },
];

/** Companions that tools write beside their results and that repeat nothing a study needs. */
const companions = [
  { rule: 'log of a job or trial', matches: /^(?:job|trial|minisweagent|run|test)\.log$|^harness\.log$/ },
  { rule: 'text of an exception that the result also holds', matches: /^exception\.txt$/ },
  { rule: 'lock or provenance file of a run', matches: /^(?:tb\.lock|lock\.json|run_metadata\.json)$/ },
  {
    rule: 'exit statuses that the trajectories beside it also hold',
    matches: /^exit_statuses_[\d.]+\.yaml$/,
  },
  {
    rule: 'patch, script or output of an evaluation',
    matches: /^(?:patch\.diff|eval\.sh|test_output\.txt|run_instance\.log)$/,
  },
  { rule: 'counts that the results beside it also hold', matches: /^resolved_by_\w+\.json$/ },
  { rule: 'answer of the evaluation service', matches: /\.response\.json$/ },
  { rule: 'terminal recording', matches: /\.cast$/ },
  { rule: 'command list of a terminal session', matches: /^commands\.txt$/ },
  { rule: 'image', matches: /\.(?:png|jpe?g|gif|webp|svg|pdf)$/i },
  { rule: 'documentation', matches: /^(?:README|LICENSE|NOTICE|CHANGELOG|SOURCES|CITATION)(?:\.\w+)?$/i },
];

/** Why a file is left alone before it is opened, or null. */
export function ignoredBeforeReading(path: string, tree: SourceTree): string | null {
  const rule = rubbish.find(({ matches }) => matches.test(path))?.rule;
  return rule ?? insideTrial(path, tree);
}

/** Why a file that no format recognised is left alone, or null. */
export function ignoredWhenUnknown(path: string): string | null {
  return companions.find(({ matches }) => matches.test(nameOf(path)))?.rule ?? null;
}

/**
 * What lies in the working folders of a trial was written by the agent or the verifier; the trial's own file takes
 * from it what it needs. Without this rule an agent's session files would count as trials of their own.
 */
function insideTrial(path: string, tree: SourceTree): string | null {
  const parts = path.split('/');
  for (let i = parts.length - 2; i >= 0; i--) {
    const folder = parts.slice(0, i).join('/');
    const part = parts[i]!;
    const has = (name: string) => tree.has(inFolder(folder, name));
    // A task of several steps has these folders once per step: `steps/<name>/agent/`.
    const above = parts[i - 2] === 'steps' ? parts.slice(0, i - 2).join('/') : null;
    const inTrial =
      has('result.json') ||
      has('config.json') ||
      (above !== null && tree.has(inFolder(above, 'result.json')));
    if (/^(?:agent|verifier|artifacts)$/.test(part) && inTrial) {
      // The trajectory itself may stand alone when the result beside it is broken.
      if (
        part === 'agent' &&
        i === parts.length - 2 &&
        /^trajectory(?:\.cont-\d+)?\.json$/.test(parts.at(-1)!)
      )
        continue;
      return part === 'agent' ? 'agent log of a Harbor trial' : `${part} output of a Harbor trial`;
    }
    if (/^(?:sessions|panes|agent-logs)$/.test(part) && has('results.json'))
      return 'session of a terminal-bench trial';
  }
  return null;
}
