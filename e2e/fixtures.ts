import { type APIRequestContext, test as base, type Page } from 'playwright/test';

/** Fails a story when the page writes an error to the console or throws. */
export const test = base.extend<{ page: Page }>({
  page: async ({ page }, use) => {
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => problems.push(error.message));
    await use(page);
    base.expect(problems, 'errors in the browser console').toEqual([]);
  },
});

export { expect } from 'playwright/test';

/** Waits for the sample study, which a job makes when the server first starts. */
export async function sampleStudyMade(request: APIRequestContext): Promise<void> {
  base.setTimeout(150_000);
  await base.expect
    .poll(
      async () => {
        const { jobs } = await (await request.get('/api/v1/jobs')).json();
        return jobs.find((j: { kind: string }) => j.kind === 'create-sample-study')?.state;
      },
      { timeout: 120_000 },
    )
    .toBe('done');
}

/** Lines of the project's own JSONL: two conditions over ten tasks of two benchmarks, and a small pool. */
export function smallStudy(): string {
  const lines: Record<string, unknown>[] = [];
  for (let i = 0; i < 10; i++) {
    const benchmark = i < 5 ? 'alpha' : 'beta';
    const task = `task-${i}`;
    lines.push({
      type: 'task',
      benchmark,
      task,
      text: `Repair the parser of module ${i} so that its failing test passes`,
    });
    for (const [condition, passed] of [
      ['zero-shot', i % 3 === 0],
      ['insight memories', i % 3 === 0 || i % 2 === 1],
    ] as const) {
      lines.push({
        type: 'trial',
        benchmark,
        task,
        condition,
        attempt: 1,
        reward: passed ? 1 : 0,
        id: `${condition}-${i}`,
      });
    }
    lines.push({
      type: 'memory',
      pool: 'small-pool',
      id: `memory-${i}`,
      memoryType: i % 2 === 0 ? 'insight' : 'workflow',
      title: `Read the failing test ${i} before the code`,
      content: `The assertion names the expected shape; module ${i} is rarely where the fault begins.`,
      sourceBenchmark: benchmark,
      sourceTask: task,
      success: true,
    });
  }
  return lines.map((line) => JSON.stringify(line)).join('\n');
}
