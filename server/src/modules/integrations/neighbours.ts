/** Everything that this module takes from others, in one place. */
export { fileTables, type FileTable } from '../analytics/index.ts';
export {
  currentPresets,
  findEnquiries,
  findPeople,
  foreseeImport,
  importEnquiries,
  sitePractice,
  takeBackImported,
  listItemsOf,
  STATUSES,
  viewRows,
  type EnquiryImport,
  type ImportedEnquiry,
  type ImportPlace,
  type Told,
} from '../enquiries/index.ts';
export {
  consentWords,
  enterConsents,
  foreseeConsents,
  holdersOf,
  takeBackConsents,
  type Beside,
  type ListedConsent,
} from '../consents/index.ts';
export {
  countryOf,
  defaultSite,
  findMember,
  findSite,
  listMembers,
  listOrganisationIds,
  listPlaces,
} from '../identity/index.ts';
export {
  completePersons,
  findOrCreateMany,
  maskName,
  mayReadPeople,
  normaliseIdentifier,
  peopleRead,
  regionHere,
  takeBackPersons,
  writeMemos,
  type MadeOfPerson,
} from '../people/index.ts';
export { JobRunner, startJob, type FailedJob, type JobContext, type JobHandler } from '../../platform/jobs/index.ts';
