export { describeConfig } from './describe.ts';
export { ConfigError, readConfig, type Config } from './read.ts';
export { ensureSecretKey } from './secret-key.ts';
