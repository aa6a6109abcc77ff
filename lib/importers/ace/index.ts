import { defineImporter } from '../importer';
import { DraftedPool } from '../pools/memory-draft';
import { poolName } from '../pools/pool-name';
import { readPlaybook } from './read-playbook';

/**
 * ACE's playbook: bullets under headings, each with an id and, in later versions, how often it helped and harmed.
 *
 * A bullet is a rule without the run that taught it: an insight. The letters of its id, kept as its original type,
 * name the section it was filed under.
 */
export const ace = defineImporter({
  id: 'ace',
  label: 'ACE playbook',

  recognises: (file) =>
    file.kind === 'text' && /^##[^\n]*\n(?:\s*\n)*\s*(?:[-*] )?\[[a-z]+-\d+\] /im.test(file.headText),

  async *read(file, { tree }) {
    const pool = new DraftedPool(poolName(file, tree));
    for (const { id, code, section, helpful, harmful, text } of readPlaybook(await file.text())) {
      if (!text) yield { kind: 'rejection', where: `[${id}]`, reason: 'it has no text' };
      else {
        yield pool.toRecord({
          id,
          type: 'insight',
          originalType: code,
          content: text,
          keyText: text,
          details: { section, helpful, harmful },
        });
      }
    }
  },
});
