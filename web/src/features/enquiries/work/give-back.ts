import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import type { Enquiry } from '@anbu/contract';
import { keys, useMe } from '../../../api/index.ts';
import { lockAnswered } from './own-lock.ts';
import { useClaim } from './use-enquiry.ts';

/**
 * Left without having been done, the work is no longer locked at once, whichever way it was left: Esc, the cross, a press beside it, Back,
 * another row, and before it was ever shown. What was typed keeps it, and so does the page of the same person.
 */
export function useGiveBack(enquiryId: string, isEmpty: boolean): void {
  const me = useMe();
  const router = useRouter();
  const client = useQueryClient();
  const { leave: unlock } = useClaim();
  const leave = useEffectEvent(() => {
    const isOpen = () => {
      const search: { enquiry?: unknown } = router.state.location.search;
      return search.enquiry === enquiryId;
    };
    if (!isEmpty || isOpen()) return;
    void lockAnswered(enquiryId).then((answer) => {
      // An answer that has just come may not be among what is kept yet.
      const { claim } = answer ?? client.getQueryData<Enquiry>(keys.enquiries.detail(enquiryId)) ?? {};
      if (claim?.userId === me.userId && !isOpen()) unlock(enquiryId);
    });
  });
  useEffect(() => () => leave(), [enquiryId]);
}
