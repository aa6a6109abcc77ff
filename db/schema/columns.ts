import { customType, timestamp } from 'drizzle-orm/pg-core';

/** Raw bytes. Vectors are little-endian float32. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

export const createdAt = () => timestamp('created_at', { withTimezone: true }).notNull().defaultNow();
