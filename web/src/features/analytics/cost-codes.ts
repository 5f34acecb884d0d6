import { METRICS } from '@anbu/contract';

/** The columns of what channels cost. */
export const COST_CODES = METRICS['channel-costs'];
