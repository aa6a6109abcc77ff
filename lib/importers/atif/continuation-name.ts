/**
 * The name that the next file of a split trajectory has: `trajectory.json`, `trajectory.cont-1.json`,
 * `trajectory.cont-2.json`, … An agent that was killed may have left such files before it wrote who refers to them.
 */
export function nextName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const parts = /^(.+)\.cont-(\d{1,6})\.json$/.exec(name);
  return parts
    ? `${parts[1]}.cont-${Number(parts[2]) + 1}.json`
    : name.replace(/(?:\.json)?$/, '.cont-1.json');
}
