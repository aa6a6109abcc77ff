const keyShaped =
  /\b(?:sk|pk|ghp|gho|ghs|hf|xox[abp]|AKIA)[-_]?[A-Za-z0-9_-]{16,}|\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g;

/**
 * A text without what looks like an access key of a well-known service: logs hold some, and neither a memory nor a
 * model service should get them.
 */
export const withoutKeys = (text: string): string => text.replace(keyShaped, '[removed]');
