/** Waits for `work`, so long and no longer: what is late goes on by itself. Gives whether it was in time. Throws what it throws in that time. */
export async function patient(work: Promise<unknown> | undefined, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), milliseconds)));
  try {
    return await Promise.race([late, Promise.resolve(work).then(() => true)]);
  } finally {
    clearTimeout(timer);
  }
}
