import { CopyButton } from '@/app/_components/copy-button';

/** The text that puts the memories into the prompt. */
export function PromptBlock({ text, open = false }: { text: string; open?: boolean }) {
  return (
    <details open={open}>
      <summary className="text-xs text-muted">
        Prompt block ({text.length.toLocaleString('en-US')} characters)
      </summary>
      <div className="relative mt-1.5 rounded-md border border-line bg-sunken">
        <div className="absolute right-1 top-1">
          <CopyButton text={text} label="Copy the prompt block" />
        </div>
        <pre className="max-h-96 overflow-auto whitespace-pre-wrap break-words p-3 pr-10 font-mono text-xs leading-5">
          {text}
        </pre>
      </div>
    </details>
  );
}
