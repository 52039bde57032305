-- What fields held before many records were changed at once, so that it can be taken back for a day. It may be about people.
create table bulk_changes (
    business_id   uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    edit_id       uuid not null, -- UUIDv7, made by the application for all records changed at once
    record_id     uuid not null,
    member_id     uuid not null, -- who may take it back
    version_after integer not null, -- while the record has this one, nobody changed it since
    before        jsonb not null, -- by column
    created_at    timestamptz not null default now(),
    primary key (business_id, edit_id, record_id),
    foreign key (business_id, member_id) references members on delete cascade
);
create index on bulk_changes (created_at);
create index on bulk_changes (business_id, record_id);
call kontor.wall('bulk_changes');

create function kontor.sweep_bulk_changes() returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from bulk_changes where created_at < now() - interval '1 day' returning 1)
    select count(*) from gone
$$;
revoke all on function kontor.sweep_bulk_changes from public;
grant execute on function kontor.sweep_bulk_changes to kontor_app;
