-- What people and programs upload. The bytes lie in the store of files, under the id; a row says what they are. It is
-- there before they are, and says so by having no size, so that no bytes are ever stored that no row knows of. A file
-- belongs to one record once that names it; until then only who uploaded it may see it, and after a day it is swept.
create table files (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null, -- UUIDv7, made by the application
    name        text not null check (name <> ''), -- as people know it
    media_type  text not null default '', -- found in the bytes
    size        bigint, -- bytes; null until all of them are stored
    sha256      bytea,
    uploaded_by uuid,
    upload_key  bytea, -- a program's own key to this upload, so that it is made once
    record      text, -- the table of the record that names it
    record_id   uuid,
    field       text, -- the column that names it; null: it is attached
    created_at  timestamptz not null default now(),
    removed_at  timestamptz, -- its bytes are gone then, or about to be; its name stays for the history
    primary key (business_id, id),
    unique (business_id, upload_key),
    foreign key (business_id, uploaded_by) references members,
    check ((record is null) = (record_id is null) and (field is null or record is not null)),
    check (record is null or size is not null)
);
create index on files (business_id, record, record_id) where record is not null;
create index on files (created_at) where record is null;
call kontor.wall('files');

-- Bytes to be removed, once the transaction is over that made them superfluous.
create table file_removals (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null, -- the file's
    primary key (business_id, id)
);
call kontor.wall('file_removals');

create function kontor.remove_bytes() returns trigger language plpgsql as $$
begin
    insert into file_removals (business_id, id) values (old.business_id, old.id) on conflict do nothing;
    return null;
end $$;
create trigger remove_deleted after delete on files for each row execute function kontor.remove_bytes();
create trigger remove_removed after update of removed_at on files for each row
    when (old.removed_at is null and new.removed_at is not null) execute function kontor.remove_bytes();

-- Gives a file to the record that names it, and takes away the one it named before. Only who uploaded a file may give
-- it, and only once; that it is there as a whole is looked at in the same moment in which it is given.
create function kontor.claim_file() returns trigger language plpgsql as $$
#variable_conflict use_variable
declare
    given   uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
    before  uuid := case when tg_op = 'UPDATE' then (to_jsonb(old) ->> tg_argv[0])::uuid end;
    member  uuid := (kontor.actor())[1]::uuid;
begin
    if given is not null then
        update files f set record = tg_table_name, record_id = new.id, field = tg_argv[0]
         where f.business_id = new.business_id and f.id = given and f.size is not null and f.removed_at is null
           and (tg_argv[1] = 'any' or f.media_type like 'image/%')
           and (f.record is null and (member is null or f.uploaded_by = member)
                or (f.record, f.record_id, f.field) = (tg_table_name, new.id, tg_argv[0]));
        if not found then
            raise foreign_key_violation using message = 'there is no such file to be named', table = tg_table_name, column = tg_argv[0];
        end if;
    end if;
    if before is not null then
        update files f set removed_at = now()
         where f.business_id = old.business_id and f.id = before and f.record = tg_table_name and f.record_id = old.id and f.removed_at is null;
    end if;
    return null;
end $$;

-- Makes a column of a record's table one that names a file: 'any', or an 'image'.
create procedure kontor.file(records regclass, field name, allowed text default 'any') language plpgsql as $$
begin
    execute format('alter table %s add foreign key (business_id, %I) references files', records, field);
    execute format('create index on %s (business_id, %I) where %2$I is not null', records, field);
    execute format('create trigger %I after insert on %s for each row when (new.%I is not null) execute function kontor.claim_file(%L, %L)',
        'claim_' || field, records, field, field, allowed);
    execute format('create trigger %I after update of %I on %s for each row when (new.%2$I is distinct from old.%2$I)
        execute function kontor.claim_file(%4$L, %5$L)', 'claim_changed_' || field, field, records, field, allowed);
end $$;

-- Forgets what was uploaded and never named, or not to its end.
create function kontor.sweep_files() returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from files where record is null and created_at < now() - interval '1 day' returning 1)
    select count(*) from gone
$$;

-- The bytes to be removed, of all businesses, and that they are.
create function kontor.superfluous_files(most integer) returns table (business_id uuid, id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select business_id, id from file_removals order by business_id, id limit most
$$;
create function kontor.file_removed(business uuid, file uuid) returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from file_removals where business_id = business and id = file returning 1) select count(*) from gone
$$;

revoke all on function kontor.sweep_files, kontor.superfluous_files, kontor.file_removed, kontor.claim_file, kontor.remove_bytes from public;
grant execute on function kontor.sweep_files, kontor.superfluous_files, kontor.file_removed to kontor_app;
