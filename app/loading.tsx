import { Skeleton } from './_components/skeleton';

export default function Loading() {
  return (
    <main className="mx-auto max-w-[1200px] px-4 py-6 sm:px-6">
      <Skeleton />
    </main>
  );
}
