import { type Answer, sendJson } from '@/app/_components/send-json';
import type { ImportSource } from '@/db/schema';

export interface Given {
  sources: ImportSource[];
  /** One name for every trial in it; empty for what the logs propose. */
  condition: string;
}

/** Starts to look through sources, or to import them at once; answers with the page that shows it. */
export async function beginImport(
  studyId: string,
  { sources, condition }: Given,
  lookFirst: boolean,
): Promise<Answer<string>> {
  const base = `/api/v1/studies/${encodeURIComponent(studyId)}`;
  const page = `/studies/${studyId}/import`;
  const body = { sources, condition: condition.trim() || null };
  // With one name for everything there is nothing left to ask.
  if (lookFirst && body.condition === null) {
    const answer = await sendJson<{ job: { id: string } }>('POST', `${base}/surveys`, body);
    return answer.ok ? { ok: true, value: `${page}/map/${answer.value.job.id}` } : answer;
  }
  const answer = await sendJson<{ importId: string }>('POST', `${base}/imports`, body);
  return answer.ok ? { ok: true, value: `${page}/${answer.value.importId}` } : answer;
}
