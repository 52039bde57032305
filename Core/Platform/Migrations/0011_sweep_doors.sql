-- Removes what no longer opens a door or slows one down. Signing in removes only the person's own sessions,
-- so those of people who never come back would stay for ever.
create function kontor.sweep_doors() returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with members as (delete from sessions where expires_at <= now() returning 1),
         operators as (delete from operator_sessions where expires_at <= now() returning 1),
         failures as (delete from sign_in_failures where last_failure < now() - interval '1 hour' returning 1)
    select (select count(*) from members) + (select count(*) from operators) + (select count(*) from failures)
$$;

revoke all on function kontor.sweep_doors from public;
grant execute on function kontor.sweep_doors to kontor_app;
