import { useT } from '../../i18n/index.ts';
import { LoadingRows, PageHeader } from '../../ui/index.ts';

export function NewEnquiryPage() {
  const t = useT();
  return (
    <div className="page">
      <PageHeader title={t('shell.palette.newEnquiry')} />
      <LoadingRows />
    </div>
  );
}
