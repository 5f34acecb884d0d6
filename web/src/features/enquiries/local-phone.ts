/** A number in E.164 as people of the country write it: +821012345678 → 010-1234-5678. Other countries keep their sign. */
export function localPhone(e164: string): string {
  const korean = /^\+82(\d{8,10})$/.exec(e164)?.[1];
  if (!korean) return e164;
  const digits = `0${korean}`;
  const head = digits.startsWith('02') ? 2 : 3;
  return [digits.slice(0, head), digits.slice(head, -4), digits.slice(-4)].filter(Boolean).join('-');
}
