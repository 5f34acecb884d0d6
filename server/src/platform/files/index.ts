/**
 * Files in the database, in pieces: `putFile` for what is small, `FileWriter` for what is made while it is written. Who may read one is the module's to
 * say, beside the row that names it.
 */
export { findFile, putFile, readPieces, removeFile, type FileRow } from './store.ts';
export { isPaper, sniff } from './sniff.ts';
export { FileWriter } from './writer.ts';
