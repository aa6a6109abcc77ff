import type { ErrorCode } from '@/lib/core/errors';
import type { DataRecord, RejectionRecord, WarningRecord } from './importer';

export type RecordCounts = Record<
  DataRecord['kind'] | RejectionRecord['kind'] | WarningRecord['kind'],
  number
>;

/** How one file of an import ended: exactly one of these. */
export type FileOutcome =
  | { status: 'understood'; format: string; label: string; counts: RecordCounts }
  | { status: 'part-of'; of: string; role: string }
  /** Recognised; reading it is for a later release. */
  | { status: 'later'; format: string; label: string }
  /** Known to hold no data of its own, by a rule that is named. */
  | { status: 'ignored'; rule: string }
  | { status: 'refused'; reason: string; format: string | null; code: ErrorCode };

export const noRecords = (): RecordCounts => ({
  trial: 0,
  memory: 0,
  retrieval: 0,
  task: 0,
  judgement: 0,
  rejection: 0,
  warning: 0,
});
