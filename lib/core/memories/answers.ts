import { z } from 'zod';
import { relevanceGrades } from '../retrieval/relevance';
import { metaKnowledgeKinds } from './meta-knowledge';

/** What a model is asked to write, by type of memory. Lengths are generous: they stop runaway answers, not good ones. */
const line = z.string().trim().min(1).max(600);
const paragraph = z.string().trim().min(1).max(6_000);

/** A reusable goal and the steps to it. */
export const workflowAnswer = z.object({ goal: line, steps: z.array(paragraph).min(1).max(30) });
export type WorkflowAnswer = z.output<typeof workflowAnswer>;

/** What the task was, what was done, how it ended. */
export const summaryAnswer = z.object({ task: paragraph, done: paragraph, ending: paragraph });
export type SummaryAnswer = z.output<typeof summaryAnswer>;

export const insightsAnswer = z.object({
  insights: z
    .array(z.object({ title: line, description: paragraph, content: paragraph }))
    .min(1)
    .max(3),
});
export type InsightsAnswer = z.output<typeof insightsAnswer>;

/** The reasons come first, so that the verdict follows from them. */
export const judgeAnswer = z.object({ evidence: paragraph, solved: z.boolean() });
export type JudgeAnswer = z.output<typeof judgeAnswer>;

export const metaKnowledgeAnswer = z.object({ why: paragraph, kind: z.enum(metaKnowledgeKinds) });
export type MetaKnowledgeAnswer = z.output<typeof metaKnowledgeAnswer>;

/** How relevant a memory is for a task: the reason comes first, so that the grade follows from it. */
export const relevanceAnswer = z.object({ reason: paragraph, grade: z.literal(relevanceGrades) });
export type RelevanceAnswer = z.output<typeof relevanceAnswer>;
