/** Where the points of a projection come from. */
export const pointsAddress = (projectionId: string): string => `/api/v1/projections/${projectionId}/points`;
