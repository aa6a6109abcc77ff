'use client';

import { useId, useState } from 'react';

/** A folder or archive on the machine where Carryover runs, read where it lies. */
export function FolderForm({ onGiven }: { onGiven: (path: string) => Promise<void> }) {
  const id = useId();
  const [path, setPath] = useState('');
  const [busy, setBusy] = useState(false);
  return (
    <form
      onSubmit={async (e) => {
        e.preventDefault();
        setBusy(true);
        await onGiven(path.trim());
        setBusy(false);
      }}
    >
      <label htmlFor={id} className="field-label">
        Or a folder on the machine where Carryover runs
      </label>
      <div className="flex flex-wrap gap-1.5">
        <input
          id={id}
          className="field min-w-0 max-w-xl flex-1 font-mono"
          value={path}
          placeholder="/home/me/outputs"
          pattern="\s*(/|[A-Za-z]:).*"
          title="The whole path, from the root"
          required
          spellCheck={false}
          onChange={(e) => setPath(e.target.value)}
        />
        <button type="submit" className="button" disabled={busy}>
          {busy ? 'Starting' : 'Read it'}
        </button>
      </div>
    </form>
  );
}
