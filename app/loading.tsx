import { Skeleton } from './_components/skeleton';

export default function Loading() {
  return (
    <main id="main" className="mx-auto max-w-[1440px] px-4 py-6 sm:px-6">
      <Skeleton />
    </main>
  );
}
