export interface WorkflowBlock {
  /** Concrete runs stand before the workflows that were drawn from them. */
  kind: 'workflow' | 'example';
  title: string;
  description: string;
  steps: string;
}

export interface WorkflowText {
  /** As the text names it: `Travel, Airlines, delta`. */
  website: string | null;
  blocks: WorkflowBlock[];
  /** Headings with nothing below them. */
  empty: string[];
}

const example = /^#*\s*Query(?:\s*#?\d+)?\s*:\s*(.*)$/;
const numbered = /^#*\s*Workflow\s*\d+\s*[:.]\s*(.*)$/i;
const heading = /^#{1,3}\s+(.*\S)\s*$/;
const marker = /^#*\s*(?:Concrete Examples|Summary Workflows?|Extracted Workflows?)\s*:?\s*$/i;
const website = /^#*\s*Website:\s*(.*\S)\s*$/;
/** AWM appends two lines to every file, which explain the actions to the agent. */
const legend = /^(?:click\('id'\)|select_option\('id', 'value'\))\s*#/;
const action = /^\s*(?:<think>|<action>|\[[\w-]*\]|\d+[.)]\s|[-*]\s|[a-z_]+\()/;

/**
 * The blocks of an AWM text, in any of the layouts in which its models were asked to write: `Query:` and `Workflow N:`
 * lines (WebArena), `## Query N:` and `# name` headings (Mind2Web), plain headings.
 */
export function readWorkflows(text: string): WorkflowText {
  const found: WorkflowText = { website: null, blocks: [], empty: [] };
  let open: { kind: WorkflowBlock['kind']; title: string; lines: string[] } | null = null;
  const close = () => {
    const block = open && toBlock(open.kind, open.title, open.lines);
    if (block) found.blocks.push(block);
    else if (open) found.empty.push(open.title);
    open = null;
  };

  for (const line of text.split(/\r?\n/)) {
    const site = website.exec(line)?.[1];
    const run = example.exec(line)?.[1];
    const title = run === undefined ? (numbered.exec(line) ?? heading.exec(line))?.[1] : undefined;
    if (legend.test(line)) continue;
    if (site !== undefined || marker.test(line)) close();
    if (site !== undefined) found.website = site;
    else if (marker.test(line)) continue;
    else if (run !== undefined || title !== undefined) {
      close();
      open = { kind: run === undefined ? 'workflow' : 'example', title: (run ?? title)!.trim(), lines: [] };
    } else open?.lines.push(line);
  }
  close();
  return found;
}

function toBlock(kind: WorkflowBlock['kind'], title: string, lines: readonly string[]): WorkflowBlock | null {
  const body = lines.filter((line) => !/^Actions(?: and Environments)?:\s*$/.test(line));
  const first = body.findIndex((line) => action.test(line));
  const description = body.slice(0, Math.max(0, first)).join('\n').trim();
  const steps = body.slice(Math.max(0, first)).join('\n').trim();
  return steps ? { kind, title, description, steps } : null;
}
