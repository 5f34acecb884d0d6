export { LANGUAGES, LANGUAGE_NAMES, languageName, type Translate } from './language.ts';
export { rememberedLanguage, showLanguage, shownLanguage, useT } from './store.ts';
export { serverNow, setServerNow, useNow } from './clock.ts';
export { startOfDay, timeWording, type TimeWording } from './time-wording.ts';
export { useTime } from './use-time.ts';
