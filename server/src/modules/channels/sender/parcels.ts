import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { textOf } from '../../../platform/i18n.ts';
import { unsubscribeLink, type LinkDeps } from '../../consents/index.ts';
import type { FaxPaper } from '../rules/fax-page.ts';
import { htmlOf } from '../rules/html.ts';
import { faxHeadOf, faxPaperOf, namesOf } from '../service/fax.ts';
import { listFilesOf } from '../store/file-store.ts';
import type { Parting } from '../store/hand-over-store.ts';
import type { Parcel } from '../transports/index.ts';

/** What may be left by one click: everything that the person did not ask for herself. */
const LEFT_BY_ONE_CLICK: readonly string[] = ['marketing', 'survey', 'renewal'];

/** Where one click leaves the list, of an e-mail that she did not ask for herself; null for any other message. */
export function leaveUrlOf(
  links: LinkDeps,
  orgId: Id,
  { channel, purpose, personId }: Parting,
  now: Instant,
): string | null {
  if (channel !== 'email' || personId === null || !LEFT_BY_ONE_CLICK.includes(purpose)) return null;
  return unsubscribeLink(links, { orgId, personId, purpose, channel }, now).url;
}

/** A message as a way out takes it. `codes`: names of templates at the provider of AlimTalk, by `templateId no`. */
export function parcelOf(message: Parting, codes: ReadonlyMap<string, string>, leaveUrl: string | null): Parcel {
  const { id, channel, toAddress, subject, body, language, templateId, templateNo, values } = message;
  const code = codes.get(`${templateId} ${templateNo}`);
  return {
    id,
    channel,
    to: toAddress ?? '',
    subject,
    text: body,
    html:
      channel === 'email'
        ? htmlOf(
            body,
            language,
            leaveUrl === null ? null : { url: leaveUrl, words: textOf(language, 'messages.leave') },
          )
        : null,
    provider: channel === 'alimtalk' && code !== undefined ? { code, values } : null,
    leaveUrl,
  };
}

/** What goes with mails to colleagues: nobody else is sent a file. */
export async function attachedOf(tx: Tx, going: readonly Parting[]): Promise<Map<Id, Parcel['attachments'] & {}>> {
  const mails = going.filter(({ personId, channel }) => personId === null && channel === 'email');
  const found = await listFilesOf(
    tx,
    mails.map(({ id }) => id),
  );
  return new Map(
    [...found].map(([id, files]) => [
      id,
      files.map(({ fileName, content }) => ({
        filename: fileName,
        content: Buffer.from(content),
        contentType: typeOf(fileName),
      })),
    ]),
  );
}

const TYPES: readonly (readonly [ending: string, type: string])[] = [
  ['.pdf', 'application/pdf'],
  ['.csv', 'text/csv; charset=utf-8'],
  ['.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
];

function typeOf(fileName: string): string {
  return TYPES.find(([ending]) => fileName.endsWith(ending))?.[1] ?? 'application/octet-stream';
}

/** What fax machines print, of those that go by fax. */
export async function papersOf(tx: Tx, going: readonly Parting[], sender: string): Promise<Map<Id, FaxPaper>> {
  const faxes = going.filter(({ channel }) => channel === 'fax');
  if (faxes.length === 0) return new Map();
  const head = await faxHeadOf(tx, sender);
  const names = await namesOf(tx, faxes);
  return new Map(
    faxes.map((row) => {
      const personName = names.get(row.personId ?? '') ?? null;
      return [row.id, faxPaperOf({ ...row, text: row.body, to: row.toAddress, personName }, head, tx.now)];
    }),
  );
}
