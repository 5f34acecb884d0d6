import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useT } from '../../i18n/index.ts';

/** A text to be taken elsewhere, whole, by one press. */
export function CopyText({ text }: { text: string }) {
  const t = useT();
  const clipboard = useClipboard({ timeout: 2_000 });
  return (
    <span className="copy-text">
      <code>{text}</code>
      <Button variant="light" size="compact-sm" onClick={() => clipboard.copy(text)}>
        {clipboard.copied ? t('settings.intake.copied') : t('settings.intake.copy')}
      </Button>
    </span>
  );
}
