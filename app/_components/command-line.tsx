import { CopyButton } from './copy-button';

/** A command to copy into a terminal. */
export function CommandLine({ text }: { text: string }) {
  return (
    <div className="flex items-center gap-2 rounded-md border border-line bg-sunken py-1 pl-3 pr-1 text-left">
      <code className="min-w-0 flex-1 overflow-x-auto whitespace-nowrap font-mono text-xs">{text}</code>
      <CopyButton text={text} label="Copy the command" />
    </div>
  );
}
