export { describeConfig } from './describe.ts';
export { ConfigError, isLoopback, readConfig, type Config, type Environment } from './read.ts';
export { ensureSecretKey } from './secret-key.ts';
