/**
 * The kinds of knowledge that insights carry from task to task, as Kim et al. sort them: how to work, rather than what
 * a certain code base holds. The order is the one in which screens list them.
 *
 * @see Kim et al., arXiv:2604.14004
 */
export const metaKnowledgeKinds = [
  'workflow-discipline',
  'test-driven-verification',
  'anti-pattern-avoidance',
  'input-validation',
  'interface-compliance',
  'protocol-adherence',
  'environment-adaptation',
  'file-and-syntax-handling',
  'repository-exploration',
  'algorithmic-strategy',
] as const;
export type MetaKnowledgeKind = (typeof metaKnowledgeKinds)[number];

/** What each kind is called, and what belongs to it. */
export const metaKnowledge: Record<MetaKnowledgeKind, { label: string; about: string }> = {
  'workflow-discipline': {
    label: 'Workflow discipline',
    about:
      'the order of work: small steps, one change at a time, finishing and cleaning up before handing in',
  },
  'test-driven-verification': {
    label: 'Test-driven verification',
    about:
      'reproducing a problem first, and running or writing checks that show whether a change did what it should',
  },
  'anti-pattern-avoidance': {
    label: 'Anti-pattern avoidance',
    about:
      'ways of working that look right and fail: hard-coding, hiding errors, repeating what did not work',
  },
  'input-validation': {
    label: 'Input validation',
    about: 'empty, missing, extreme or malformed input, and what a program should do about it',
  },
  'interface-compliance': {
    label: 'Interface compliance',
    about: 'keeping to given signatures, names, return types, output formats and what callers expect',
  },
  'protocol-adherence': {
    label: 'Protocol adherence',
    about:
      'following the rules of the task and of the agent’s tools: how to answer, when to submit, what not to touch',
  },
  'environment-adaptation': {
    label: 'Environment adaptation',
    about: 'versions, missing tools, installation, paths, permissions and time limits of the machine at hand',
  },
  'file-and-syntax-handling': {
    label: 'File and syntax handling',
    about:
      'editing files safely: quoting, escaping, indentation, encodings, whole-file against partial edits',
  },
  'repository-exploration': {
    label: 'Repository exploration',
    about:
      'finding the place that matters in unknown code: searching, reading callers and tests, tracing data',
  },
  'algorithmic-strategy': {
    label: 'Algorithmic strategy',
    about:
      'choosing a method or data structure, complexity, numerical care, and ways to solve a kind of problem',
  },
};
