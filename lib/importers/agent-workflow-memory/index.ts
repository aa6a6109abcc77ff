import { defineImporter } from '../importer';
import { DraftedPool } from '../pools/memory-draft';
import { poolName } from '../pools/pool-name';
import { readWorkflows } from './read-workflows';

const beginning = /^\s*(?:#{1,3} |Website: |Workflow \d+:|Query(?: #?\d+)?:)/;
const actions = /<action>|^\s*\[[\w-]*\][^\n]*-> *(?:CLICK|TYPE|SELECT|HOVER|ENTER)\b/m;

/**
 * Agent Workflow Memory's text files, one per website: workflows, and in some the runs they were drawn from.
 *
 * What AWM calls a workflow is one here too, as the paper's type of that name follows it; a concrete run with its
 * actions is a trajectory, and was a success, since AWM only learns from those.
 */
export const agentWorkflowMemory = defineImporter({
  id: 'agent-workflow-memory',
  label: 'AWM workflows',

  recognises: (file) => file.kind === 'text' && beginning.test(file.headText) && actions.test(file.headText),

  async *read(file, { tree }) {
    const pool = new DraftedPool(poolName(file, tree));
    const { website, blocks, empty } = readWorkflows(await file.text());
    for (const { kind, title, description, steps } of blocks) {
      const isRun = kind === 'example';
      yield pool.toRecord({
        type: isRun ? 'trajectory' : 'workflow',
        originalType: isRun ? 'concrete example' : 'workflow',
        title,
        description,
        content: steps,
        keyText: [title, description].filter(Boolean).join('\n'),
        sourceTaskText: isRun ? title : null,
        success: isRun ? true : null,
        details: { website },
      });
    }
    for (const title of empty) {
      yield { kind: 'warning', where: title, message: 'a heading with nothing below it was passed over' };
    }
  },
});
