import { EnquiriesSearch } from '../../../routes/enquiry-search.ts';

/** The address of counted enquiries as the board reads it, whatever view the reader's list usually begins with. */
export function drillSearch(drill: string) {
  const query = new URLSearchParams(drill.slice(drill.indexOf('?') + 1));
  return EnquiriesSearch.parse({ ...Object.fromEntries(query), saved: 'none' });
}
