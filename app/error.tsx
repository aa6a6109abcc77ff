'use client';

import { ProblemState } from './_components/empty-state';

export default function PageError({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 py-10 sm:px-6">
      <ProblemState
        title="This page could not be shown"
        message={error.digest ? `The log of the server has the cause under ${error.digest}.` : error.message}
        hint="Nothing of your data was changed."
      >
        <button type="button" className="button mt-3" onClick={() => retry()}>
          Try again
        </button>
      </ProblemState>
    </main>
  );
}
