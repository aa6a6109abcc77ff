import type { ConditionProposal, ImportContext } from './importer';

/** A proposal, or the label that was set by hand for the whole import. */
export function proposeCondition(context: ImportContext, proposal: ConditionProposal): ConditionProposal {
  if (context.conditionLabel === null) return proposal;
  return { ...proposal, label: context.conditionLabel, basis: 'set by hand for this import' };
}

/** Agent and model in one label; what is unknown is left out. */
export function agentLabel(agent: string | null, model: string | null): string {
  const known = [agent, model].filter((part) => part !== null && part !== '');
  return known.length === 0 ? 'unknown agent' : known.join(' · ');
}
