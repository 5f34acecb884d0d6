import { Drawer, Modal } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useT } from '../i18n/store.ts';
import { useLayer } from './layers.ts';

type Props = {
  title: string;
  onClose: () => void;
  size?: number | string;
  children: ReactNode;
};

/** A question over the page. The focus begins at `data-autofocus` and goes back to where it came from, Esc closes only this. */
export function Dialog({ title, onClose, children, ...rest }: Props) {
  useLayer(onClose);
  useFocusBack();
  return (
    <Modal opened onClose={onClose} closeOnEscape={false} {...useHead(title)} {...rest}>
      {children}
    </Modal>
  );
}

/** The same from the right side: something to look at beside the page. */
export function SideDialog({ title, onClose, children, ...rest }: Props) {
  useLayer(onClose);
  useFocusBack();
  return (
    <Drawer opened onClose={onClose} closeOnEscape={false} position="right" {...useHead(title)} {...rest}>
      {children}
    </Drawer>
  );
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
