/** Agent and model in one label; what is unknown is left out. */
export function agentLabel(agent: string | null, model: string | null): string {
  const known = [agent, model].filter((part) => part !== null && part !== '');
  return known.length === 0 ? 'unknown agent' : known.join(' · ');
}
