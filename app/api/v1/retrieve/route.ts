import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { retrieveRoute } from '@/lib/http/retrieve-route';
import { listSources } from '@/lib/queries/list-sources';

/** What can be asked: studies, pools, benchmarks. */
export const GET = jsonRoute({ run: async () => ({ studies: await listSources(await getDb()) }) });

export const POST = jsonRoute(retrieveRoute);
