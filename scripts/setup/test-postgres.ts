import { startTestPostgres } from '@/db/testing-postgres';

/** One PostgreSQL for all test files, where it is installed; they reach it through CARRYOVER_TEST_POSTGRES. */
export default startTestPostgres;
