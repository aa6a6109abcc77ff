import { type PromptId, prompts } from '@/lib/llm/prompts';

/** Those of retrieval. */
export const retrievalPrompts = ['retrieval-plan', 'retrieval-summary', 'rerank', 'rewrite'] as const;

/** What models are told, word for word. */
export function PromptTexts({ ids }: { ids: readonly PromptId[] }) {
  return (
    <div className="divide-y divide-line">
      {ids.map((key) => {
        const { id, version, label, text } = prompts[key];
        return (
          <details key={id} className="py-2">
            <summary className="cursor-pointer">
              {label}{' '}
              <span className="text-xs text-muted">
                {id} v{version}
              </span>
            </summary>
            <p className="mt-2 max-w-4xl whitespace-pre-wrap text-muted">{text}</p>
          </details>
        );
      })}
    </div>
  );
}
