import './ui.css';

export { FamilyBadge, PhoneText, StatTile, StatusBadge, Sticker, ageOn, useSexAge } from './bits.tsx';
export { ConfirmDialog, DayInput, Form, FormError, errorProp, useFormErrors } from './forms.tsx';
export { Kbd } from './kbd.tsx';
export { ButtonLink } from './links.tsx';
export { PageHeader } from './page-header.tsx';
export { EmptyState, ErrorState, LoadingRows } from './states.tsx';
export { STATUS_FAMILY, isClosedStatus, type StatusFamily } from './status-family.ts';
export { useNarrow } from './use-narrow.ts';
export { useDocumentTitle } from './use-document-title.ts';
export { VirtualTable, type Column } from './virtual-table.tsx';
