import { EmptyState } from '@/app/_components/empty-state';

export default function TrialNotFound() {
  return (
    <EmptyState title="This study has no such trial">
      It may have been deleted or imported into another study.{' '}
      <a href="../tasks" className="link">
        See all tasks
      </a>
      .
    </EmptyState>
  );
}
