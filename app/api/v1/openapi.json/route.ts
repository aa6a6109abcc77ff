import { openapi } from '@/lib/http/openapi';

export const dynamic = 'force-static';

/** The description of what agents may call. */
export const GET = () => Response.json(openapi);
