import type { Language } from '@anbu/contract';
import { dayOf } from '../../../kernel/zoned-time.ts';
import { html, Markup } from '../../../platform/http/page/html.ts';
import { STYLE } from '../../../platform/http/page/style.ts';
import { textOf } from '../../../platform/i18n.ts';
import type { Switch } from '../rules/switches.ts';
import type { Preferences } from '../service/preferences.ts';

const LANGUAGES = { ko: '한국어', en: 'English', zh: '中文' } as const satisfies Record<Language, string>;
const PURPOSES = ['marketing', 'survey', 'renewal'] as const;

/** On top of the style of public pages. A switch is a button of a form: one tap, no script. */
const OWN_STYLE = `
h2 { font-size: 19px; margin: 28px 0 4px; }
.row { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-height: 56px; border-top: 1px solid var(--line); margin: 0; }
.row form, .lone form { margin: 0; }
.row .night { color: var(--ink-2); }
.switch { position: relative; width: 64px; height: 48px; border: 0; background: none; padding: 0; cursor: pointer; flex: none; }
.switch::before { content: ""; position: absolute; left: 4px; right: 4px; top: 10px; height: 28px; border-radius: 14px; background: #64748b; }
.switch::after { content: ""; position: absolute; left: 8px; top: 14px; width: 20px; height: 20px; border-radius: 10px; background: #fff; }
.switch[aria-checked=true]::before { background: #0f766e; }
.switch[aria-checked=true]::after { left: 36px; }
.switch:disabled { cursor: not-allowed; opacity: .55; }
.plain { width: 100%; min-height: 48px; margin: 0 0 10px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); color: var(--ink); font: inherit; cursor: pointer; }
.done { border: 1px solid var(--brand); border-radius: 8px; padding: 12px 14px; margin: 0 0 18px; }
.lone textarea { width: 100%; box-sizing: border-box; margin: 4px 0 8px; padding: 10px 12px; border: 1px solid var(--line); border-radius: 8px; font: inherit; color: var(--ink); background: var(--surface); }
`;

export type PageOf = { readonly path: string; readonly language: Language };

/** The whole page; `done`: what the last tap came to. */
export function preferencePage(
  preferences: Preferences,
  { path, language }: PageOf,
  done: boolean,
): (nonce: string) => string {
  const say = (key: string, params = {}) => textOf(language, `consents.page.${key}`, params);
  const action = `${path}?lang=${language}`;
  const send = (set: string, inner: Markup) =>
    html`<form method="post" action="${action}"><input type="hidden" name="set" value="${set}" />${inner}</form>`;
  const button = (set: string, label: string) => send(set, html`<button class="plain" type="submit">${label}</button>`);
  const { organisation, pausedUntil, timeZone, asked } = preferences;
  const body = html`${languageLinks(path, language)}
    <div class="card">
      <p class="who">${organisation}</p>
      <h1>${say('title')}</h1>
      <p>${say('intro')}</p>
      ${done ? html`<p class="done" role="status">${say('done')}</p>` : null}
      ${
        pausedUntil === null
          ? null
          : html`<p class="done">${say('pausedUntil', { day: dayOf(timeZone, pausedUntil) })}</p>`
      }
      ${PURPOSES.map((purpose) => {
        const own = preferences.switches.filter((one) => one.purpose === purpose);
        return html`<section aria-labelledby="${purpose}">
          <h2 id="${purpose}">${say(`purpose.${purpose}`)}</h2>
          <p class="quiet">${say(`about.${purpose}`)}</p>
          ${own.map((one) => switchRow(one, language, send))}
        </section>`;
      })}
      <section aria-labelledby="always">
        <h2 id="always">${say('always')}</h2>
        <p class="quiet">${say('alwaysAbout')}</p>
      </section>
      <section class="lone" aria-labelledby="more">
        <h2 id="more">${say('more')}</h2>
        ${pausedUntil === null ? button('pause', say('pause')) : button('resume', say('resume'))}
        ${button(`language ${language}`, say('language', { language: LANGUAGES[language] }))}
        ${(['copy', 'deletion'] as const).map((kind) =>
          asked.includes(kind) ? html`<p class="quiet">${say(`${kind}Asked`)}</p>` : button(kind, say(kind)),
        )}
        ${
          asked.includes('correction')
            ? html`<p class="quiet">${say('correctionAsked')}</p>`
            : html`<form method="post" action="${action}">
                <input type="hidden" name="set" value="correction" />
                <label for="words">${say('correctionWhat')}</label>
                <textarea id="words" name="words" rows="3" maxlength="2000" required></textarea>
                <button class="plain" type="submit">${say('correction')}</button>
              </form>`
        }
      </section>
    </div>`;
  return pageOf(language, `${say('title')} · ${organisation}`, body);
}

