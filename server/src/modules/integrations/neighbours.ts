/** Everything that this module takes from others, in one place. */
export {
  importEnquiries,
  sitePractice,
  listItemsOf,
  STATUSES,
  type EnquiryImport,
  type ImportedEnquiry,
  type ImportPlace,
} from '../enquiries/index.ts';
export { defaultSite, findSite, listMembers } from '../identity/index.ts';
export { findOrCreateMany, peopleRead, writeMemo } from '../people/index.ts';
export { startJob, type JobContext, type JobHandler } from '../../platform/jobs/index.ts';
