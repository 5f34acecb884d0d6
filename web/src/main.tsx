import './styles/mantine.css';
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import './styles/base.css';
import './styles/touch.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { rememberedLanguage, showLanguage } from './i18n/store.ts';
import { styleNonce } from './nonce.ts';

// Read by the scroll lock of dialogs, which writes a style element of its own.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

// A release replaced the files that this tab wants to load: take the new ones, once.
window.addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('anbu.reloaded') ?? 0);
  if (Date.now() - last < 30_000) return;
  event.preventDefault();
  sessionStorage.setItem('anbu.reloaded', String(Date.now()));
  window.location.reload();
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
await showLanguage(rememberedLanguage());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
