import { common } from './common.ts';
import { problems } from './problems.ts';
import { identity } from './identity.ts';
import { roster } from './roster.ts';
import { people } from './people.ts';
import { timeline } from './timeline.ts';
import { enquiries } from './enquiries.ts';
import { desk } from './desk.ts';
import { presets } from './presets.ts';
import { imports } from './imports.ts';
import { statusAssistant } from './status-assistant.ts';
import { statusHealth } from './status-health.ts';
import { inbox } from './inbox.ts';
import { intake } from './intake.ts';
import { auditFields } from './audit-fields.ts';
import { telephony } from './telephony.ts';
import { operations } from './operations.ts';
import { reminders } from './reminders.ts';
import { notices } from './notices.ts';
import { gate } from './gate.ts';
import { laws } from './laws.ts';
import { privacy } from './privacy.ts';
import { consents } from './consents.ts';
import { channels } from './channels.ts';
import { letters } from './letters.ts';
import { mail } from './mail.ts';
import { shell } from './shell.ts';
import { metrics } from './metrics.ts';
import { views } from './views.ts';
import { charts } from './charts.ts';
import { statistics } from './statistics.ts';

/** The Korean catalogue is the source: its keys are the keys. */
export const messages = {
  ...common,
  ...problems,
  ...identity,
  ...roster,
  ...people,
  ...timeline,
  ...enquiries,
  ...desk,
  ...presets,
  ...imports,
  ...statusAssistant,
  ...statusHealth,
  ...inbox,
  ...intake,
  ...auditFields,
  ...telephony,
  ...operations,
  ...reminders,
  ...notices,
  ...gate,
  ...laws,
  ...privacy,
  ...consents,
  ...channels,
  ...letters,
  ...mail,
  ...shell,
  ...metrics,
  ...views,
  ...charts,
  ...statistics,
} as const;
