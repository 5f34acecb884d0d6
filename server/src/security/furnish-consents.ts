import { withClient } from '../platform/embedded-postgres/roles.ts';
import type { TestApp } from '../testing/app.ts';

/** One of everything of consents for a person, by the owner: ids by what it is. Times lie in the past of every test. */
export async function furnishConsents(
  app: TestApp,
  orgId: string,
  personId: string,
  words: { readonly text: string; readonly address: string },
): Promise<{
  consent: string;
  consentEvidence: string;
  consentText: string;
  suppression: string;
  sender: string;
  duty: string;
  dataRequest: string;
}> {
  return withClient(app.ownerUrl, async (client) => {
    const one = async (text: string, values: unknown[]): Promise<string> =>
      (await client.query<{ id: string }>(text, values)).rows[0]?.id ?? '';
    const past = `timestamptz '2020-01-02T03:00:00Z'`;
    await client.query(
      `insert into consents.person_state (org_id, person_id, updated_at) values ($1, $2, ${past}) on conflict do nothing`,
      [orgId, personId],
    );
    const textId = await one(
      `insert into consents.consent_text (org_id, id, kind, purpose, language, version, body, reason, made_at)
       values ($1, gen_random_uuid(), 'contact', 'survey', 'ko', 90, $2, $2, ${past}) returning id`,
      [orgId, words.text],
    );
    const consent = await one(
      `insert into consents.consent (org_id, id, person_id, kind, purpose, channel, state, at, recorded_at, source, evidence_text, text_id)
       values ($1, gen_random_uuid(), $2, 'contact', 'survey', 'letter', 'granted', ${past}, ${past}, 'paper', $3, $4) returning id`,
      [orgId, personId, words.text, textId],
    );
    const suppression = await one(
      `insert into consents.suppression (org_id, id, address, channels, reason, note, at)
       values ($1, gen_random_uuid(), $2, '{fax}', 'request', $3, ${past}) returning id`,
      [orgId, words.address, words.text],
    );
    await client.query(
      `insert into consents.told (org_id, person_id, at, id, purpose, channel) values ($1, $2, platform.clock_now(), gen_random_uuid(), 'service', 'letter')`,
      [orgId, personId],
    );
    const sender = await one(
      `insert into consents.sender (org_id, id, channel, value, name, registered_on, changed_at)
       values ($1, gen_random_uuid(), 'fax', $2, $3, '2020-01-02', ${past}) returning id`,
      [orgId, words.address, words.text],
    );
    const duty = await one(
      `insert into consents.duty (org_id, id, person_id, consent_id, kind, announce_at, due_at)
       values ($1, gen_random_uuid(), $2, $3, 'reconfirmation', ${past}, ${past}) returning id`,
      [orgId, personId, consent],
    );
    const dataRequest = await one(
      `insert into consents.data_request (org_id, id, person_id, kind, asked_at, due_at)
       values ($1, gen_random_uuid(), $2, 'copy', ${past}, ${past} + interval '10 days') returning id`,
      [orgId, personId],
    );
    await client.query(
      `insert into consents.rule_change (org_id, code, revision, active, params, valid_from, reason, changed_at)
       values ($1, 'kr.budget.survey', 1, true, '{"most":1,"days":30}', '2020-01-02', $2, ${past})`,
      [orgId, words.text],
    );
    await client.query(
      `with made as (
         insert into consents.registry (org_id, id, jurisdiction, as_of, numbers, unread, file_name, brought_at)
         values ($1, gen_random_uuid(), 'CN', '2020-01-02', 1, 0, $2, ${past}) returning id
       )
       insert into consents.registry_number (org_id, registry_id, number) select $1, id, '+8613800000000' from made`,
      [orgId, words.text],
    );
    await client.query(
      `insert into consents.place_default (org_id, revision, by_number, reason, changed_at) values ($1, 1, true, $2, ${past})`,
      [orgId, words.text],
    );
    const consentEvidence = await one(
      `with made as (
         insert into platform.file (org_id, id, name, media_type, made_at, size_bytes)
         values ($1, gen_random_uuid(), $3, 'application/pdf', ${past}, 5) returning id
       ), piece as (
         insert into platform.file_piece (org_id, file_id, no, content) select $1, id, 0, '%PDF-' from made
       )
       insert into consents.evidence (org_id, id, person_id, file_id, name, media_type, size_bytes, brought_at)
       select $1, gen_random_uuid(), $2, id, $3, 'application/pdf', 5, ${past} from made returning id`,
      [orgId, personId, words.text],
    );
    await client.query(
      `with old as (
         insert into consents.consent (org_id, id, person_id, kind, purpose, channel, state, at, recorded_at, source, evidence_text)
         values ($1, gen_random_uuid(), $2, 'contact', 'renewal', 'letter', 'granted', ${past}, ${past}, 'import', $3) returning id
       )
       insert into consents.taken_back (org_id, consent_id, taken_at) select $1, id, ${past} from old`,
      [orgId, personId, words.text],
    );
    return { consent, consentEvidence, consentText: textId, suppression, sender, duty, dataRequest };
  });
}
