import type { Translate } from '../../i18n/index.ts';

/** Actions to filter by: those that the catalogue has a sentence for, as one reads them. */
export function auditActions(t: Translate): { readonly value: string; readonly label: string }[] {
  const collator = new Intl.Collator(t.locale);
  return t
    .under('audit.action.', { people: 0, action: '' })
    .filter(({ rest }) => rest !== 'other')
    .map(({ rest, text }) => ({ value: rest, label: text }))
    .sort((a, b) => collator.compare(a.label, b.label));
}
