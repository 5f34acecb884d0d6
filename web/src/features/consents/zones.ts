/** Zones that are offered to choose from; whatever else is set is offered beside them. */
export const ZONES = [
  'Asia/Seoul',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'Europe/London',
] as const;
