import { Drawer, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '../i18n/store.ts';
import { useLayer } from './layers.ts';

type Props = {
  title: string;
  onClose: () => void;
  size?: number | string;
  children: ReactNode;
};

/** A question over the page. The focus begins at `data-autofocus`, Esc closes only this. */
export function Dialog({ title, onClose, children, ...rest }: Props) {
  useLayer(onClose);
  return (
    <Modal opened onClose={onClose} closeOnEscape={false} {...useHead(title)} {...rest}>
      {children}
    </Modal>
  );
}

/** The same from the right side: something to look at beside the page. */
export function SideDialog({ title, onClose, children, ...rest }: Props) {
  useLayer(onClose);
  return (
    <Drawer opened onClose={onClose} closeOnEscape={false} position="right" {...useHead(title)} {...rest}>
      {children}
    </Drawer>
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
