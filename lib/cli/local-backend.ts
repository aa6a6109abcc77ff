import { closeStore, getStore } from '@/db/client';
import { closeCompute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import { closeQueue, openQueue } from '@/lib/jobs/queue';
import type { JobRunner } from '@/lib/jobs/runner';
import { type Backend, unwrapLines, unwrapStream } from './backend';

type Handler = (request: Request, context: { params: Promise<never> }) => Promise<Response>;
type Module = Partial<Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', unknown>>;

/** The addresses that commands use, served by the very handlers of the app. */
const routes: [pattern: string, load: () => Promise<Module>][] = [
  ['/api/v1/studies', () => import('@/app/api/v1/studies/route')],
  ['/api/v1/studies/:studyId', () => import('@/app/api/v1/studies/[studyId]/route')],
  ['/api/v1/studies/:studyId/imports', () => import('@/app/api/v1/studies/[studyId]/imports/route')],
  ['/api/v1/studies/:studyId/surveys', () => import('@/app/api/v1/studies/[studyId]/surveys/route')],
  ['/api/v1/studies/:studyId/mapping', () => import('@/app/api/v1/studies/[studyId]/mapping/route')],
  ['/api/v1/surveys/:jobId', () => import('@/app/api/v1/surveys/[jobId]/route')],
  ['/api/v1/surveys/:jobId/preview', () => import('@/app/api/v1/surveys/[jobId]/preview/route')],
  ['/api/v1/imports/:importId/undo', () => import('@/app/api/v1/imports/[importId]/undo/route')],
  ['/api/v1/studies/:studyId/conditions', () => import('@/app/api/v1/studies/[studyId]/conditions/route')],
  ['/api/v1/studies/:studyId/gains', () => import('@/app/api/v1/studies/[studyId]/gains/route')],
  ['/api/v1/studies/:studyId/archive', () => import('@/app/api/v1/studies/[studyId]/archive/route')],
  ['/api/v1/studies/:studyId/compare', () => import('@/app/api/v1/studies/[studyId]/compare/route')],
  ['/api/v1/studies/:studyId/losses', () => import('@/app/api/v1/studies/[studyId]/losses/route')],
  ['/api/v1/studies/:studyId/transfer', () => import('@/app/api/v1/studies/[studyId]/transfer/route')],
  ['/api/v1/studies/:studyId/uplifts', () => import('@/app/api/v1/studies/[studyId]/uplifts/route')],
  ['/api/v1/studies/:studyId/judges', () => import('@/app/api/v1/studies/[studyId]/judges/route')],
  ['/api/v1/studies/:studyId/report', () => import('@/app/api/v1/studies/[studyId]/report/route')],
  ['/api/v1/studies/:studyId/claims', () => import('@/app/api/v1/studies/[studyId]/claims/route')],
  [
    '/api/v1/studies/:studyId/claims/judge',
    () => import('@/app/api/v1/studies/[studyId]/claims/judge/route'),
  ],
  ['/api/v1/claims/:claimId', () => import('@/app/api/v1/claims/[claimId]/route')],
  ['/api/v1/studies/:studyId/planning', () => import('@/app/api/v1/studies/[studyId]/planning/route')],
  ['/api/v1/studies/:studyId/retrieve', () => import('@/app/api/v1/studies/[studyId]/retrieve/route')],
  ['/api/v1/studies/:studyId/embeddings', () => import('@/app/api/v1/studies/[studyId]/embeddings/route')],
  [
    '/api/v1/studies/:studyId/embeddings/estimate',
    () => import('@/app/api/v1/studies/[studyId]/embeddings/estimate/route'),
  ],
  ['/api/v1/studies/:studyId/ablations', () => import('@/app/api/v1/studies/[studyId]/ablations/route')],
  ['/api/v1/studies/:studyId/projections', () => import('@/app/api/v1/studies/[studyId]/projections/route')],
  [
    '/api/v1/studies/:studyId/map-comparisons',
    () => import('@/app/api/v1/studies/[studyId]/map-comparisons/route'),
  ],
  [
    '/api/v1/map-comparisons/:comparisonId',
    () => import('@/app/api/v1/map-comparisons/[comparisonId]/route'),
  ],
  ['/api/v1/studies/:studyId/space', () => import('@/app/api/v1/studies/[studyId]/space/route')],
  ['/api/v1/ablations/:ablationId', () => import('@/app/api/v1/ablations/[ablationId]/route')],
  ['/api/v1/ablations/:ablationId/arms', () => import('@/app/api/v1/ablations/[ablationId]/arms/route')],
  [
    '/api/v1/ablations/:ablationId/relevance',
    () => import('@/app/api/v1/ablations/[ablationId]/relevance/route'),
  ],
  [
    '/api/v1/ablations/:ablationId/relevance/estimate',
    () => import('@/app/api/v1/ablations/[ablationId]/relevance/estimate/route'),
  ],
  [
    '/api/v1/ablations/:ablationId/arms/:arm/prompts',
    () => import('@/app/api/v1/ablations/[ablationId]/arms/[arm]/prompts/route'),
  ],
  ['/api/v1/retrieve', () => import('@/app/api/v1/retrieve/route')],
  ['/api/v1/studies/:studyId/generations', () => import('@/app/api/v1/studies/[studyId]/generations/route')],
  [
    '/api/v1/studies/:studyId/generations/estimate',
    () => import('@/app/api/v1/studies/[studyId]/generations/estimate/route'),
  ],
  ['/api/v1/generations/:generationId', () => import('@/app/api/v1/generations/[generationId]/route')],
  ['/api/v1/imports/:importId', () => import('@/app/api/v1/imports/[importId]/route')],
  ['/api/v1/jobs/:jobId', () => import('@/app/api/v1/jobs/[jobId]/route')],
  ['/api/v1/jobs/:jobId/cancel', () => import('@/app/api/v1/jobs/[jobId]/cancel/route')],
];

function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(given[i]!);
    else if (part !== given[i]) return null;
  }
  return params;
}

