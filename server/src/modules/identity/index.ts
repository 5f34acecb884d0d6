export { identityPublicRoutes, identityRoutes } from './routes/index.ts';
export {
  activeTeamMembers,
  allSites,
  defaultSite,
  findSite,
  intakePeople,
  listMembers,
  listPlaces,
  memberNames,
  placeOfWork,
  teamLeader,
} from './reads.ts';
export { countryOf } from './rules.ts';
export { createApiKey, type NewApiKey } from './service/api-keys.ts';
export { identitySealed } from './sealed.ts';
export { allApiKeys, allUsers, revokeKeyNamed, setUserActive, setUserPassword } from './service/commands.ts';
export { authenticator } from './service/authenticator.ts';
export { createOrganisation, type CreatedOrganisation, type NewOrganisation } from './service/organisations.ts';
export { siteCalendar } from './service/site-calendar.ts';
export { closeOn, createSite } from './service/sites.ts';
export { changeTeam, createTeam, type NewTeam } from './service/teams.ts';
export { changeUser, createUser, type NewUser } from './service/users.ts';
export { desksOf, type OwnDesk } from './service/desks.ts';
export { recordContract, sweepContracts } from './service/contracts.ts';
export { signIn, type IdentityDeps, type Secrets } from './service/sign-in.ts';
export { findMember, lockMemberShared } from './store/members.ts';
export { findOrganisation, findOrganisationIdBySlug, listOrganisationIds } from './store/organisations.ts';
export { listDemoSignIns } from './store/sign-in.ts';
export { findLiveSessions } from './store/own-account.ts';
export { findTeam } from './store/teams.ts';
export type { MemberRow, OrganisationRow, SiteRow, TeamRow } from './vocabulary.ts';
export { listAccountsOf, type MemberAccount } from './store/members.ts';
