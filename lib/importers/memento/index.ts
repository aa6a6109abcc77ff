import { asName } from '../json-values';
import { definePool } from '../pools/define-pool';
import { stepsOfPlan } from '../pools/steps-of-plan';
import { verdict } from '../pools/verdict';

/**
 * Memento's case bank: a case and the plan that was tried on it, with its label (`positive`, `negative`) in the
 * trained layout, or its reward (0, 1) in the other.
 *
 * Only the plan is kept, as steps without what they led to: a workflow.
 */
export const memento = definePool({
  id: 'memento',
  label: 'Memento case bank',

  isEntry: (fields) => 'plan' in fields && ('case' in fields || ('question' in fields && 'reward' in fields)),

  toMemories({ case: given, question, plan, case_label, reward, ...details }) {
    const about = asName(given) ?? asName(question) ?? '';
    const content = stepsOfPlan(plan);
    if (!content) return [];
    return [
      {
        type: 'workflow',
        originalType: 'case',
        description: about,
        content,
        sourceTaskText: about || null,
        success: verdict(case_label) ?? ofReward(reward),
        details: { ...details, label: case_label, reward },
      },
    ];
  },
});

const ofReward = (reward: unknown): boolean | null => (reward === 1 ? true : reward === 0 ? false : null);
