import { useT } from '../../i18n/index.ts';
import { LoadingRows, PageHeader } from '../../ui/index.ts';

export function TodayPage() {
  const t = useT();
  return (
    <div className="page">
      <PageHeader title={t('shell.nav.today')} />
      <LoadingRows />
    </div>
  );
}
