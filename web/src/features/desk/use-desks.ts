import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { Enquiry, TodayNext, type Desk, type DeskItem } from '@anbu/contract';
import { api, desksQuery, keys, useAct, useMe, workIn } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';

export function useDesks(): { desks: readonly Desk[]; error: unknown; retry: () => void } {
  const list = useQuery(desksQuery);
  return { desks: list.data?.items ?? [], error: list.data ? null : list.error, retry: () => void list.refetch() };
}

/** The address of an enquiry on Today over all desks. */
const addressOf = (enquiryId: string) => `/today?desks=all&enquiry=${encodeURIComponent(enquiryId)}`;

/**
 * Work on an item of any desk: taken in its organisation first, then shown there – on this page where it is the page's own, else on a new page of the
 * other organisation. Who may only look opens it without taking.
 */
export function useDeskWork(openHere: (enquiryId: string) => void) {
  const me = useMe();
  const t = useT();
  const show = (slug: string, enquiryId: string) => {
    if (slug === me.organisation.slug) openHere(enquiryId);
    else workIn(slug, addressOf(enquiryId));
  };
  const take = useAct({
    run: async ({ id, version, slug }: { id: string; version: number; slug: string }, idempotencyKey) => {
      const body = { version, owner: 'keep' };
      await api.post(`/enquiries/${id}/claim`, Enquiry, body, { idempotencyKey, organisation: slug });
      return { id, slug };
    },
    refresh: [keys.desks.all],
    onDone: ({ id, slug }) => show(slug, id),
  });
  const next = useAct({
    /** The desks in the order in which their best stand. Two never get the same: each desk gives its next one itself. */
    run: async ({ slugs, after }: { slugs: readonly string[]; after?: string | undefined }) => {
      for (const slug of slugs) {
        const body = after && slug === me.organisation.slug ? { after } : {};
        const { item } = await api.post('/today/next', TodayNext, body, { organisation: slug });
        if (item) return { id: item.enquiry.id, slug };
      }
      return null;
    },
    refresh: [keys.desks.all],
    onDone: (taken) => {
      if (taken) show(taken.slug, taken.id);
      else notifications.show({ message: t('desk.next.none'), color: 'brand' });
    },
  });
  return {
    busy: take.isPending || next.isPending,
    look: ({ enquiry, organisation }: DeskItem) => show(organisation.slug, enquiry.id),
    take: ({ enquiry: { id, version }, organisation: { slug } }: DeskItem) => take.mutate({ id, version, slug }),
    next: (slugs: readonly string[], after?: string) => next.mutate({ slugs, after }),
  };
}
