import { getDb } from '@/db/client';
import { claimSentence, claimStatement } from '@/lib/core/gains/claim';
import { jsonRoute } from '@/lib/http/json-route';
import { createClaim } from '@/lib/mutations/claims';
import { type ClaimRow, listClaims, staleClaims } from '@/lib/queries/claims';

interface Params {
  studyId: string;
}

const withSentence = (row: ClaimRow) => ({ ...row, sentence: claimSentence(row.statement) });

/** The claims with their verdicts; `stale` where the study's trials have changed since. */
export const GET = jsonRoute<Params>({
  run: async ({ params }) => {
    const db = await getDb();
    const claims = await listClaims(db, params.studyId);
    const stale = await staleClaims(db, params.studyId, claims);
    return { claims: claims.map((row) => ({ ...withSentence(row), stale: stale.has(row.id) })) };
  },
});

export const POST = jsonRoute<Params, typeof claimStatement>({
  body: claimStatement,
  run: async ({ params, body }) => ({
    claim: withSentence(await createClaim(await getDb(), params.studyId, body)),
  }),
});
