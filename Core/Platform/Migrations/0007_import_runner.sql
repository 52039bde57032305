-- Imports are run by any node, for all businesses. These functions show a node which one to take
-- next, and nothing else of any business.

-- Hands the import that waits longest to this runner: one that nobody works on, or whose runner
-- was not seen for so long. A business has one at a time, so that two files never add the same
-- record twice; nodes choose one after the other, so that no two choose the same.
create function kontor.claim_import(new_runner uuid, patience interval)
returns table (business_id uuid, id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(7566047373982434);
    return query
    update imports i set runner = new_runner, heartbeat_at = now(), attempts = i.attempts + 1, rows_read = 0
      from (select w.business_id, w.id from imports w
             where w.state in ('checking', 'running')
               and (w.heartbeat_at is null or w.heartbeat_at < now() - patience)
               and not exists (select from imports o
                    where o.business_id = w.business_id and o.id <> w.id
                      and o.state in ('checking', 'running') and o.heartbeat_at >= now() - patience)
             order by w.updated_at limit 1 for update skip locked) as next
     where i.business_id = next.business_id and i.id = next.id
    returning i.business_id, i.id;
end $$;

-- Removes files whose upload broke off, and those nobody has touched for a month.
create function kontor.sweep_imports() returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with gone as (
        delete from imports
         where state = 'uploading' and updated_at < now() - interval '1 hour'
            or state not in ('checking', 'running') and updated_at < now() - interval '30 days'
        returning 1)
    select count(*) from gone
$$;

revoke all on function kontor.match, kontor.claim_import, kontor.sweep_imports from public;
grant execute on function kontor.match, kontor.claim_import, kontor.sweep_imports to kontor_app;
