import type { JobRow } from '@/lib/queries/jobs';

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Where a job's result is read; null when its kind is not known here. */
export function resultPage(job: Pick<JobRow, 'id' | 'kind' | 'studyId' | 'input' | 'result'>): string | null {
  const studyId = job.studyId ?? text(job.result?.studyId);
  if (studyId === null) return null;
  const study = `/studies/${studyId}`;
  const { importId, ablationId, left, right } = job.input;
  switch (job.kind) {
    case 'create-sample-study':
      return study;
    case 'survey-sources':
      return `${study}/import/map/${job.id}`;
    case 'apply-mapping':
      return `${study}/import/mapping`;
    case 'undo-import':
    case 'import-sources':
      return text(importId) === null ? null : `${study}/import/${importId}`;
    case 'judge-relevance':
    case 'run-ablation-grid':
      return text(ablationId) === null ? null : `${study}/ablations/${ablationId}`;
    case 'suggest-causes':
      return `${study}/gains/ledger`;
    case 'generate-memories':
      return `${study}/memories/generate`;
    case 'classify-insights':
      return `${study}/memories`;
    case 'embed-memories':
      return `${study}/memories/embeddings`;
    case 'project-memories':
      return `${study}/space`;
    case 'compare-maps':
      return `${study}/space/compare?left=${left}&right=${right}`;
    default:
      return null;
  }
}
