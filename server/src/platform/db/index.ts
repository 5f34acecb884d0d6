export { callerOf, may, systemActor, type Actor } from './actor.ts';
export { Database, type DatabaseOptions, type Flush, type TxMode } from './database.ts';
export { TooLate, type Limit } from './limit.ts';
export { isRetryable } from './retry.ts';
export { all, json, sql, type Sql } from './sql.ts';
export { asTable, columnOf, columnsOf, type Column, type ColumnType } from './table.ts';
export { Trusted } from './trusted.ts';
export { Tx, type AuditRecord, type DomainEvent, type Told } from './tx.ts';
export { at } from './types.ts';
