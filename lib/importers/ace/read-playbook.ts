export interface Bullet {
  /** As written between the brackets: `shr-00009`. */
  id: string;
  /** The letters of the id, which stand for the section it was filed under: `shr`. */
  code: string;
  section: string | null;
  helpful: number | null;
  harmful: number | null;
  text: string;
}

const bulletStart = /^\s*(?:[-*]\s+)?\[([a-z][a-z_]*)-(\d+)\]\s*(.*)$/i;
const counts = /^helpful=(\d+)\s+harmful=(\d+)\s*::\s*/;

/**
 * The bullets of an ACE playbook. A bullet runs on until the next one or the next `##` heading; inside a fence of code
 * `##` is a comment.
 */
export function readPlaybook(text: string): Bullet[] {
  const bullets: Bullet[] = [];
  let section: string | null = null;
  let open: Bullet | null = null;
  let inCode = false;

  for (const line of text.split(/\r?\n/)) {
    const start = bulletStart.exec(line);
    const heading = inCode ? null : /^##\s+(.*)$/.exec(line);
    if (start) {
      open = toBullet(start, section);
      bullets.push(open);
      inCode = opensFence(line);
    } else if (heading) {
      section = heading[1]!.replace(/:$/, '').trim();
      open = null;
    } else if (open) {
      open.text += `\n${line}`;
      if (opensFence(line)) inCode = !inCode;
    }
  }
  return bullets.map((bullet) => ({ ...bullet, text: bullet.text.trim() }));
}

/** A fence begins a line, or ends one that says what follows; three ticks within a sentence open nothing. */
const opensFence = (line: string): boolean => /^\s*```|:\s*```\w*\s*$/.test(line);

function toBullet([, code, number, rest]: RegExpExecArray, section: string | null): Bullet {
  const counted = counts.exec(rest!);
  return {
    id: `${code}-${number}`,
    code: code!.toLowerCase(),
    section,
    helpful: counted ? Number(counted[1]) : null,
    harmful: counted ? Number(counted[2]) : null,
    text: rest!.slice(counted?.[0].length ?? 0),
  };
}
