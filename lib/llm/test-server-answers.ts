import { judgePrompt } from './prompts/judge';
import { lossCausePrompt } from './prompts/loss-cause';
import { metaKnowledgePrompt } from './prompts/meta-knowledge';
import { relevancePrompt } from './prompts/relevance';
import { rerankPrompt } from './prompts/rerank';
import { retrievalPlanPrompt } from './prompts/retrieval-plan';
import { retrievalSummaryPrompt } from './prompts/retrieval-summary';
import { rewritePrompt } from './prompts/rewrite';
import { summaryPrompt } from './prompts/summary';
import { workflowPrompt } from './prompts/workflow';
import type { ChatRequest } from './test-server';

/** What a model of good will answers to our prompts, decided by the question alone; for tests. */
export function testAnswer({ messages }: ChatRequest): string {
  const [system, material] = messages.map(({ content }) => content) as [string, string];
  const task = /<task>\n([\s\S]*?)\n<\/task>/.exec(material)?.[1] ?? '';
  const kind = (prompt: { text: string }) => system === prompt.text;
  if (kind(judgePrompt))
    return JSON.stringify({ evidence: 'The last check passed.', solved: /passed|ok/i.test(material) });
  if (kind(workflowPrompt))
    return JSON.stringify({
      goal: `Solve tasks like: ${task.slice(0, 40)}`,
      steps: ['Look around', 'Change', 'Check'],
    });
  if (kind(summaryPrompt))
    return JSON.stringify({ task, done: 'It looked and changed.', ending: 'It ended.' });
  if (kind(metaKnowledgePrompt))
    return JSON.stringify({
      why: 'It is about checking.',
      kind: /check/i.test(material) ? 'test-driven-verification' : 'workflow-discipline',
    });
  if (kind(retrievalPlanPrompt)) return JSON.stringify({ plan: `Look at the ${task.split(' ').at(-1)}` });
  if (kind(retrievalSummaryPrompt)) return JSON.stringify({ summary: task.slice(0, 20) });
  if (kind(rerankPrompt)) {
    const numbers = [...material.matchAll(/<memory number="(\d+)">/g)].map((found) => Number(found[1]));
    return JSON.stringify({ reason: 'The last ones help most.', ranking: numbers.reverse() });
  }
  if (kind(rewritePrompt))
    return JSON.stringify({ memory: `For “${task}”: ${/<memory>\n.*\n(.*)/.exec(material)?.[1]}` });
  if (kind(relevancePrompt))
    return JSON.stringify({ reason: 'By the words they share.', grade: sharedWords(material) });
  if (kind(lossCausePrompt))
    return JSON.stringify({
      evidence: /<record>\n([^<]{12,80})/.exec(material)?.[1] ?? 'nothing was recorded',
      cause: /number="1"/.test(material) ? 'misapplied-best-practice' : 'other',
    });
  const failed = material.includes('not solved');
  const insight = (n: number) => ({
    title: `${failed ? 'Check before' : 'Keep checking while'} acting ${n}`,
    description: 'Whenever something is changed.',
    content: `Run the check ${n} times and read what it says.`,
  });
  return JSON.stringify({ insights: failed ? [insight(1)] : [insight(1), insight(2)] });
}

/** 2 when task and memory share two long words or more, 1 for one, else 0. */
function sharedWords(material: string): number {
  const [task = '', memory = ''] = material.split('</task>');
  const words = new Set(task.toLowerCase().match(/[a-z]{5,}/g));
  const shared = new Set(
    memory
      .toLowerCase()
      .match(/[a-z]{5,}/g)
      ?.filter((word) => words.has(word)),
  );
  return Math.min(2, shared.size);
}
