import { EmptyState } from '@/app/_components/empty-state';
import { PageHeader } from '@/app/_components/page-header';
import { getDb } from '@/db/client';
import { emptyMapping } from '@/lib/importers/mapping/mapping';
import { getMappings } from '@/lib/queries/mapping';
import { listPoolNames } from '@/lib/queries/memories';
import { listKinds, previewStored } from '@/lib/queries/surveys';
import { ApplyMapping } from '../_mapping/apply-mapping';

export const metadata = { title: 'Mapping' };

export default async function MappingPage({ params }: PageProps<'/studies/[studyId]/import/mapping'>) {
  const { studyId } = await params;
  const db = await getDb();
  const mappings = await getMappings(db, studyId);
  const mapping = mappings?.mapping ?? emptyMapping;
  const [preview, kinds, pools] = await Promise.all([
    previewStored(db, studyId, mapping),
    listKinds(db, studyId, null),
    listPoolNames(db, studyId),
  ]);
  return (
    <div className="space-y-5">
      <PageHeader title="Mapping" question="Which condition does each of the logs belong to?" />
      {preview.trials + kinds.length === 0 ? (
        <EmptyState title="Nothing to map yet">
          Once logs have been imported, everything that they tell apart is listed here.
        </EmptyState>
      ) : (
        <ApplyMapping
          start={{ mapping, preview, kinds, previewUrl: `/api/v1/studies/${studyId}/mapping/preview` }}
          pools={pools}
          studyId={studyId}
          canUndo={mappings?.previous != null}
        />
      )}
    </div>
  );
}
