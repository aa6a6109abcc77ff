import { Lasso, Move, Rotate3d, SquareDashed } from 'lucide-react';
import type { Tool } from '../_map/gestures';

const toolButtons = [
  { tool: 'move', label: 'Move', Icon: Move },
  { tool: 'lasso', label: 'Lasso', Icon: Lasso },
  { tool: 'rectangle', label: 'Rectangle', Icon: SquareDashed },
] as const satisfies { tool: Tool; label: string; Icon: unknown }[];

interface Props {
  tool: Tool;
  setTool(tool: Tool): void;
  /** Whether what is dragged has three dimensions, and turns. */
  solid: boolean;
}

/** What dragging on a map does. */
export function ToolSwitch({ tool, setTool, solid }: Props) {
  return (
    <fieldset className="flex">
      <legend className="field-label">Dragging</legend>
      <div className="inline-flex rounded-md border border-line-strong bg-sunken p-0.5">
        {toolButtons.map(({ tool: own, label, Icon }) => (
          <button
            key={own}
            type="button"
            aria-pressed={tool === own}
            onClick={() => setTool(own)}
            className="inline-flex items-center gap-1 rounded px-2 py-[3px] text-sm text-muted hover:text-ink aria-pressed:bg-raised aria-pressed:font-medium aria-pressed:text-ink aria-pressed:shadow-xs"
          >
            {own === 'move' && solid ? (
              <Rotate3d className="size-3.5" aria-hidden="true" />
            ) : (
              <Icon className="size-3.5" aria-hidden="true" />
            )}
            {own === 'move' && solid ? 'Turn' : label}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
