'use client';

import { usePathname, useRouter } from 'next/navigation';

/** Goes to the same page of another study. */
export function StudySwitcher({
  studyId,
  studies,
}: {
  studyId: string;
  studies: { id: string; name: string }[];
}) {
  const router = useRouter();
  const page = usePathname().split('/')[3] ?? '';
  return (
    <select
      aria-label="Study"
      className="-ml-1 max-w-[70vw] truncate rounded border-0 bg-raised py-0.5 pl-0 pr-6 font-semibold [field-sizing:content]"
      value={studyId}
      onChange={(e) => router.push(`/studies/${e.target.value}/${page === 'trials' ? 'tasks' : page}`)}
    >
      {studies.map((s) => (
        <option key={s.id} value={s.id}>
          {s.name}
        </option>
      ))}
    </select>
  );
}
