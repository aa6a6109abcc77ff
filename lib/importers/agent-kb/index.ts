import { inWords } from '../json-values';
import { definePool } from '../pools/define-pool';
import { stepsOfPlan } from '../pools/steps-of-plan';

/**
 * Agent-KB's knowledge base: what was planned for a question, and what to heed, for the agent and for its search agent.
 *
 * The plan is the steps to take for a kind of question, and the experience annotates it: a workflow. Its retrieval
 * compares questions, so the question is what an entry is found by.
 */
export const agentKb = definePool({
  id: 'agent-kb',
  label: 'Agent-KB knowledge base',

  isEntry: (fields) => 'question' in fields && 'agent_planning' in fields,

  toMemories({
    question,
    agent_planning,
    agent_experience,
    search_agent_planning,
    search_agent_experience,
    ...details
  }) {
    const about = inWords(question).trim();
    const content = sections({
      Plan: stepsOfPlan(agent_planning),
      Experience: inWords(agent_experience),
      'Plan of the search agent': stepsOfPlan(search_agent_planning),
      'Experience of the search agent': inWords(search_agent_experience),
    });
    if (!content) return [];
    return [
      {
        type: 'workflow',
        originalType: 'knowledge',
        description: about,
        content,
        sourceTaskText: about || null,
        details,
      },
    ];
  },
});

const sections = (parts: Record<string, string>): string =>
  Object.entries(parts)
    .filter(([, text]) => text.trim() !== '')
    .map(([heading, text]) => `## ${heading}\n${text.trim()}`)
    .join('\n\n');
