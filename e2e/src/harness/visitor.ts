import type { MessageKey } from '@anbu/contract/messages/keys';
import type { Locator, Page } from 'playwright-core';
import type { Watch } from './watch.ts';
import type { Words } from './words.ts';

type Role = Parameters<Page['getByRole']>[0];
type Name = string | RegExp;

/** Somebody in front of one page, who knows what things are called. Everything is found by role and name. */
export class Visitor {
  readonly page: Page;
  readonly t: Words;
  readonly url: string;
  readonly watch: Watch;

  constructor(page: Page, t: Words, url: string, heard: Watch) {
    this.page = page;
    this.t = t;
    this.url = url;
    this.watch = heard;
  }

  /** What a program asks the API for, with her session: fails where it is refused. */
  async post<T = { readonly id: string }>(path: string, data: object): Promise<T> {
    const answer = await this.page.request.post(`${this.url}/api/v1${path}`, { data, headers: { origin: this.url } });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return (answer.status() === 204 ? {} : await answer.json()) as T;
  }

  async go(to: string): Promise<void> {
    await this.page.goto(this.url + to);
  }

  /** Another tab of the same browser. */
  async anotherTab(to: string): Promise<Visitor> {
    const page = await this.page.context().newPage();
    const visitor = new Visitor(page, this.t, this.url, this.watch);
    await visitor.go(to);
    return visitor;
  }

  get(role: Role, name?: Name): Locator {
    return this.page.getByRole(role, name === undefined ? {} : { name, exact: typeof name === 'string' });
  }

  button(key: MessageKey): Locator {
    return this.get('button', this.t(key));
  }
  field(key: MessageKey): Locator {
    return this.get('textbox', this.t(key));
  }
  heading(key: MessageKey): Locator {
    return this.get('heading', this.t(key));
  }

  /** Until the words can be seen somewhere on the page: what only phones or paper show is there too, hidden. */
  async reads(text: Name): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** One after the other, as on a keyboard: `J`, `Enter`, `Control+K`, `Space`, `?`. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(/^[A-Z]$/.test(key) ? key.toLowerCase() : key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Name of what has the focus, for failures. */
  focused(): Promise<string> {
    return this.page.evaluate(
      `(() => { const e = document.activeElement; return e ? e.outerHTML.slice(0, 300) : ''; })()`,
    );
  }
}
