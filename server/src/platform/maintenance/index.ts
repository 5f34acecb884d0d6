export { maintainedAt, scheduleMaintenance } from './schedule.ts';
export { ensurePartitions, maintain, type Maintained } from './maintain.ts';
