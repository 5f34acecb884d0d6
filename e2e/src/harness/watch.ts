import type { BrowserContext, Page } from 'playwright-core';

/** What must not happen in any browser test. */
export type Watch = {
  /** Failures up to now. */
  readonly seen: readonly string[];
  /** Failures that fit are expected by this test. */
  expect(pattern: RegExp): void;
  /** What was not expected. */
  unexpected(): string[];
};

// A refusal (4xx) is an answer that the page explains; the browser calls it an error all the same.
const REFUSAL = /Failed to load resource: the server responded with a status of 4\d\d/;
const TELL_VIOLATIONS = `document.addEventListener('securitypolicyviolation', (event) =>
  window.tellViolation(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber));`;

/** Hears every report of the content security policy, console error, page error and answer of 500 and above. */
export async function watch(context: BrowserContext): Promise<Watch> {
  const seen: string[] = [];
  const expected: RegExp[] = [];
  await context.exposeBinding('tellViolation', (_, text: string) => void seen.push(`policy: ${text}`));
  await context.addInitScript(TELL_VIOLATIONS);
  context.on('page', (page: Page) => {
    page.on('pageerror', (error) => seen.push(`page error: ${error.stack ?? error.message}`));
    page.on('dialog', (dialog) => {
      seen.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      if (message.type() !== 'error' || REFUSAL.test(message.text())) return;
      seen.push(`console: ${message.text()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 500) seen.push(`${response.status()}: ${response.request().method()} ${response.url()}`);
    });
    page.on('request', (request) => {
      if (request.url().endsWith('/csp-report')) seen.push(`policy report: ${request.postData() ?? ''}`);
    });
  });
  return {
    seen,
    expect: (pattern) => void expected.push(pattern),
    unexpected: () => seen.filter((line) => !expected.some((pattern) => pattern.test(line))),
  };
}
