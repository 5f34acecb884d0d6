import { Enquiry } from '@anbu/contract';
import { api } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { queryClient } from '../api/query-client.ts';

/** Goes to the person of an enquiry, with this enquiry in front. */
export async function openEnquiry(enquiryId: string): Promise<void> {
  const enquiry = await api.get(`/enquiries/${enquiryId}`, Enquiry);
  queryClient.setQueryData(keys.enquiries.detail(enquiryId), enquiry);
  // Asked for late: the router imports the shell.
  const { router } = await import('../router.ts');
  await router.navigate({
    to: '/people/$personId',
    params: { personId: enquiry.personId },
    search: { enquiry: enquiryId },
  });
}
