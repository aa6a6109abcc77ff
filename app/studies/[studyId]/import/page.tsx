import Link from 'next/link';
import { Badge } from '@/app/_components/badge';
import { CommandLine } from '@/app/_components/command-line';
import { formatBytes, formatCount, formatDate } from '@/app/_components/format';
import { JobProgress } from '@/app/_components/job-progress';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import { getDb } from '@/db/client';
import { listConditions } from '@/lib/queries/conditions';
import { listImports } from '@/lib/queries/imports';
import { listRecipes } from '@/lib/queries/recipes';
import { getStudy } from '@/lib/queries/studies';
import { RecipeList } from './_columns/recipe-list';
import { BringIn } from './_components/bring-in';
import { ConditionTable } from './_components/condition-table';
import { PassThreshold } from './_components/pass-threshold';

export const metadata = { title: 'Import' };

export default async function ImportPage({ params }: PageProps<'/studies/[studyId]/import'>) {
  const { studyId } = await params;
  const db = await getDb();
  const [study, imports, conditions, recipes] = await Promise.all([
    getStudy(db, studyId),
    listImports(db, studyId),
    listConditions(db, studyId),
    listRecipes(db),
  ]);
  if (!study) return null;
  return (
    <div className="space-y-5">
      <PageHeader
        title="Import"
        question="What did I bring in, what was understood, what was refused and why?"
      />
      <Panel title="Bring in files">
        <BringIn studyId={studyId} />
        <details className="mt-4">
          <summary className="text-sm text-muted">From the command line</summary>
          <div className="mt-3 space-y-2">
            <CommandLine text={`npx carryover import PATH/TO/outputs --study "${study.name}"`} />
            <CommandLine text={`npx carryover watch PATH/TO/outputs --study "${study.name}"`} />
          </div>
        </details>
      </Panel>
      {conditions.length > 0 ? (
        <Panel
          id="conditions"
          title="Conditions"
          note="Names are proposed from what the logs hold. Rename them to what you varied; renaming to a name that exists merges the two. The same logs imported again keep your names."
          actions={
            <Link className="button" href={`/studies/${studyId}/import/mapping`}>
              Change the mapping
            </Link>
          }
        >
          <ConditionTable conditions={conditions} />
          <div className="mt-4 border-t border-line pt-3">
            <PassThreshold studyId={studyId} value={study.passThreshold} />
          </div>
        </Panel>
      ) : null}
      <Panel title="Imports so far">
        {imports.length === 0 ? (
          <p className="text-muted">None yet.</p>
        ) : (
          <TableFrame caption="Imports">
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col" className="num">
                  Files
                </th>
                <th scope="col" className="num">
                  Understood
                </th>
                <th scope="col" className="num">
                  Refused
                </th>
                <th scope="col" className="num">
                  Size
                </th>
                <th scope="col" className="num">
                  New trials
                </th>
                <th scope="col" className="num">
                  New memories
                </th>
                <th scope="col">When</th>
              </tr>
            </thead>
            <tbody>
              {imports.map((i) => (
                <tr key={i.id}>
                  <th scope="row" className="min-w-48 max-w-96">
                    <Link href={`/studies/${studyId}/import/${i.id}`} className="link break-all">
                      {i.label}
                    </Link>
                    {i.job && i.job.state !== 'done' ? (
                      <div className="mt-1 min-w-64 font-normal">
                        <JobProgress job={i.job} onEnd="refresh" />
                      </div>
                    ) : null}
                  </th>
                  <td className="num">{formatCount(Object.values(i.files).reduce((a, b) => a + b, 0))}</td>
                  <td className="num">{formatCount(i.files.understood ?? 0)}</td>
                  <td className="num">
                    {i.files.refused ? <Badge tone="bad">{formatCount(i.files.refused)}</Badge> : '0'}
                  </td>
                  <td className="num">{formatBytes(i.bytes)}</td>
                  <td className="num">{formatCount(i.totals.trial?.added ?? 0)}</td>
                  <td className="num">{formatCount(i.totals.memory?.added ?? 0)}</td>
                  <td className="whitespace-nowrap text-muted">{formatDate(i.createdAt)}</td>
                </tr>
              ))}
            </tbody>
          </TableFrame>
        )}
      </Panel>
      {recipes.length > 0 ? (
        <Panel
          title="Recipes for tables"
          note="What the columns of tables hold, as it was said before; used in every study."
        >
          <RecipeList recipes={recipes} />
        </Panel>
      ) : null}
    </div>
  );
}
