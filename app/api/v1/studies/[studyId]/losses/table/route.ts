import type { z } from 'zod';
import { ledgerQuestion, ledgerView } from '@/app/studies/[studyId]/gains/ledger/_components/ledger-view';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { getLinesTable } from '@/lib/queries/lines-table';

/** The lines of the ledger as a table to be saved, by the address of its page. */
export const GET = jsonRoute<{ studyId: string }, z.ZodUndefined, typeof ledgerView>({
  query: ledgerView,
  run: async ({ params, query }) =>
    getLinesTable(await getDb(), ledgerQuestion(params.studyId, query), query.outcome),
});
