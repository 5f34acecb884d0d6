import type { ActionKind, Presets } from '@anbu/contract';

export type Work = { readonly kind: ActionKind; readonly count: number };

/** Minutes that the work takes. Spec: product A20. */
export function minutesOfWork(work: readonly Work[], preset: Presets['load']): number {
  return work.reduce((sum, { kind, count }) => sum + count * preset[kind], 0);
}

/** What of the minutes on duty is planned, and how much of that the work is, in per cent; null without any. */
export function loadOf(
  minutes: number,
  onDutyMinutes: number,
  plannedPercent: number,
): { readonly capacityMinutes: number; readonly percent: number | null } {
  const capacityMinutes = Math.floor((onDutyMinutes * plannedPercent) / 100);
  return { capacityMinutes, percent: capacityMinutes === 0 ? null : Math.round((minutes / capacityMinutes) * 100) };
}
