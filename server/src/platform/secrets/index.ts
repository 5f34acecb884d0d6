export { checkSecretKey } from './check.ts';
export { Keyring, SecretError, type Box } from './keyring.ts';
