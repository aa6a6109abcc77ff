import Link from 'next/link';
import { EmptyState } from './_components/empty-state';

export default function NotFound() {
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 py-10 sm:px-6">
      <EmptyState title="There is nothing at this address">
        It may have been renamed, merged or deleted.{' '}
        <Link href="/" className="link">
          See all studies
        </Link>
        .
      </EmptyState>
    </main>
  );
}
