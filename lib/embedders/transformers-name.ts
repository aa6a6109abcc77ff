/** Marks a model that runs on this machine: a service of one's own may know a model by the same `org/name`. */
export const transformersPrefix = 'transformers:';

export const isTransformersName = (name: string): boolean => name.startsWith(transformersPrefix);
