-- When bytes of an upload last arrived, as long as they do: one that broke off is told from one that is slow.
alter table files add column progress_at timestamptz not null default now();

-- What all files of a business have, in bytes: also of those that a rule hides from who asks.
create index on files (business_id) include (size) where removed_at is null;
create function kontor.stored_bytes() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(sum(size), 0)::bigint from files
     where business_id = current_setting('kontor.business_id')::uuid and removed_at is null
$$;

-- Lets a program's key to an upload be used again: where the upload broke off, where its file was removed, and after a day.
-- Answers how many keys that were.
create function kontor.free_upload_key(key bytea) returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with broken as (
        delete from files
         where business_id = current_setting('kontor.business_id')::uuid and upload_key = key
           and size is null and progress_at < now() - interval '1 minute' returning 1),
    past as (
        update files set upload_key = null
         where business_id = current_setting('kontor.business_id')::uuid and upload_key = key
           and size is not null and (removed_at is not null or created_at < now() - interval '1 day') returning 1)
    select (select count(*) from broken) + (select count(*) from past)
$$;

-- The bytes to be removed behind that file, so that those which cannot be removed keep none waiting.
drop function kontor.superfluous_files;
create function kontor.superfluous_files(most integer, after_business uuid, after_file uuid)
returns table (business_id uuid, id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.business_id, r.id from file_removals r
     where after_file is null or (r.business_id, r.id) > (after_business, after_file)
     order by r.business_id, r.id limit most
$$;

revoke all on function kontor.stored_bytes, kontor.free_upload_key, kontor.superfluous_files from public;
grant execute on function kontor.stored_bytes, kontor.free_upload_key, kontor.superfluous_files to kontor_app;

-- As before, but what was added to a record goes with it by whatever statement the record goes, such as a reference that
-- cascades: nothing would lead to its notes and files any more.
create or replace function kontor.note_purged() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
    actor text[] := kontor.actor();
    start text := kontor.id_start();
    here  bigint;
    event text := kontor.event_name(tg_table_name, 'purged');
begin
    if not exists (select from before) then return null; end if;
    here := kontor.tx();
    delete from personal_keys k using before o
     where k.business_id = o.business_id and k.record = tg_table_name and k.record_id = o.id;
    delete from notes n using before o
     where n.business_id = o.business_id and n.record = tg_table_name and n.record_id = o.id;
    delete from attachments a using before o
     where a.business_id = o.business_id and a.record = tg_table_name and a.record_id = o.id;
    delete from files f using before o
     where f.business_id = o.business_id and f.record = tg_table_name and f.record_id = o.id;
    insert into events (business_id, id, name, record, record_id, payload, member_id, source, address, record_version, tx)
    select o.business_id, (start || substr(gen_random_uuid()::text, 19))::uuid, event, tg_table_name, o.id,
           jsonb_build_object('version', o.version), actor[1]::uuid, actor[2], actor[3], o.version, here
      from before o;
    return null;
end $$;
