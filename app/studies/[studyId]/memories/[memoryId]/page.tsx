import Link from 'next/link';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { FoldedText } from '@/app/_components/folded-text';
import { formatDate } from '@/app/_components/format';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { OutcomeMark } from '@/app/_components/outcome-mark';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import { getDb } from '@/db/client';
import { keyTextLabels } from '@/lib/core/retrieval/key-text';
import { promptBlock } from '@/lib/core/retrieval/prompt-block';
import { getMemory, listedUses, type MemoryDetail } from '@/lib/queries/memories';
import { getStudy } from '@/lib/queries/studies';
import { PromptBlock } from '../../tasks/_components/prompt-block';
import { InsightFindings } from '../_components/insight-findings';

export const metadata = { title: 'Memory' };

const words = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const vectorWords = ({ model, dimensions, keyText, cut }: MemoryDetail['vectors'][number]) =>
  `${model} (${dimensions}) of its ${keyTextLabels[keyText]}${cut ? ', which was cut' : ''}`;

export default async function MemoryPage({ params }: PageProps<'/studies/[studyId]/memories/[memoryId]'>) {
  const { studyId, memoryId } = await params;
  const db = await getDb();
  const [study, detail] = await Promise.all([
    getStudy(db, studyId),
    z.uuid().safeParse(memoryId).success ? getMemory(db, memoryId) : null,
  ]);
  if (!study || detail?.memory.studyId !== studyId) notFound();
  const { memory: m, poolName, vectors, uses } = detail;
  const facts: [string, string | null][] = [
    ['Pool', poolName],
    ['Source benchmark', m.sourceBenchmark],
    ['Source task', m.sourceTask],
    [
      'Source trial',
      m.success === null ? 'nobody said how it ended' : m.success ? 'judged a success' : 'judged a failure',
    ],
    ['Source model', m.sourceModel],
    ['Made', m.madeAt === null ? null : formatDate(m.madeAt)],
    ['Utility score of the pool', m.utility === null ? null : String(m.utility)],
    ['Vectors', vectors.map(vectorWords).join('; ') || 'none'],
    ['Name in the pool', m.externalId],
    ['Written by', m.details?.generation ? words(m.details.writtenBy) : null],
    ['Prompt', m.details?.generation ? words(m.details.prompt) : null],
  ];
  return (
    <div className="space-y-5">
      <PageHeader
        title={m.title || '(untitled)'}
        badge={<MemoryTypeMark type={m.type} />}
        question={m.description || undefined}
      />
      <div className="grid gap-5 lg:grid-cols-[2fr_1fr]">
        <div className="min-w-0 space-y-5">
          <Panel title="Content">
            <FoldedText text={m.content} mono={m.type === 'trajectory'} />
          </Panel>
          <Panel title="In a prompt" note="As an agent would get it, alone.">
            <PromptBlock text={promptBlock([m])} open />
          </Panel>
        </div>
        <div className="min-w-0 space-y-5">
          {m.type === 'insight' ? <InsightFindings memory={m} /> : null}
          <Panel title="Where it came from">
            <dl className="space-y-2.5">
              {facts.map(([name, value]) =>
                value === null ? null : (
                  <div key={name}>
                    <dt className="text-xs text-muted">{name}</dt>
                    <dd className="break-all">{value}</dd>
                  </div>
                ),
              )}
            </dl>
            {m.details?.generation && words(m.details.trialId) ? (
              <p className="mt-3">
                <Link className="link" href={`/studies/${studyId}/trials/${m.details.trialId}`}>
                  The trial that it was made from
                </Link>
              </p>
            ) : null}
            {m.sourceTaskText ? (
              <div className="mt-3 border-t border-line pt-3 text-muted">
                <p className="text-xs">Source task</p>
                <FoldedText text={m.sourceTaskText} />
              </div>
            ) : null}
          </Panel>
        </div>
      </div>
      <Panel
        title="Uses"
        note="Logged trials whose prompt held it. What they show is an association, not the memory's doing."
      >
        {uses.length === 0 ? (
          <p className="text-muted">No imported trial had it in its prompt.</p>
        ) : (
          <>
            {uses.length === listedUses ? (
              <p className="mb-2 text-xs text-muted">The first {listedUses} uses; there may be more.</p>
            ) : null}
            <TableFrame caption="Trials that had this memory in their prompt">
              <thead>
                <tr>
                  <th scope="col">Task</th>
                  <th scope="col">Benchmark</th>
                  <th scope="col">Condition</th>
                  <th scope="col" className="num">
                    Rank
                  </th>
                  <th scope="col" className="num">
                    Score
                  </th>
                  <th scope="col">Outcome</th>
                </tr>
              </thead>
              <tbody>
                {uses.map((u) => (
                  <tr key={`${u.trialId} ${u.taskId} ${u.rank}`}>
                    <th scope="row">
                      <Link className="link break-all" href={`/studies/${studyId}/tasks/${u.taskId}`}>
                        {u.taskExternalId}
                      </Link>
                    </th>
                    <td>{u.benchmark}</td>
                    <td>
                      {u.conditionLabel ?? '–'}
                      {u.trialId ? (
                        <>
                          {', '}
                          <Link className="link" href={`/studies/${studyId}/trials/${u.trialId}`}>
                            {u.attempt ? `attempt ${u.attempt}` : 'trial'}
                          </Link>
                        </>
                      ) : null}
                    </td>
                    <td className="num">{u.rank}</td>
                    <td className="num">{u.score === null ? '–' : u.score.toFixed(3)}</td>
                    <td>
                      <OutcomeMark
                        passed={u.reward === null ? null : u.reward >= study.passThreshold}
                        reward={u.reward}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </TableFrame>
          </>
        )}
      </Panel>
    </div>
  );
}
