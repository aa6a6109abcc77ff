import { jobKinds } from './index';

/** What a kind of job is called on screen; a kind of another version keeps its own name. */
export const jobLabel = (kind: string): string => jobKinds[kind as keyof typeof jobKinds]?.label ?? kind;
