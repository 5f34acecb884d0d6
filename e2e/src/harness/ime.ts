import type { CDPSession } from 'playwright-core';
import type { Visitor } from './visitor.ts';

/** The Korean input method of a desktop: keys reach the page as 229 while it composes. */
export class KoreanKeyboard {
  readonly #session: CDPSession;
  private constructor(session: CDPSession) {
    this.#session = session;
  }
  static async of({ page }: Visitor): Promise<KoreanKeyboard> {
    return new KoreanKeyboard(await page.context().newCDPSession(page));
  }

  /** Shows the syllable that is being composed, as after the key at `code`. */
  async compose(text: string, code: string): Promise<void> {
    await this.#key('rawKeyDown', { key: 'Process', code, windowsVirtualKeyCode: 229 });
    await this.#session.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
    await this.#key('keyUp', { key: 'Process', code, windowsVirtualKeyCode: 229 });
  }

  /** Enter while a syllable is open: first the key goes to the input method, which ends the syllable. */
  async enterWhileComposing(text: string): Promise<void> {
    await this.#key('rawKeyDown', { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 });
    await this.#session.send('Input.insertText', { text });
    await this.#key('keyUp', { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 });
  }

  async commit(text: string): Promise<void> {
    await this.#session.send('Input.insertText', { text });
  }

  /** A letter key outside of any field with the keyboard in Hangul mode: its key is a Korean letter, its place the Latin one. */
  async hangulKey(key: string, code: string): Promise<void> {
    const windowsVirtualKeyCode = code.charCodeAt(3);
    await this.#key('rawKeyDown', { key, code, windowsVirtualKeyCode });
    await this.#key('keyUp', { key, code, windowsVirtualKeyCode });
  }

  #key(
    type: 'rawKeyDown' | 'keyUp',
    parameters: { key: string; code: string; windowsVirtualKeyCode: number },
  ): Promise<unknown> {
    return this.#session.send('Input.dispatchKeyEvent', { type, ...parameters });
  }
}