function switchRow(one: Switch, language: Language, send: (set: string, inner: Markup) => Markup): Markup {
  const channel = textOf(language, `gate.channel.${one.channel}`);
  const label = one.night ? textOf(language, 'consents.page.night', { channel }) : channel;
  const purpose = textOf(language, `consents.page.purpose.${one.purpose}`);
  const set = `${one.purpose} ${one.channel} ${one.night ? 'night ' : ''}${one.on ? 'off' : 'on'}`;
  const control = html`<button
    class="switch"
    type="submit"
    role="switch"
    aria-checked="${one.on ? 'true' : 'false'}"
    aria-label="${purpose}: ${label}"
    ${one.held ? new Markup('disabled') : null}
  ></button>`;
  return html`<div class="row">
    <span class="${one.night ? 'night' : ''}"
      >${label}${one.held ? html`<br /><span class="quiet">${textOf(language, 'consents.page.held')}</span>` : null}</span
    >
    ${send(set, control)}
  </div>`;
}

/** Before the one click: a page changes nothing by being looked at. `done`: after it. */
export function unsubscribePage(
  of: { readonly organisation: string; readonly words: Readonly<Record<string, string>>; readonly preferences: string },
  { path, language }: PageOf,
  done: boolean,
): (nonce: string) => string {
  const say = (key: string) => textOf(language, `consents.page.${key}`, of.words);
  const body = html`${languageLinks(path, language)}
    <div class="card">
      <p class="who">${of.organisation}</p>
      <h1>${say(done ? 'unsubscribed' : 'unsubscribe')}</h1>
      <p ${done ? new Markup('role="status"') : null}>${say(done ? 'unsubscribedAbout' : 'unsubscribeAbout')}</p>
      ${
        done
          ? null
          : html`<form method="post" action="${path}?lang=${language}">
              <button class="send" type="submit">${say('unsubscribeNow')}</button>
            </form>`
      }
      <p><a href="${of.preferences}">${say('toPreferences')}</a></p>
    </div>`;
  return pageOf(language, `${say('unsubscribe')} · ${of.organisation}`, body);
}

/** The address is none of ours, was changed, or is over. */
export function overPage(language: Language): (nonce: string) => string {
  const title = textOf(language, 'consents.page.overTitle');
  return pageOf(
    language,
    title,
    html`<div class="card">
      <h1>${title}</h1>
      <p>${textOf(language, 'consents.page.over')}</p>
    </div>`,
  );
}

function languageLinks(path: string, language: Language): Markup {
  return html`<nav class="languages" aria-label="Language">
    ${(Object.keys(LANGUAGES) as Language[]).map(
      (one) =>
        html`<a href="${path}?lang=${one}" lang="${one}" ${one === language ? new Markup('aria-current="page"') : null}
          >${LANGUAGES[one]}</a
        >`,
    )}
  </nav>`;
}

function pageOf(language: Language, title: string, body: Markup): (nonce: string) => string {
  return (nonce) =>
    html`<!doctype html>
      <html lang="${language}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <meta name="referrer" content="no-referrer" />
          <title>${title}</title>
          <style nonce="${nonce}">
            ${new Markup(STYLE + OWN_STYLE)}
          </style>
        </head>
        <body>
          <main>${body}</main>
        </body>
      </html>`.text;
}
