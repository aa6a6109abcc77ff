import { memoryTypeColor } from '@/app/_charts/palette';
import type { MemoryType } from '@/lib/core/vocabulary';

/** A memory type by its colour on the ramp from concrete to abstract, and by its name. */
export function MemoryTypeMark({ type }: { type: MemoryType }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span
        aria-hidden="true"
        className="size-2.5 rounded-[3px]"
        style={{ background: memoryTypeColor(type) }}
      />
      {type}
    </span>
  );
}
