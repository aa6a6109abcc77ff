import { getStore } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';

export const GET = jsonRoute({
  run: async () => {
    const store = await getStore();
    await store.pool.query('select 1');
    return { ok: true, database: store.embedded ? 'embedded' : 'postgresql' };
  },
});
