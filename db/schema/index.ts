export * from './ablation';
export * from './gains';
export * from './generation';
export * from './llm';
export * from './memory';
export * from './study';
export * from './trial';
export * from './work';
