import { Dialog } from '../../ui/index.ts';
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
  if (secret === null) return null;
  return (
    <Dialog title={title} closeOnClickOutside={false} onClose={onClose}>
      <p>{body}</p>
      <CopyText text={secret} />
    </Dialog>
  );
}
