import { Button, Drawer, Modal } from '@mantine/core';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { useT } from '../i18n/store.ts';
import { useLayer } from './layers.ts';

type Props = {
  title: string;
  onClose: () => void;
  size?: number | string;
  /** What is shown only once is not lost by a slip of the hand. */
  closeOnClickOutside?: boolean;
  children: ReactNode;
};

/** A question over the page. The focus begins at `data-autofocus` and goes back to where it came from, Esc closes only this. */
export function Dialog({ title, onClose, children, ...rest }: Props) {
  useLayer(onClose);
  useFocusBack();
  return (
    <Modal opened onClose={onClose} closeOnEscape={false} {...useHead(title)} {...rest}>
      <CloseDialog value={onClose}>{children}</CloseDialog>
    </Modal>
  );
}

/** The same from the right side: something to look at beside the page. */
export function SideDialog({ title, onClose, children, ...rest }: Props) {
  useLayer(onClose);
  useFocusBack();
  return (
    <Drawer opened onClose={onClose} closeOnEscape={false} position="right" {...useHead(title)} {...rest}>
      <CloseDialog value={onClose}>{children}</CloseDialog>
    </Drawer>
  );
}

const CloseDialog = createContext<(() => void) | null>(null);

/** The way out of the dialog around it, beside what the form does; nothing where a form stands on a page. */
export function DialogCancel() {
  const t = useT();
  const close = use(CloseDialog);
  return close ? (
    <Button variant="default" onClick={close}>
      {t('common.cancel')}
    </Button>
  ) : null;
}

/** Whoever works by keys goes on where she was: what had the focus has it again, unless something else took it. */
function useFocusBack() {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (!(before instanceof HTMLElement) || !before.isConnected) return;
      if (document.activeElement === null || document.activeElement === document.body)
        before.focus({ preventScroll: true });
    },
    [before],
  );
}

function useHead(title: string) {
  const t = useT();
  return {
    title: (
      <strong className="clamp-2" title={title}>
        {title}
      </strong>
    ),
    closeButtonProps: { 'aria-label': t('common.close') },
  };
}
