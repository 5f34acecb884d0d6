export { backup } from './backup.ts';
export { restore } from './restore.ts';
export { BackupError } from './backup-error.ts';
export type { Summary, TableEnd } from './manifest.ts';
