/** Waits until the promise of a value fits; for what no locator can wait for. */
export async function until(holds: () => Promise<boolean>, what: string, patience = 30_000): Promise<void> {
  const ends = performance.now() + patience;
  while (!(await holds())) {
    if (performance.now() > ends) throw new Error(`in vain waited for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
