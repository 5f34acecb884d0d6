import { dialled } from './hylafax-words.ts';
import { openSmtp, type SmtpOptions } from './smtp.ts';
import { returnName } from '../rules/returns.ts';
import { OWN_FAULT } from './pump.ts';
import type { FaxPaper } from '../rules/fax-page.ts';
import type { Parcel, Transport } from './types.ts';

export type MailfaxOptions = SmtpOptions & {
  readonly setPages: (paper: FaxPaper) => Promise<{ readonly pdf: Buffer }>;
};

/**
 * A provider that faxes what is mailed to number@domain: the page goes as a PDF, the mail itself says nothing of the matter. Whether it arrived comes by mail
 * (`mail/rules/fax-word.ts`).
 */
export function openMailfax({ setPages, ...options }: MailfaxOptions): Transport {
  const { settings } = options;
  // Programs answer no mail that says it is one's: the provider's word would not come (RFC 3834).
  const mail = openSmtp({ ...options, settings: { ...settings, fromName: null }, isAnswered: true });
  const send = async (parcel: Parcel) => {
    const { page, to } = parcel;
    if (!page) return { id: parcel.id, kind: 'failed', why: 'fax_no_page' } as const;
    const pdf = await setPages(page).then(
      (set) => set.pdf,
      () => null,
    );
    // The thread that sets pages ended: nothing left, and the next one is begun anew.
    if (!pdf) return { id: parcel.id, kind: 'again', why: OWN_FAULT, waitMilliseconds: null } as const;
    const number = dialled(to, '', settings['numbers'], settings['prefix']);
    const going = mail.send({
      ...parcel,
      to: `${number.replace(/[^0-9+]/g, '')}@${String(settings['faxDomain'] ?? '')}`,
      // It comes back in what the provider says of this fax.
      subject: `FAX ${returnName({ messageId: parcel.id, mark: options.returnMark(parcel.id) })}`,
      text: '',
      html: null,
      leaveUrl: null,
      attachments: [{ filename: 'fax.pdf', content: pdf, contentType: 'application/pdf' }],
    });
    return going.answer;
  };
  return {
    idempotent: false,
    open: () => mail.open(),
    send(parcel) {
      const answer = send(parcel);
      return { begun: answer.then(() => undefined), answer };
    },
    close: () => mail.close(),
  };
}
