-- The one word that a stop was heard: how long it may go though everything is stopped.
insert into consents.rule (code, kind, jurisdiction, channels, purposes, params, valid_from, source) values
  ('kr.stop-reply', 'stop_reply', 'KR', '{sms,alimtalk,email}', '{service}', '{"days":14}', '2020-01-01', 'Network Act art. 50(7), Decree art. 62-2: what became of a refusal is told within 14 days (v)'),
  ('us.stop-reply', 'stop_reply', 'US', '{sms}', '{service}', '{"minutes":5}', '2020-01-01', '47 CFR 64.1200(a)(12): one text that confirms a revocation, within five minutes, without advertising (v)');
