export { api, fileAddress, queryString, whenSessionIsLost, type Query } from './client.ts';
export { ProblemError, fieldErrors, isCode, problemText } from './problem.ts';
export { pageOrganisation, workIn } from './page-organisation.ts';
export { desksQuery } from './desks.ts';
export { keys } from './keys.ts';
export { answerByPasskey, canOfferPasskeys, canPasskey, makePasskey, withdrawOffer } from './passkeys.ts';
export { usePages, type Pages } from './pages.ts';
export { takeBack, useAct } from './use-act.ts';
export { usePrintNote } from './use-print-note.ts';
export { meQuery, useCan, useMe, useRememberMe } from './session.ts';
export {
  useInterests,
  useKeepSite,
  useListName,
  useSite,
  useSites,
  useSourceChannels,
  useStatusName,
  useStatuses,
  useTeams,
  useUserName,
  useUsers,
} from './organisation.ts';
export { useSavedViews } from './views.ts';
