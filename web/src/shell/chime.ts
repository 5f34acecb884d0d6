const KEY = 'anbu.chime';
const LOCK = 'anbu-chime';

/** Whether this browser plays a sound when an enquiry arrives: a wish of the desk, not of the account. */
export function chimeWanted(): boolean {
  return window.localStorage.getItem(KEY) !== 'off';
}

export function wantChime(wanted: boolean): void {
  window.localStorage.setItem(KEY, wanted ? 'on' : 'off');
}

/** Two short tones, once however many tabs are open. A browser that was never touched plays nothing. */
export async function playChime(): Promise<void> {
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock || !chimeWanted()) return;
    const context = new AudioContext();
    if (context.state !== 'running') return void (await context.close());
    [880, 1174.7].forEach((hertz, index) => tone(context, hertz, context.currentTime + index * 0.14));
    await new Promise((resolve) => window.setTimeout(resolve, 1_000));
    await context.close();
  });
}

function tone(context: AudioContext, hertz: number, from: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0.0001, from);
  gain.gain.exponentialRampToValueAtTime(0.12, from + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, from + 0.35);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(from);
  oscillator.stop(from + 0.4);
}
