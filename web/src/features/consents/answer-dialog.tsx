import type { DataRequest } from '@anbu/contract';
import { useT } from '../../i18n/index.ts';
import { Dialog } from '../../ui/index.ts';
import { AnswerForm } from './request-dialog.tsx';

/** What was given to a request about her data, and how. */
export function AnswerDialog({ request, onClose }: { request: DataRequest; onClose: () => void }) {
  const t = useT();
  return (
    <Dialog title={t('consents.request.answer')} onClose={onClose}>
      <p>
        <strong>{t(`consents.request.${request.kind}`)}</strong> {request.wish}
      </p>
      <AnswerForm request={request} onClose={onClose} />
    </Dialog>
  );
}
