/** Persons: who they are, how they are reached, what is noted about them. */
export { addEmail, addPhone, changePhone, dropEmail, dropPhone, seedPeopleLists, setStickers } from './contacts.ts';
export { loadPostalAddresses, markAddressBad, setPostalAddress } from './addresses.ts';
export { PEOPLE_EVENTS, peopleRead } from './events.ts';
export { findOrCreateMany, findOrCreatePerson } from './find-or-create.ts';
export { completePersons, type Completed, type ToldOfPerson } from './complete.ts';
export { takeBackPersons, type MadeOfPerson, type WhyKept } from './take-back.ts';
export { checkInput as checkPersonInput, readPhone, type PhoneRegion } from './input.ts';
export { dropMemo, editMemo, memosOf, writeMemo, writeMemos } from './memos.ts';
export { regionHere } from './region.ts';
export { dropRelated, getHousehold, stateRelated } from './related.ts';
export { peopleRoutes } from './routes.ts';
export { normaliseIdentifier } from './rules.ts';
export { listPeople } from './list.ts';
export { searchPeople, searchPersonIds } from './search.ts';
export type { PersonFilter } from './store-list.ts';
export {
  changePerson,
  countOpenEnquiries,
  createPerson,
  findDuplicates,
  getPerson,
  knownPersons,
  lockPersons,
  personHits,
  setDoNotContact,
  setLastContact,
  tellArrivals,
  touchLastContact,
} from './service.ts';
export { maskName } from './rules.ts';
export { listStickers } from './store-sticker.ts';
export { mayReadPeople, viewWatched, type PersonRowOfPerson } from './view.ts';
export type { FoundPerson, FoundReason } from './vocabulary.ts';
