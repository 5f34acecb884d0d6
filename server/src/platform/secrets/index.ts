export { checkSecretKey } from './check.ts';
export { Keyring, SecretError, type Box } from './keyring.ts';
export { rotateSecrets, sealedState, type Rotated, type SealedState } from './rotate.ts';
export type { SealedColumn } from './sealed-store.ts';
