'use client';

import Link from 'next/link';
import { formatNumber, formatPoints } from '@/app/_components/format';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { idOf, type MapPoints, titleOf } from '@/lib/exporters/map-points';
import type { Size } from '../_map/camera';
import { outcomeWords } from '../_map/points-table';
import { useMemoryText } from '../_map/use-memory-text';

interface Props {
  points: MapPoints;
  point: number;
  studyId: string;
  place: { left: number; top: number };
  size: Size;
}

/** What is known of a point in a line. */
export function factsOf(points: MapPoints, i: number): string {
  const { abstraction, uplift, uses } = points;
  return [
    points.benchmarks[points.benchmark[i]!] ?? 'unknown benchmark',
    outcomeWords[points.outcome[i]!] ?? 'outcome unknown',
    uses[i] === 0 ? 'never in a prompt' : `in ${uses[i]} ${uses[i] === 1 ? 'prompt' : 'prompts'}`,
    ...(Number.isNaN(uplift[i]) ? [] : [`uplift ${formatPoints(uplift[i]!)} pp`]),
    ...(Number.isNaN(abstraction[i]) ? [] : [`A ${formatNumber(abstraction[i]!)}`]),
  ].join(' · ');
}

/** A memory beside its point: title, what is known of it, and how its text begins. */
export function HoverCard({ points, point, studyId, place: { left, top }, size }: Props) {
  const id = idOf(points, point);
  const { text, problem } = useMemoryText(id);
  const toLeft = left > size.width / 2;
  const upward = top > size.height / 2;
  return (
    <div
      className="pointer-events-none absolute z-10 w-80 max-w-[calc(50%-16px)] min-w-44 rounded-md border border-line-strong bg-raised p-2.5 text-xs shadow-md"
      style={{
        left: Math.min(size.width - 16, Math.max(16, left)),
        top: Math.min(size.height, Math.max(0, top)),
        transform: `translate(${toLeft ? 'calc(-100% - 12px)' : '12px'}, ${upward ? 'calc(-100% - 8px)' : '8px'})`,
      }}
    >
      <MemoryTypeMark type={points.types[points.type[point]!]!} />
      <p className="mt-0.5 line-clamp-3 font-medium">{titleOf(points, point)}</p>
      <p className="mt-1 text-muted">{factsOf(points, point)}</p>
      <p className="mt-1.5 line-clamp-6 whitespace-pre-line break-words border-t border-line pt-1.5">
        {id === null
          ? 'This memory was deleted since the map was made.'
          : (problem ?? (text ? text.description || text.beginning || 'No text.' : '…'))}
      </p>
      {id === null ? null : (
        <Link
          className="link pointer-events-auto mt-1 inline-block [@media(hover:hover)]:sr-only"
          href={`/studies/${studyId}/memories/${id}`}
          tabIndex={-1}
        >
          Read this memory
        </Link>
      )}
    </div>
  );
}
