interface Asked {
  /** Counted from 1, as shown. */
  step?: number | undefined;
  subagent?: number | undefined;
}

interface Trajectory {
  stepCount: number;
  subagents: readonly { stepCount: number }[];
}

/**
 * The page of steps that an address asks for. An agent that is not there means the main one, and a step behind the
 * last means the last: an old link still opens.
 *
 * @returns `from`, counted from 0, is the first step of the page
 */
export function stepWindow(
  asked: Asked,
  trajectory: Trajectory | null,
  pageSize: number,
): { step: number | undefined; subagent: number | undefined; from: number } {
  const agent = asked.subagent === undefined ? undefined : trajectory?.subagents[asked.subagent];
  const total = (agent ?? trajectory)?.stepCount ?? 0;
  const step = asked.step === undefined || total === 0 ? undefined : Math.min(asked.step, total);
  return {
    step,
    subagent: agent ? asked.subagent : undefined,
    from: step === undefined ? 0 : Math.floor((step - 1) / pageSize) * pageSize,
  };
}
