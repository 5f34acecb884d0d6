import { Modal } from '@mantine/core';
import { useT } from '../../i18n/index.ts';
import { CopyText } from '../intake/copy-text.tsx';

/** A secret that was just made, to be copied: it is never shown again. */
export function SecretOnce({
  secret,
  title,
  body,
  onClose,
}: {
  /** Null: nothing is shown. */
  secret: string | null;
  title: string;
  body: string;
  onClose: () => void;
}) {
  const t = useT();
  return (
    <Modal
      opened={secret !== null}
      onClose={onClose}
      title={<strong>{title}</strong>}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{body}</p>
      <CopyText text={secret ?? ''} />
    </Modal>
  );
}
