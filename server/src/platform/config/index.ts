export { describeConfig } from './describe.ts';
export { ConfigError, isLoopback, proxyWarning, readConfig, type Config, type Environment } from './read.ts';
export { addSecretKey, ensureSecretKey } from './secret-key.ts';
