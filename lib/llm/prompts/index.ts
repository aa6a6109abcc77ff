import { insightOfFailurePrompt } from './insight-of-failure';
import { insightOfSuccessPrompt } from './insight-of-success';
import { judgePrompt } from './judge';
import { lossCausePrompt } from './loss-cause';
import { metaKnowledgePrompt } from './meta-knowledge';
import type { Prompt } from './prompt';
import { relevancePrompt } from './relevance';
import { rerankPrompt } from './rerank';
import { retrievalPlanPrompt } from './retrieval-plan';
import { retrievalSummaryPrompt } from './retrieval-summary';
import { rewritePrompt } from './rewrite';
import { summaryPrompt } from './summary';
import { workflowPrompt } from './workflow';

/** Every prompt of the project. */
export const prompts = {
  workflow: workflowPrompt,
  summary: summaryPrompt,
  'insight-of-success': insightOfSuccessPrompt,
  'insight-of-failure': insightOfFailurePrompt,
  judge: judgePrompt,
  'meta-knowledge': metaKnowledgePrompt,
  'retrieval-plan': retrievalPlanPrompt,
  'retrieval-summary': retrievalSummaryPrompt,
  rerank: rerankPrompt,
  rewrite: rewritePrompt,
  relevance: relevancePrompt,
  'loss-cause': lossCausePrompt,
} as const satisfies Record<string, Pick<Prompt<never, unknown>, 'id' | 'version' | 'label' | 'text'>>;

export type PromptId = keyof typeof prompts;

/** A prompt by its place in the table, for naming what came from it. */
export const promptName = (id: string, version: number): string => `${id} v${version}`;
