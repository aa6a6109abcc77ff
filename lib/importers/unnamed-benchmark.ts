/** Where trials go whose logs name no benchmark; the user gives it a name. */
export const unnamedBenchmark = 'unassigned';
