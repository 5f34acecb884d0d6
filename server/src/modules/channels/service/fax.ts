import type { Language } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Attachment } from '../../../platform/http/route.ts';
import { textOf } from '../../../platform/i18n.ts';
import { healthTopicIn } from '../../consents/index.ts';
import { defaultSite } from '../../identity/index.ts';
import type { FaxPaper } from '../rules/fax-page.ts';
import { setPages } from '../pages/index.ts';
import { findMessage } from '../store/message-store.ts';
import { listNames } from '../store/person-store.ts';
import { findTemplate } from '../store/template-store.ts';
import { findTransport } from '../store/transport-store.ts';
import { readOf } from './view.ts';

export type FaxWords = {
  readonly language: Language;
  readonly health: boolean;
  readonly subject: string | null;
  readonly text: string;
  readonly to: string | null;
  readonly personName: string | null;
};
/** `sender`: the number that it goes out from; empty where no way out is connected yet. */
export type FaxHead = { readonly clinicName: string; readonly timeZone: string; readonly sender: string };

/** Who sends, as it stands on each fax of a way out. */
export async function faxHeadOf(tx: Tx, sender: string): Promise<FaxHead> {
  const { name, timeZone } = await defaultSite(tx);
  return { clinicName: name, timeZone, sender };
}

/**
 * A fax as paper. What speaks of health gets a cover of its own, on which neither subject nor text stands: whoever passes the machine reads no topic. Spec: rules.md,
 * disclosure.
 */
export function faxPaperOf(words: FaxWords, head: FaxHead, at: Instant): FaxPaper {
  const { language, subject, text, to, personName } = words;
  const say = (key: string, params = {}) => textOf(language, `fax.page.${key}`, params);
  const shown = { timeZone: head.timeZone, dateStyle: 'long', timeStyle: 'short' } as const;
  const rows: [string, string][] = [
    ...(personName ? ([[say('for'), personName]] as [string, string][]) : []),
    ...(to === null ? [] : ([[say('to'), to]] as [string, string][])),
    ...(head.sender === '' ? [] : ([[say('from'), head.sender]] as [string, string][])),
    [say('date'), new Intl.DateTimeFormat(LOCALES[language], shown).format(at)],
    [say('pages'), '{pages}'],
  ];
  return {
    language,
    mark: say('mark'),
    from: head.clinicName,
    rows,
    subject,
    text,
    cover: words.health || healthTopicIn(`${subject ?? ''}`) !== null || healthTopicIn(text) !== null,
    // Before a way out is connected there is no number to tell it to.
    notice: say('notice', { number: head.sender || head.clinicName }),
    madeAt: formatInstant(at),
  };
}

const LOCALES: Readonly<Record<Language, string>> = { ko: 'ko-KR', en: 'en-US', zh: 'zh-CN' };

/** The pages of a message as a PDF. Refuses 404 for what is no fax. */
export async function faxOfMessage(tx: Tx, id: Id): Promise<Outcome<Attachment>> {
  const row = await findMessage(tx, id);
  if (row?.channel !== 'fax') return notFound('message');
  readOf(tx, [row.personId]);
  const way = row.transportId === null ? null : await findTransport(tx, row.transportId);
  const template = row.templateId === null ? null : await findTemplate(tx, row.templateId);
  const personName = (await namesOf(tx, [row])).get(row.personId ?? '') ?? null;
  const words = { ...row, text: row.body, to: row.toAddress, personName, health: template?.health ?? false };
  const paper = faxPaperOf(words, await faxHeadOf(tx, way?.sender ?? ''), row.handedAt ?? row.sendAt);
  return ok({ fileName: `fax-${id}.pdf`, content: new Uint8Array((await setPages(paper)).pdf) });
}

/** Names of those to whom faxes of a batch go. */
export function namesOf(tx: Tx, rows: readonly { readonly channel: string; readonly personId: Id | null }[]) {
  return listNames(
    tx,
    rows.flatMap(({ channel, personId }) => (channel === 'fax' ? (personId ?? []) : [])),
  );
}
