import { poolNotFound, readRetrievalLog } from '../harbor/retrieval-log';
import { defineImporter } from '../importer';
import { taskNameFor } from '../steps/task-text';
import { unnamedBenchmark } from '../unnamed-benchmark';

/** Beyond this a log is some other program's output; the retrieval stands in the first lines anyway. */
const logLimit = 64 * 1024 * 1024;

/**
 * The output of the paper's agent, lying alone: the retrieval that it prints. Nothing in it says which trial it was, so
 * the task is named for what was asked.
 */
export const miniSweAgentLog = defineImporter({
  id: 'mini-swe-agent-log',
  label: 'mini-swe-agent output with its retrieval',

  recognises: (file) =>
    file.kind === 'text' &&
    /This is a custom mini-swe-agent|<retrieval_query>|<memory_items>|MEMORY PATH NOT FOUND/.test(
      file.headText,
    ),

  async *read(file) {
    const text = await file.text(logLimit);
    const retrieval = readRetrievalLog(text);
    if (retrieval) {
      const stem = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
      yield {
        kind: 'retrieval',
        benchmark: unnamedBenchmark,
        task: taskNameFor(retrieval.query, stem),
        trial: null,
        retrieval,
      };
      return;
    }
    const message = poolNotFound(text)
      ? 'the agent found no memory pool and ran without memories'
      : 'the log holds no retrieval, or one that is cut';
    yield { kind: 'warning', where: file.path, message };
  },
});
