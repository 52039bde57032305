-- What an import did, so that it can be taken back as a whole while it is kept. Of records it added only the ids, in
-- pieces of some rows; of those it changed what their fields held before, which may be about people.
create table import_additions (
    business_id uuid not null default current_setting('kontor.business_id')::uuid,
    import_id   uuid not null,
    number      integer not null, -- from 0
    records     uuid[] not null,
    primary key (business_id, import_id, number),
    foreign key (business_id, import_id) references imports on delete cascade
);
call kontor.wall('import_additions');

create table import_changes (
    business_id   uuid not null default current_setting('kontor.business_id')::uuid,
    import_id     uuid not null,
    record_id     uuid not null,
    version_after integer not null, -- while the record has this one, nobody changed it since
    before        jsonb not null, -- by column
    primary key (business_id, import_id, record_id),
    foreign key (business_id, import_id) references imports on delete cascade
);
call kontor.wall('import_changes');

alter table imports drop constraint imports_state_check;
alter table imports add constraint imports_state_check check (state in
    ('uploading', 'uploaded', 'checking', 'checked', 'running', 'done', 'failed', 'undoing', 'undone'));
create index on imports (business_id, record, id desc);
create index on imports (updated_at) where state in ('checking', 'running', 'undoing');
drop index imports_updated_at_idx;

-- As before, for those that are being taken back too.
create or replace function kontor.claim_import(new_runner uuid, patience interval)
returns table (business_id uuid, id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(7566047373982434);
    return query
    update imports i set runner = new_runner, heartbeat_at = now(), attempts = i.attempts + 1, rows_read = 0
      from (select w.business_id, w.id from imports w
             where w.state in ('checking', 'running', 'undoing')
               and (w.heartbeat_at is null or w.heartbeat_at < now() - patience)
               and not exists (select from imports o
                    where o.business_id = w.business_id and o.id <> w.id
                      and o.state in ('checking', 'running', 'undoing') and o.heartbeat_at >= now() - patience)
             order by w.updated_at limit 1 for update skip locked) as next
     where i.business_id = next.business_id and i.id = next.id
    returning i.business_id, i.id;
end $$;

create or replace function kontor.sweep_imports() returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with gone as (
        delete from imports
         where state = 'uploading' and updated_at < now() - interval '1 hour'
            or state not in ('checking', 'running', 'undoing') and updated_at < now() - interval '30 days'
        returning 1)
    select count(*) from gone
$$;
