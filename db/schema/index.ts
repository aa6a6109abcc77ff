export * from './ablation';
export * from './memory';
export * from './study';
export * from './trial';
export * from './work';
