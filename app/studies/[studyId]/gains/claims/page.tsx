import Link from 'next/link';
import { z } from 'zod';
import { EmptyState } from '@/app/_components/empty-state';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { getDb } from '@/db/client';
import { suggestBaseline } from '@/lib/core/gains/baselines';
import { claimSentence, claimTestWords } from '@/lib/core/gains/claim';
import { listClaims, staleClaims } from '@/lib/queries/claims';
import { listConditions } from '@/lib/queries/conditions';
import { conditionNamed } from '@/lib/queries/find-condition';
import { listCoverage } from '@/lib/queries/get-overview';
import { getStudy } from '@/lib/queries/studies';
import { comparisonFields } from '../../_components/comparison-fields';
import { ClaimComposer } from './_components/claim-composer';
import { ClaimList } from './_components/claim-list';

export const metadata = { title: 'Claims' };

/** What the other pages about gains were asked for is where a new claim begins. */
const search = z.object(comparisonFields);

export default async function ClaimsPage({
  params,
  searchParams,
}: PageProps<'/studies/[studyId]/gains/claims'>) {
  const { studyId } = await params;
  const view = search.parse(await searchParams);
  const db = await getDb();
  const [study, conditions, coverage, claims] = await Promise.all([
    getStudy(db, studyId),
    listConditions(db, studyId),
    listCoverage(db, studyId),
    listClaims(db, studyId),
  ]);
  const stale = await staleClaims(db, studyId, claims);
  const labels = conditions.map(({ label }) => label);
  const { baseline: named } = view;
  const asked =
    (named === undefined ? undefined : conditionNamed(conditions, named)) ??
    conditions.find(({ id }) => id === study?.baselineConditionId);
  const baseline = asked?.label ?? (conditions.length > 0 ? suggestBaseline(conditions).label : '');
  return (
    <div className="space-y-5">
      <PageHeader
        title="Claims"
        question="What is claimed about gains, and do the data at hand bear it out? Every import judges anew."
      />
      {labels.length < 2 ? (
        <EmptyState
          title="A claim needs two conditions"
          command="npx carryover import PATH/TO/outputs --study NAME"
        >
          {labels.length === 0 ? 'This study has no trials yet.' : `There is only “${labels[0]}”.`}{' '}
          <Link className="link" href={`/studies/${studyId}/import`}>
            Import run logs
          </Link>
        </EmptyState>
      ) : (
        <Panel
          title="New claim"
          note="Judged at once, and again whenever an import, an undo or another mapping changes the trials that it rests on."
        >
          <ClaimComposer
            studyId={studyId}
            conditions={labels}
            baseline={baseline}
            benchmarks={[...new Set(coverage.map(({ benchmark }) => benchmark))].sort()}
            start={{ passK: view.k, average: view.average, missing: view.missing }}
          />
        </Panel>
      )}
      {claims.length > 0 || labels.length >= 2 ? (
        <Panel
          title="Claims of this study"
          note="Supported: the confidence bound clears the margin. Contradicted: the opposite bound fails it. Undecided: the margin lies between. Each claim is judged by itself, at its own α."
        >
          <ClaimList
            studyId={studyId}
            claims={claims.map((claim) => ({
              ...claim,
              sentence: claimSentence(claim.statement),
              test: claimTestWords(claim.statement),
              stale: stale.has(claim.id),
            }))}
          />
        </Panel>
      ) : null}
    </div>
  );
}
