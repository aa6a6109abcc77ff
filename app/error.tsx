'use client';

import { PageProblem } from './_components/page-problem';

export default function PageError(props: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 py-10 sm:px-6">
      <PageProblem {...props} />
    </main>
  );
}
