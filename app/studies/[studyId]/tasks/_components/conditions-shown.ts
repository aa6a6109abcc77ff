interface TaskWithOutcomes {
  perCondition: readonly { conditionId: string }[];
}

/** The conditions that ran any of these tasks, in their order, and how many did not: a column of dashes says nothing. */
export function conditionsShown<C extends { id: string }>(
  conditions: readonly C[],
  tasks: readonly TaskWithOutcomes[],
): { shown: C[]; left: number } {
  const ran = new Set(tasks.flatMap((t) => t.perCondition.map((o) => o.conditionId)));
  const shown = conditions.filter((c) => ran.has(c.id));
  return { shown, left: conditions.length - shown.length };
}
