'use client';

import { PageProblem } from './_components/page-problem';
import './globals.css';

/** When even the shell failed: it is drawn here anew, without anything that could fail again. */
export default function ShellError(props: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto max-w-3xl px-4 py-10">
          <h1 className="mb-4">Carryover</h1>
          <PageProblem {...props} />
        </main>
      </body>
    </html>
  );
}
