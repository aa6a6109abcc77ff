'use client';

import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { LinkPending } from '@/app/_components/link-pending';

const pages = [
  ['', 'Comparison'],
  ['ledger', 'Flips and causes'],
  ['transfer', 'Transfer and scaling'],
  ['memories', 'Uplift of memories'],
  ['planner', 'Noise and planning'],
  ['judges', 'Judges'],
  ['claims', 'Claims'],
  ['versions', 'Versions'],
] as const;

/** What is asked in the same way on all of these pages goes along from one to the next. */
const shared = ['baseline', 'k', 'average', 'missing'];

/** The pages about gains, each one question. */
export function GainsNavigation({ studyId }: { studyId: string }) {
  const current = usePathname().split('/')[4] ?? '';
  const asked = useSearchParams();
  const kept = new URLSearchParams(
    shared.flatMap((name) => (asked.has(name) ? [[name, asked.get(name)!]] : [])),
  );
  const search = kept.size > 0 ? `?${kept}` : '';
  return (
    <nav aria-label="Gains" className="mb-5 flex flex-wrap gap-x-1 gap-y-1.5 no-print">
      {pages.map(([path, label]) => (
        <Link
          key={path}
          href={`/studies/${studyId}/gains${path ? `/${path}` : ''}${search}`}
          aria-current={path === current ? 'page' : undefined}
          // The address changes with every setting, and each change would ask for all of these pages again.
          prefetch={false}
          className="relative whitespace-nowrap rounded-md border border-line px-2.5 py-1 text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
        >
          {label}
          <LinkPending />
        </Link>
      ))}
    </nav>
  );
}
