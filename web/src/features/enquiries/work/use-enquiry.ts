import { useQuery, useQueryClient } from '@tanstack/react-query';
import { notifications } from '@mantine/notifications';
import type { AssignInput, NextActionPatch, UndoInput } from '@anbu/contract';
import { Enquiry, Person, StatusEventPage } from '@anbu/contract';
import { api, isCode, keys, ProblemError, problemText, useAct } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { followAct, forgetAct, lastAct, rememberAct } from './own-acts.ts';
import { whileTaking } from './own-lock.ts';
import type { z } from 'zod';

export function useEnquiry(id: string | undefined) {
  const client = useQueryClient();
  const queryKey = keys.enquiries.detail(id ?? '');
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const read = await api.get(`/enquiries/${id}`, Enquiry, { signal });
      // An answer that was long on its way never replaces what an own act has brought since.
      const known = client.getQueryData<Enquiry>(queryKey);
      return known && known.version > read.version ? known : read;
    },
    enabled: id !== undefined,
  });
}

export function usePerson(id: string | undefined) {
  return useQuery({
    queryKey: keys.people.detail(id ?? ''),
    queryFn: ({ signal }) => api.get(`/people/${id}`, Person, { signal }),
    enabled: id !== undefined,
  });
}

export function useHistory(id: string, enabled = true) {
  return useQuery({
    queryKey: keys.enquiries.history(id),
    queryFn: ({ signal }) => api.get(`/enquiries/${id}/history`, StatusEventPage, { signal }),
    enabled,
  });
}

/** Shows the answer of an act at once and reads again whatever shows the same enquiry. */
export function useKeepEnquiry() {
  const client = useQueryClient();
  return (enquiry: Enquiry) => {
    followAct(enquiry);
    // A reading that began before the act knows nothing of it, and a lock moves no version that would tell.
    void client.cancelQueries({ queryKey: keys.enquiries.detail(enquiry.id) });
    client.setQueryData(keys.enquiries.detail(enquiry.id), enquiry);
    for (const queryKey of [
      keys.enquiries.history(enquiry.id),
      keys.enquiries.lists,
      ['enquiries', 'counts'],
      keys.today.all,
      keys.timeline.of(enquiry.personId),
      keys.people.detail(enquiry.personId),
    ]) {
      void client.invalidateQueries({ queryKey });
    }
  };
}

/** Somebody else holds or changed it: what stands on the screen is old. */
export function useReadAgain(id: string) {
  const client = useQueryClient();
  return (error: unknown) => {
    if (isCode(error, 'enquiries.changed', 'enquiries.claimed_by_other', 'enquiries.transition_refused')) {
      void client.invalidateQueries({ queryKey: keys.enquiries.detail(id) });
    }
  };
}

/** A row shows a later version than what is kept of the same enquiry: that is read again before anything is typed into it. */
export function useForgetOlder() {
  const client = useQueryClient();
  return (row: { id: string; version: number }) => {
    const queryKey = keys.enquiries.detail(row.id);
    const known = client.getQueryData<Enquiry>(queryKey);
    if (!known || known.version >= row.version) return;
    const shown = (client.getQueryCache().find({ queryKey })?.getObserversCount() ?? 0) > 0;
    if (shown) void client.invalidateQueries({ queryKey });
    else client.removeQueries({ queryKey, exact: true });
  };
}

type Seen = { id: string; version: number };
/** The server takes no act of a user that does not say which version she saw. */
type Act<B extends z.ZodType> = z.input<B> & Seen;

/** The lock alone: whose it is changes with the first act, or by `own`. */
async function claimSeen({ id, version }: Seen, key: string): Promise<Enquiry> {
  const claim = (seen: number, idempotencyKey: string) =>
    api.post(`/enquiries/${id}/claim`, Enquiry, { version: seen, owner: 'keep' }, { idempotencyKey });
  try {
    return await claim(version, key);
  } catch (error) {
    // To begin is right whatever it has become: the screen then shows it as it is, and says that somebody changed it.
    const now = error instanceof ProblemError && isCode(error, 'enquiries.changed') ? error.params['version'] : null;
    if (typeof now !== 'number') throw error;
    return claim(now, crypto.randomUUID());
  }
}

