/** The words of enquiries: statuses, transitions, calls, reasons. The tables drive rules, menus and documents at once. */
export * from './vocabulary/statuses.ts';
export * from './vocabulary/transitions.ts';
export * from './vocabulary/calls.ts';
export * from './vocabulary/reasons.ts';
