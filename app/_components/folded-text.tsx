'use client';

import { useState } from 'react';

const foldedLines = 14;
const foldedCharacters = 2_000;

/** Control characters made visible: a log may hold what a terminal would obey. */
const visible = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, (c) =>
    c === '\r' ? '' : c < ' ' ? String.fromCharCode(0x2400 + c.charCodeAt(0)) : '\ufffd',
  );

/** Text of any length, shown as text and never as anything else, folded when it is long. */
export function FoldedText({ text, mono = false }: { text: string; mono?: boolean }) {
  const [open, setOpen] = useState(false);
  const clean = visible(text);
  const lines = clean.split('\n');
  const long = lines.length > foldedLines + 4 || clean.length > foldedCharacters * 1.5;
  const shown = open || !long ? clean : lines.slice(0, foldedLines).join('\n').slice(0, foldedCharacters);
  return (
    <div className="min-w-0">
      <div className={`whitespace-pre-wrap break-words ${mono ? 'font-mono text-xs leading-5' : ''}`}>
        {shown}
      </div>
      {long ? (
        <button
          type="button"
          className="link mt-1 text-xs no-print"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Show less' : `Show all ${lines.length.toLocaleString('en-US')} lines`}
        </button>
      ) : null}
    </div>
  );
}
