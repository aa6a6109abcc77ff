import { describe, expect, it } from 'vitest';
import { jobKinds } from '@/lib/jobs';
import { resultPage } from './result-page';

describe('resultPage', () => {
  it('knows where every kind of job leaves its result', () => {
    const pages = Object.keys(jobKinds).map((kind) =>
      resultPage({
        id: 'j',
        kind,
        studyId: 's',
        input: { importId: 'i', ablationId: 'a', left: 'l', right: 'r' },
        result: null,
      }),
    );
    expect(pages.sort()).toEqual([
      '/studies/s',
      '/studies/s/ablations/a',
      '/studies/s/ablations/a',
      '/studies/s/gains/ledger',
      '/studies/s/import/i',
      '/studies/s/import/i',
      '/studies/s/import/map/j',
      '/studies/s/import/mapping',
      '/studies/s/memories',
      '/studies/s/memories/embeddings',
      '/studies/s/memories/generate',
      '/studies/s/space',
      '/studies/s/space/compare?left=l&right=r',
    ]);
  });

  it('finds the study that a job made, and no page where there is none', () => {
    const made = { id: 'j', kind: 'create-sample-study', studyId: null, input: {} };
    expect(resultPage({ ...made, result: { studyId: 'made' } })).toBe('/studies/made');
    expect(resultPage({ ...made, result: null })).toBeNull();
    expect(
      resultPage({ id: 'j', kind: 'from-another-version', studyId: 's', input: {}, result: null }),
    ).toBeNull();
  });
});
