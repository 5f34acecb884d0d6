import '../enquiries/enquiries.css';
import './consents.css';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCan } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { PageHeader, useDocumentTitle, TabStrip } from '../../ui/index.ts';
import { ConfirmList } from './confirm-list.tsx';
import { DoNotCallLists } from './do-not-call-lists.tsx';
import { RequestList } from './request-list.tsx';
import { StopList } from './stop-list.tsx';

const route = getRouteApi('/app/privacy');
export const PRIVACY_TABS = ['requests', 'confirm', 'stops', 'lists'] as const;

/** What persons ask about their data, which consents are to be confirmed, and who is not to be told: what the law counts days for. */
export function PrivacyPage() {
  const t = useT();
  const can = useCan();
  const { tab = 'requests' } = route.useSearch();
  useDocumentTitle(t('privacy.title'));
  return (
    <div className="page page-fill">
      <PageHeader title={t('privacy.title')} sub={t(`privacy.${tab}.sub`)} />
      <TabStrip label={t('privacy.title')}>
        {PRIVACY_TABS.filter((each) => each !== 'lists' || can('settings.read')).map((each) => (
          <Link
            key={each}
            to="/privacy"
            search={{ tab: each }}
            className={each === tab ? 'tab is-active' : 'tab'}
            aria-current={each === tab ? 'page' : undefined}
          >
            {t(`privacy.${each}`)}
          </Link>
        ))}
      </TabStrip>
      {tab === 'requests' ? <RequestList /> : null}
      {tab === 'confirm' ? <ConfirmList /> : null}
      {tab === 'stops' ? <StopList /> : null}
      {tab === 'lists' ? <DoNotCallLists /> : null}
    </div>
  );
}
