export { applyTopology } from './apply.ts';
