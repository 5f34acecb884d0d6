/** One screen and one day: reads of all modules together. None uses this one. */
export { deskRoutes } from './routes.ts';
export { copyGoals, setGoals } from './service/goals.ts';
