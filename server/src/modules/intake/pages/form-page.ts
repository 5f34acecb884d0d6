import type { Language } from '@anbu/contract';
import { textOf } from '../../../platform/i18n.ts';
import type { FormInput } from '../rules/form-input.ts';
import type { FormContext } from '../service/form.ts';
import type { IntakeReason, SourceRow } from '../vocabulary.ts';
import { html, Markup } from '../../../platform/http/page/html.ts';
import { STYLE } from '../../../platform/http/page/style.ts';

const LANGUAGES = { ko: '한국어', en: 'English', zh: '中文' } as const satisfies Record<Language, string>;

export type FormPage = {
  readonly context: FormContext;
  readonly language: Language;
  readonly input: FormInput;
  readonly errors: readonly IntakeReason[];
  /** Shown inside another site's page. */
  readonly framed: boolean;
};

/** The form as a page that needs no script: errors come back with what was typed. */
export function formPage(page: FormPage): (nonce: string) => string {
  const { context, language, input, errors, framed } = page;
  const { source } = context;
  const say = (key: string, params = {}) => textOf(language, `intake.form.${key}`, params);
  const own = source.texts[language] ?? {};
  const errorOf = (field: string) => errors.filter((error) => error.field === field);
  const sentence = ({ code, params, field }: IntakeReason) => textOf(language, code, { field: field ?? '', ...params });
  const field = (name: 'name' | 'phone' | 'email', type: string, autocomplete: string, required: boolean) => {
    const wrong = errorOf(name);
    return html`<div class="field">
      <label for="${name}">${say(name)}${required ? '' : html` <span class="quiet">${say('optional')}</span>`}</label>
      <input
        id="${name}"
        name="${name}"
        type="${type}"
        autocomplete="${autocomplete}"
        value="${input[name]}"
        maxlength="${name === 'email' ? 254 : 120}"
        ${required ? new Markup('required') : null}
        ${wrong.length > 0 ? new Markup(`aria-invalid="true" aria-describedby="${name}-error"`) : null}
      />
      ${wrong.map((error) => html`<p class="error" id="${name}-error">${sentence(error)}</p>`)}
    </div>`;
  };
  const elsewhere = errors.filter(({ field: name }) => !['name', 'phone', 'email', 'consent'].includes(name ?? ''));
  const body = html` ${framed ? null : languageLinks(source, language)}
    <div class="card">
      <p class="who">${context.organisation}</p>
      <h1>${own.title ?? say('title')}</h1>
      <p>${own.intro ?? say('intro')}</p>
      ${errors.length > 0 ? html`<div class="errors" role="alert">${say('mend')}${elsewhere.map((error) => html`<br />${sentence(error)}`)}</div>` : null}
      <form method="post" action="/p/enquiry/${source.token}?lang=${language}${framed ? '&frame=1' : ''}">
        <input type="hidden" name="stamp" value="${context.stamp}" />
        <input type="hidden" name="page" value="${input.page}" />
        ${Object.entries(input.utm).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <div class="trap" aria-hidden="true">
          <label>${say('trap')} <input type="text" name="homepage" tabindex="-1" autocomplete="off" /></label>
        </div>
        ${field('name', 'text', 'name', true)} ${field('phone', 'tel', 'tel', true)}
        ${field('email', 'email', 'email', false)}
        ${context.interests.length > 0 ? interestChoice(page, say('interests')) : null}
        <div class="field">
          <label for="text">${say('text')} <span class="quiet">${say('optional')}</span></label>
          <textarea id="text" name="text" maxlength="4000">${input.text}</textarea>
        </div>
        <label class="agree">
          <input type="checkbox" name="consent" value="yes" required ${input.consent ? new Markup('checked') : null} />
          <span>${say('consent', { organisation: context.organisation })}</span>
        </label>
        ${errorOf('consent').map((error) => html`<p class="error">${sentence(error)}</p>`)}
        <details>
          <summary>${say('privacyTitle')}</summary>
          <p class="quiet">${own.privacy ?? say('privacy', { organisation: context.organisation })}</p>
        </details>
        <button class="send" type="submit">${say('send')}</button>
      </form>
    </div>`;
  return pageOf(language, `${own.title ?? say('title')} · ${context.organisation}`, body, framed);
}

function interestChoice({ context, input }: FormPage, label: string): Markup {
  return html`<fieldset>
    <legend>${label}</legend>
    <div class="choices">
      ${context.interests.map(
        ({ code, name }) =>
          html`<label class="choice">
            <input
              type="checkbox"
              name="interest"
              value="${code}"
              ${input.interests.includes(code) ? new Markup('checked') : null}
            />
            ${name}
          </label>`,
      )}
    </div>
  </fieldset>`;
}

export function thanksPage(context: FormContext, language: Language, framed: boolean): (nonce: string) => string {
  const own = context.source.texts[language] ?? {};
  const title = textOf(language, 'intake.form.thanksTitle');
  const body = html`<div class="card" role="status">
    <p class="who">${context.organisation}</p>
    <h1>${title}</h1>
    <p>${own.thanks ?? textOf(language, 'intake.form.thanks')}</p>
  </div>`;
  return pageOf(language, `${title} · ${context.organisation}`, body, framed);
}

/** The address is none of ours, or the form is closed. */
export function closedPage(language: Language): (nonce: string) => string {
  const title = textOf(language, 'intake.form.closedTitle');
  const body = html`<div class="card">
    <h1>${title}</h1>
    <p>${textOf(language, 'intake.form.closed')}</p>
  </div>`;
  return pageOf(language, title, body, false);
}

function languageLinks({ token }: SourceRow, language: Language): Markup {
  return html`<nav class="languages" aria-label="Language">
    ${(Object.keys(LANGUAGES) as Language[]).map(
      (one) =>
        html`<a
          href="/p/enquiry/${token}?lang=${one}"
          lang="${one}"
          ${one === language ? new Markup('aria-current="page"') : null}
          >${LANGUAGES[one]}</a
        >`,
    )}
  </nav>`;
}

function pageOf(language: Language, title: string, body: Markup, framed: boolean): (nonce: string) => string {
  return (nonce) =>
    html`<!doctype html>
      <html lang="${language}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>${title}</title>
          <style nonce="${nonce}">
            ${new Markup(STYLE)}
          </style>
          ${framed ? html`<script src="/p/enquiry/frame.js" defer></script>` : null}
        </head>
        <body class="${framed ? 'framed' : ''}">
          <main>${body}</main>
        </body>
      </html>`.text;
}
