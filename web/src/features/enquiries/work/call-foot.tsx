import { Button } from '@mantine/core';
import { useT } from '../../../i18n/index.ts';
import { FormError, Kbd } from '../../../ui/index.ts';
import type { Work } from './use-work.ts';

/** Below all that scrolls: the way to save is always in reach, and what was refused stands beside it. */
export function CallFoot({
  work,
  heldBy,
  canGoOn,
}: {
  work: Work;
  /** Says who works on it; saving is then refused. */
  heldBy: string | null;
  canGoOn: boolean;
}) {
  const t = useT();
  const blocked = heldBy ?? undefined;
  return (
    <div className="work-foot">
      <FormError summary={work.problem} />
      {blocked ? <p className="text-2 blocked-why">{blocked}</p> : null}
      <div className="work-foot-acts">
        {work.isEmpty ? null : (
          <Button variant="subtle" color="gray" onClick={work.clear}>
            {t('desk.clearDraft')}
          </Button>
        )}
        <Button
          variant={canGoOn ? 'default' : 'filled'}
          loading={work.busy}
          disabled={heldBy !== null}
          title={blocked}
          onClick={() => work.submit(false)}
          rightSection={canGoOn ? null : <Kbd keys="Ctrl+Enter" />}
        >
          {t('common.save')}
        </Button>
        {canGoOn ? (
          <Button
            className="work-save"
            loading={work.busy}
            disabled={heldBy !== null}
            title={blocked}
            onClick={() => work.submit(true)}
            rightSection={<Kbd keys="E" />}
          >
            {t('desk.saveNext')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
