import { applyMapping } from './handlers/apply-mapping';
import { classifyInsights } from './handlers/classify-insights';
import { compareMaps } from './handlers/compare-maps';
import { createSampleStudy } from './handlers/create-sample-study';
import { embedMemories } from './handlers/embed-memories';
import { generateMemories } from './handlers/generate-memories';
import { importSources } from './handlers/import-sources';
import { judgeRelevance } from './handlers/judge-relevance';
import { projectMemories } from './handlers/project-memories';
import { runAblationGrid } from './handlers/run-ablation-grid';
import { suggestCauses } from './handlers/suggest-causes';
import { surveySources } from './handlers/survey-sources';
import { undoImport } from './handlers/undo-import';

/** Every kind of work there is. */
export const jobKinds = {
  'survey-sources': surveySources,
  'import-sources': importSources,
  'undo-import': undoImport,
  'apply-mapping': applyMapping,
  'embed-memories': embedMemories,
  'generate-memories': generateMemories,
  'classify-insights': classifyInsights,
  'judge-relevance': judgeRelevance,
  'suggest-causes': suggestCauses,
  'run-ablation-grid': runAblationGrid,
  'project-memories': projectMemories,
  'compare-maps': compareMaps,
  'create-sample-study': createSampleStudy,
} as const;

export type JobKindName = keyof typeof jobKinds;
