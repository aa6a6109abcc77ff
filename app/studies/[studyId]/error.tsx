'use client';

import { PageProblem } from '@/app/_components/page-problem';

/** A page of a study that failed; the study's navigation stays. */
export default function StudyPageError(props: { error: Error & { digest?: string }; retry: () => void }) {
  return <PageProblem {...props} />;
}
