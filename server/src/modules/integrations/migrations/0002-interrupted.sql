-- Imports whose job was given up, or whose command was killed, stood as running for ever: they may be continued.
update integrations.import i set state = 'failed', error_code = 'imports.interrupted', error_params = '{}'
where i.state = 'running' and not exists (
  select from platform.job j where j.org_id = i.org_id and j.ref_id = i.id and j.state in ('waiting', 'running')
);