/** Lock of the work: taken when it begins, given back when it is left without having been done. */
export function useClaim() {
  const t = useT();
  const keep = useKeepEnquiry();
  const client = useQueryClient();
  const claim = useAct({
    run: (seen: Seen, key) => whileTaking(seen.id, claimSeen(seen, key)),
    showError: 'form',
    onDone: keep,
  });
  const release = useAct({
    run: ({ id, owner }: { id: string; owner: 'keep' | 'give_back' }, key) =>
      api.post(`/enquiries/${id}/release`, Enquiry, { owner }, { idempotencyKey: key }),
    // It returns to the queue by itself after its time: a failure here is nobody's worry.
    showError: 'form',
    onDone: keep,
  });
  const own = useAct({
    run: ({ id, version }: Seen, key) =>
      api.post(`/enquiries/${id}/claim`, Enquiry, { version, owner: 'take' }, { idempotencyKey: key }),
    done: t('desk.own.done'),
    onDone: keep,
  });
  return {
    /** What is offered to all is the reader's from now on. */
    own: ({ id, version }: Seen, onDone?: (enquiry: Enquiry) => void) =>
      own.mutate({ id, version }, onDone ? { onSuccess: onDone } : {}),
    take: ({ id, version }: Seen) =>
      claim.mutate(
        { id, version },
        {
          onError: (error) => {
            void client.invalidateQueries({ queryKey: keys.enquiries.detail(id) });
            notifications.show({ message: problemText(t, error), color: 'orange', autoClose: 6000, role: 'alert' });
          },
        },
      ),
    /** By hand: what was taken and not worked on is whose it was. */
    giveBack: (id: string) => release.mutate({ id, owner: 'give_back' }),
    /** Left: the lock alone. */
    leave: (id: string) => release.mutate({ id, owner: 'keep' }),
  };
}

export function useAssign(onDone: (enquiry: Enquiry) => void) {
  const t = useT();
  const keep = useKeepEnquiry();
  return useAct({
    run: ({ id, ...body }: Act<typeof AssignInput>, key) =>
      api.post(`/enquiries/${id}/assign`, Enquiry, body, { idempotencyKey: key }),
    showError: 'form',
    done: t('desk.assign.done'),
    onDone: (enquiry) => {
      const { id, person, undoUntil, version } = enquiry;
      const name = person.name ?? t('common.noName');
      if (undoUntil) rememberAct({ enquiryId: id, name, what: t('desk.assign'), until: undoUntil, version });
      keep(enquiry);
      onDone(enquiry);
    },
  });
}

export function useSnooze(onDone: (enquiry: Enquiry) => void) {
  const keep = useKeepEnquiry();
  return useAct({
    run: ({ id, ...body }: Act<typeof NextActionPatch>) => api.patch(`/enquiries/${id}/next-action`, Enquiry, body),
    showError: 'form',
    onDone: (enquiry) => {
      keep(enquiry);
      onDone(enquiry);
    },
  });
}

/** Takes the last act on an enquiry back and says whose and what it was. */
export function useUndo() {
  const t = useT();
  const keep = useKeepEnquiry();
  return useAct({
    run: ({ id, ...body }: Act<typeof UndoInput>, key) =>
      api.post(`/enquiries/${id}/undo`, Enquiry, body, { idempotencyKey: key }),
    onDone: (enquiry) => {
      const act = forgetAct(enquiry.id);
      notifications.hide(`told.${enquiry.id}`);
      notifications.show({
        message: t('desk.undo.done', {
          name: enquiry.person.name ?? t('common.noName'),
          what: act?.what ?? t('desk.undo.lastAct'),
        }),
        color: 'brand',
      });
      keep(enquiry);
    },
  });
}

/** `U`: the last own act of this tab, whoever is open; without one, that on the enquiry which is open. */
export function useUndoLast() {
  const t = useT();
  const undo = useUndo();
  return (open?: Pick<Enquiry, 'id' | 'undoUntil' | 'version'>) => {
    const act = lastAct();
    const taken = act ? { id: act.enquiryId, version: act.version } : open?.undoUntil ? open : null;
    const id = taken?.id ?? null;
    const forget = (error: unknown) => {
      const never = ['enquiries.undo_too_late', 'enquiries.undo_not_yours', 'enquiries.nothing_to_undo'] as const;
      // What somebody did since is the last act now.
      if (id && isCode(error, 'enquiries.changed', ...never)) forgetAct(id);
    };
    if (taken) undo.mutate({ id: taken.id, version: taken.version }, { onError: forget });
    else notifications.show({ message: t('enquiries.nothing_to_undo'), color: 'gray' });
  };
}
