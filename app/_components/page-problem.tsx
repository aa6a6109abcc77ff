'use client';

import { ProblemState } from './empty-state';

interface Props {
  error: Error & { digest?: string };
  retry: () => void;
}

/** A page that could not be made: where its cause is written down, and a way to try again. */
export function PageProblem({ error, retry }: Props) {
  return (
    <ProblemState
      title="This page could not be shown"
      message={error.digest ? `The log of the server has the cause under ${error.digest}.` : error.message}
      hint="Nothing of your data was changed."
    >
      <button type="button" className="button mt-3" onClick={() => retry()}>
        Try again
      </button>
    </ProblemState>
  );
}
