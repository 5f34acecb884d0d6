import type { WeekHours } from '@anbu/contract';

export const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies readonly (keyof WeekHours)[];
export type Weekday = (typeof WEEK)[number];
type Piece = WeekHours[Weekday][number];

/** A proposal for one more piece of a day: the morning, then an afternoon after an hour's break. */
export function nextPiece(pieces: readonly Piece[]): Piece {
  const last = pieces.at(-1);
  if (!last) return ['09:30', '18:30'];
  const from = minutes(last[1]) + 60;
  return [clock(Math.min(from, 23 * 60)), clock(Math.min(Math.max(from + 60, minutes('18:30')), 24 * 60))];
}

/** The gaps between the pieces of a day: its breaks. */
export function breaks(pieces: readonly Piece[]): readonly Piece[] {
  const sorted = [...pieces].sort((a, b) => minutes(a[0]) - minutes(b[0]));
  return sorted.flatMap((piece, index): Piece[] => {
    const next = sorted[index + 1];
    return next && minutes(next[0]) > minutes(piece[1]) ? [[piece[1], next[0]]] : [];
  });
}

function minutes(text: string): number {
  const [hours = 0, rest = 0] = text.split(':').map(Number);
  return hours * 60 + rest;
}

function clock(total: number): string {
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
}

/** A time of the day as people type it (9, 930, 9:30, 24) → HH:MM; null when it is none. */
export function readClock(text: string): string | null {
  const parts = /^(\d{1,2})(?::?(\d{2}))?$/.exec(text.trim());
  if (!parts) return null;
  const hours = Number(parts[1]);
  const rest = Number(parts[2] ?? 0);
  return rest < 60 && (hours < 24 || (hours === 24 && rest === 0)) ? clock(hours * 60 + rest) : null;
}