/**
 * Opens the store, and runs jobs in this process from when one is first asked about to the end of the command: what only
 * reads need not load everything that jobs can do, which takes longer than most answers.
 */
export async function openLocalBackend(
  unwrap: (response: Response) => Promise<unknown>,
  toRequest: (url: string, method: string, body: unknown) => Request,
): Promise<Backend> {
  const store = await getStore();
  await openQueue(store);
  let runner: Promise<JobRunner> | null = null;
  const startRunner = async () => {
    const { JobRunner } = await import('@/lib/jobs/runner');
    const started = new JobRunner(store);
    await started.start();
    return started;
  };
  const handle = async (method: keyof Module, path: string, body?: unknown): Promise<Response> => {
    const url = new URL(path, 'http://127.0.0.1');
    if (url.pathname.startsWith('/api/v1/jobs/')) {
      runner ??= startRunner();
      await runner;
    }
    for (const [pattern, load] of routes) {
      const params = match(pattern, url.pathname);
      const handler = params && ((await load())[method] as Handler | undefined);
      if (!handler) continue;
      const request = toRequest(url.href, method, body);
      request.headers.set('host', url.host);
      return handler(request, { params: Promise.resolve(params as never) });
    }
    throw new AppError('internal', `The command line knows no ${method} ${url.pathname}.`);
  };
  return {
    request: async (method, path, body) => unwrap(await handle(method, path, body)),
    async *lines(path) {
      yield* unwrapLines(await handle('GET', path));
    },
    async *stream(path) {
      yield* unwrapStream(await handle('GET', path));
    },
    async close() {
      await (await runner?.catch(() => null))?.stop();
      await closeCompute();
      await closeQueue();
      await closeStore();
    },
  };
}
