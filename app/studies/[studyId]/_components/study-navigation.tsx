'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { LinkPending } from '@/app/_components/link-pending';

const pages = [
  ['', 'Overview'],
  ['gains', 'Gains'],
  ['ablations', 'Ablations'],
  ['space', 'Memory space'],
  ['memories', 'Memories'],
  ['tasks', 'Tasks'],
  ['import', 'Import'],
] as const;

/** Pages that are reached through another one's list. */
const belongsTo: Record<string, string> = { trials: 'tasks' };

/** The study's pages, each one question. */
export function StudyNavigation({ studyId }: { studyId: string }) {
  const first = usePathname().split('/')[3] ?? '';
  const current = belongsTo[first] ?? first;
  const bar = useRef<HTMLElement>(null);
  // On a narrow screen the bar scrolls: the page one is on has to be in view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the page that changed
  useEffect(() => {
    const tab = bar.current?.querySelector<HTMLElement>('[aria-current]');
    if (bar.current && tab) bar.current.scrollLeft = tab.offsetLeft - bar.current.clientWidth / 3;
  }, [current]);
  return (
    <nav
      ref={bar}
      aria-label="Study"
      className="relative -mx-1 mt-1 flex gap-1 overflow-x-auto [scrollbar-width:none]"
    >
      {pages.map(([path, label]) => (
        <Link
          key={path}
          href={`/studies/${studyId}${path ? `/${path}` : ''}`}
          aria-current={path === current ? 'page' : undefined}
          className="relative whitespace-nowrap border-b-2 border-transparent px-2 py-2 text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
        >
          {label}
          <LinkPending />
        </Link>
      ))}
    </nav>
  );
}
