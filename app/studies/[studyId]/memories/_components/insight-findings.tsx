import { Badge } from '@/app/_components/badge';
import { Panel } from '@/app/_components/panel';
import { metaKnowledge } from '@/lib/core/memories/meta-knowledge';
import type { MemoryDetail } from '@/lib/queries/memories';
import { KindSelect } from './kind-select';

/** What was found out about an insight: its kind of knowledge, and what it still names of its source task. */
export function InsightFindings({ memory: m }: { memory: MemoryDetail['memory'] }) {
  const { metaKnowledge: kind, metaKnowledgeBy: by, namedConcretes: named } = m;
  return (
    <Panel title="How general it is">
      <div className="space-y-3">
        <div>
          <p className="field-label">Kind of meta-knowledge</p>
          <KindSelect key={kind} memoryId={m.id} kind={kind} />
          <p className="mt-1 text-xs text-muted">
            {kind ? `About ${metaKnowledge[kind].about}. ` : ''}
            {by === null ? 'Nobody has sorted it yet.' : by === 'hand' ? 'Set by hand.' : `Said by ${by}.`}
          </p>
        </div>
        <div>
          <p className="field-label">Named of its source task</p>
          {named === null ? (
            <p className="text-muted">Not looked at yet.</p>
          ) : named.length === 0 ? (
            <p className="text-good">Nothing: no file, identifier or literal text of its source.</p>
          ) : (
            <ul className="space-y-1">
              {named.map(({ kind: what, text }) => (
                <li key={text} className="flex flex-wrap items-baseline gap-x-2">
                  <Badge tone="warn">{what}</Badge>
                  <code className="min-w-0 font-mono text-xs wrap-anywhere">{text}</code>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </Panel>
  );
}
