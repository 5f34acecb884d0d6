import { ActionIcon, Menu } from '@mantine/core';
import { EllipsisVertical, TriangleAlert } from 'lucide-react';
import { Memo, type Person } from '@anbu/contract';
import { z } from 'zod';
import { api, keys, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';

type OneMemo = Person['memos'][number];

function useMemoActs(personId: string) {
  const refresh = [keys.people.detail(personId), keys.timeline.of(personId)];
  const pin = useAct({
    run: (memo: OneMemo) => api.patch(`/memos/${memo.id}`, Memo, { pinned: !memo.pinned, version: memo.version }),
    refresh,
  });
  const remove = useAct({ run: (memo: OneMemo) => api.delete(`/memos/${memo.id}`, z.unknown()), refresh });
  return { pin, remove };
}

/** Pinned memos: what everybody has to know before she speaks. The others below, folded. */
export function Cautions({ person, writes }: { person: Person; writes: boolean }) {
  const t = useT();
  const pinned = person.memos.filter((memo) => memo.pinned);
  const others = person.memos.filter((memo) => !memo.pinned);
  return (
    <>
      {pinned.length > 0 ? (
        <section className="caution-card" aria-label={t('people.caution')}>
          <h2>
            <TriangleAlert size={16} aria-hidden /> {t('people.caution')}
          </h2>
          {pinned.map((memo) => (
            <MemoLine key={memo.id} memo={memo} writes={writes} />
          ))}
        </section>
      ) : null}
      {others.length > 0 ? (
        <details className="panel panel-body memos">
          <summary>{t('people.memos', { count: others.length })}</summary>
          {others.map((memo) => (
            <MemoLine key={memo.id} memo={memo} writes={writes} />
          ))}
        </details>
      ) : null}
    </>
  );
}

function MemoLine({ memo, writes }: { memo: OneMemo; writes: boolean }) {
  const t = useT();
  const time = useTime();
  const { pin, remove } = useMemoActs(memo.personId);
  return (
    <div className="memo">
      <p>{memo.text}</p>
      <span className="text-2">{time.ago(memo.updatedAt)}</span>
      {writes ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={26} aria-label={t('people.memo.acts')}>
              <EllipsisVertical size={15} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => pin.mutate(memo)}>
              {t(memo.pinned ? 'people.memo.unpin' : 'people.memo.pin')}
            </Menu.Item>
            <Menu.Item color="red" onClick={() => remove.mutate(memo)}>
              {t('common.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </div>
  );
}
