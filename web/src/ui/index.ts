import './ui.css';

export {
  FamilyBadge,
  LanguageName,
  MaskedPhone,
  PhoneText,
  StatTile,
  StatusBadge,
  Sticker,
  ageOn,
  useSexAge,
} from './bits.tsx';
export { DayInput } from './day-input.tsx';
export { Dialog, DialogCancel, SideDialog } from './dialog.tsx';
export { FilterRow, FiltersButton } from './filters.tsx';
export { ConfirmDialog, Form, FormActs, FormError, errorProp, useFormErrors } from './forms.tsx';
export { Kbd } from './kbd.tsx';
export { useLayer } from './layers.ts';
export { ButtonLink } from './links.tsx';
export { PageHeader } from './page-header.tsx';
export { ScrollX } from './scroll-x.tsx';
export { EmptyState, ErrorState, LoadingRows } from './states.tsx';
export { STATUS_FAMILY, isClosedStatus, type StatusFamily } from './status-family.ts';
export { TabStrip } from './tab-strip.tsx';
export { useNarrow } from './use-narrow.ts';
export { useDocumentTitle } from './use-document-title.ts';
export { focusSelectedRow, VirtualTable, type Column } from './virtual-table.tsx';
export { WhenInput } from './when-input.tsx';
