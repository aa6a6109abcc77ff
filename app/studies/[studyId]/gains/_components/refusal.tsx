import Link from 'next/link';
import { EmptyState, ProblemState } from '@/app/_components/empty-state';
import type { AppError } from '@/lib/core/errors';

/** In place of a page whose question cannot be answered: why, and what helps. */
export function Refusal({
  error,
  studyId,
  path = '',
  title,
}: {
  error: AppError;
  studyId: string;
  /** Of the page, below that of all gains. */
  path?: string;
  /** What could not be done. */
  title: string;
}) {
  if (error.code === 'not-estimable')
    return (
      <EmptyState title="No trials yet" command="npx carryover import PATH/TO/outputs --study NAME">
        {error.hint}{' '}
        <Link className="link" href={`/studies/${studyId}/import`}>
          To the import page
        </Link>
      </EmptyState>
    );
  return (
    <ProblemState title={title} message={error.message} hint={error.hint}>
      <Link className="link" href={`/studies/${studyId}/gains${path && `/${path}`}`}>
        Use the study&apos;s own baseline
      </Link>
    </ProblemState>
  );
}
