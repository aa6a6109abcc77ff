import { EmptyState } from '@/app/_components/empty-state';

export default function MemoryNotFound() {
  return (
    <EmptyState title="This study has no such memory">
      It may have been deleted or imported into another study.{' '}
      <a href="../memories" className="link">
        See all memories
      </a>
      .
    </EmptyState>
  );
}
