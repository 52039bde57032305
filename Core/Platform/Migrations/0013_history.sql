-- One table is the log of events, each record's history, the audit log and the feed of changes. Triggers write it, so
-- that no road to a record leads past it: not a module's own SQL, not an import.
create extension if not exists pgcrypto;

-- Transactions are numbered on through a restored backup, whose server counts anew: see kontor.keep_counting.
create table transaction_offset (
    is_one boolean primary key default true check (is_one),
    value  bigint not null default 0
);
insert into transaction_offset default values;
grant select on transaction_offset to kontor_app;

create function kontor.tx() returns bigint language sql stable as
    'select pg_current_xact_id()::text::bigint + value from public.transaction_offset';

-- Every transaction before this one is over, and what it wrote can be seen: whoever reads on from here misses nothing.
create function kontor.horizon() returns bigint language sql stable as
    'select pg_snapshot_xmin(pg_current_snapshot())::text::bigint + value from public.transaction_offset';

-- The first 18 characters of a UUIDv7 of now (RFC 9562 §6.2, method 3: microseconds, so that they sort by their age).
create function kontor.id_start() returns text language sql volatile as $$
    select format('%s-%s-7%s', left(ms, 8), right(ms, 4), lpad(to_hex((us % 1000 * 4096 / 1000)::integer), 3, '0'))
      from (select us, lpad(to_hex(us / 1000), 12, '0') as ms
              from (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as us) as now) as parts
$$;
create function kontor.new_id() returns uuid language sql volatile as
    'select (kontor.id_start() || substr(gen_random_uuid()::text, 19))::uuid';

-- Who is at it, and from where, in three words: member, source, address. Said by the application with each transaction.
create function kontor.actor() returns text[] language sql stable as
    $$ select string_to_array(coalesce(current_setting('kontor.actor', true), ''), ' ', '') $$;

alter table events
    alter column record_id drop not null, -- a whole list may have been read
    add column source         text,       -- where from: portal, api, import, …
    add column address        text,
    add column record_version integer,
    add column changes        jsonb,      -- {"column": [before, after]}; null for a secret one
    add column personal       bytea,      -- the same for personal columns, under the key of that record
    add column tx             bigint not null default 0;
alter table events
    alter column id set default kontor.new_id(),
    alter column member_id set default (kontor.actor())[1]::uuid,
    alter column source set default (kontor.actor())[2],
    alter column address set default (kontor.actor())[3],
    alter column tx set default kontor.tx();
create index on events (business_id, tx, id);
create index on events (tx);
-- Nobody writes into the past: when and in which transaction is not for the application to say.
revoke insert, truncate on events from kontor_app;
grant insert (business_id, id, name, record, record_id, version, payload, member_id, source, address, record_version, changes)
    on events to kontor_app;

-- What the triggers must know of a record; filled from the modules' declarations whenever the owner migrates.
create table declared_records (
    record    name primary key,
    module    text not null,
    personal  name[] not null,
    secret    name[] not null,
    partners  jsonb not null, -- {"price": "price_currency"}: one says nothing without the other
    sensitive boolean not null
);

grant select on declared_records to kontor_app;

-- Each record's key to the personal values in its history. To erase them, the key is destroyed.
create table personal_keys (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    record      name not null,
    record_id   uuid not null,
    key         bytea, -- null once it is destroyed
    erased_tx   bigint,
    primary key (business_id, record, record_id)
);
call kontor.wall('personal_keys');
revoke insert, update, delete on personal_keys from kontor_app;

-- AES-256 in CBC mode, after the key's fingerprint and a random start.
create function kontor.encrypted(content jsonb, key bytea) returns bytea language plpgsql volatile as $$
declare
    start bytea := public.gen_random_bytes(16);
begin
    return substr(sha256(key), 1, 8) || start || public.encrypt_iv(convert_to(content::text, 'UTF8'), key, start, 'aes');
end $$;

-- Null where the key is another than it was, because that one was destroyed.
create function kontor.decrypted(content bytea, key bytea) returns jsonb language sql stable as $$
    select case when substr(content, 1, 8) = substr(sha256(key), 1, 8)
        then convert_from(public.decrypt_iv(substr(content, 25), key, substr(content, 9, 16), 'aes'), 'UTF8')::jsonb end
$$;

create function kontor.event_name(records name, happened text) returns text language sql stable as $$
    select concat((select module || '.' from public.declared_records where record = records), records, '.', happened)
$$;

create function kontor.note_created() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
    actor text[] := kontor.actor();
    start text := kontor.id_start();
    here  bigint;
    event text := kontor.event_name(tg_table_name, 'created');
begin
    if not exists (select from changed) then return null; end if;
    here := kontor.tx();
    insert into events (business_id, id, name, record, record_id, payload, member_id, source, address, record_version, tx)
    select n.business_id, (start || substr(gen_random_uuid()::text, 19))::uuid, event, tg_table_name, n.id,
           jsonb_build_object('version', n.version), actor[1]::uuid, actor[2], actor[3], n.version, here
      from changed n;
    return null;
end $$;

-- Without nested loops, because a plan made for one row is used again for thousands.
create function kontor.note_changed() returns trigger language plpgsql security definer
set search_path = public, pg_temp set enable_nestloop = off as $$
#variable_conflict use_variable
declare
    declared declared_records;
    names    text := kontor.event_name(tg_table_name, '');
    actor    text[] := kontor.actor();
    start    text := kontor.id_start();
    here     bigint;
    left_out text[] := '{id,business_id,version,created_at,updated_at,deleted_at,search}';
begin
    if not exists (select from changed) then return null; end if;
    here := kontor.tx();
    select * into declared from declared_records where record = tg_table_name;
    with pairs as materialized (
        select n.business_id, n.id, n.version, o.version as was_version, o.deleted_at is null as was_there, n.deleted_at is null as is_there,
               to_jsonb(o) - left_out as before, to_jsonb(n) - left_out as after,
               case when declared.personal <> '{}' then (
                   select k from personal_keys k
                    where k.business_id = n.business_id and k.record = tg_table_name and k.record_id = n.id) end as found
          from changed n join before o on o.business_id = n.business_id and o.id = n.id),
    differing as materialized (
        select p.*, (p.found).erased_tx is not distinct from here as is_erased, (
                   select jsonb_object_agg(c.key, case when c.key = any(declared.secret) then 'null'
                              else jsonb_build_array(p.before -> c.key, c.value) end)
                     from jsonb_each(p.after) c
                    where c.value <> p.before -> c.key
                       or p.after -> (declared.partners ->> c.key) <> p.before -> (declared.partners ->> c.key)) as difference
          from pairs p),
    parted as materialized (
        select d.*, case when not d.is_erased and declared.record is not null
                   then nullif(d.difference - declared.personal::text[], '{}') end as changes,
               case when not d.is_erased and d.difference ?| declared.personal::text[] then (
                   select jsonb_object_agg(c.key, c.value) from jsonb_each(d.difference) c
                    where c.key = any(declared.personal)) end as personal
          from differing d),
    made as (
        insert into personal_keys as k (business_id, record, record_id, key)
        select p.business_id, tg_table_name, p.id, gen_random_bytes(32)
          from parted p where p.personal is not null and (p.found).key is null
        on conflict (business_id, record, record_id) do update set key = excluded.key
        returning k.business_id, k.record_id, k.key)
    insert into events (
        business_id, id, name, record, record_id, payload, member_id, source, address, record_version, tx, changes, personal)
    select p.business_id, (start || substr(gen_random_uuid()::text, 19))::uuid,
           names || case
               when p.is_erased then 'erased' when p.was_there and not p.is_there then 'deleted'
               when p.is_there and not p.was_there then 'restored' else 'changed' end,
           tg_table_name, p.id, jsonb_build_object('version', p.version), actor[1]::uuid, actor[2], actor[3], p.version, here, p.changes,
           case when p.personal is not null then kontor.encrypted(p.personal, coalesce((p.found).key, m.key)) end
      from parted p left join made m on m.business_id = p.business_id and m.record_id = p.id
     where p.version <> p.was_version or p.was_there <> p.is_there or p.difference is not null;
    return null;
end $$;

create function kontor.note_purged() returns trigger language plpgsql security definer
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
    insert into events (business_id, id, name, record, record_id, payload, member_id, source, address, record_version, tx)
    select o.business_id, (start || substr(gen_random_uuid()::text, 19))::uuid, event, tg_table_name, o.id,
           jsonb_build_object('version', o.version), actor[1]::uuid, actor[2], actor[3], o.version, here
      from before o;
    return null;
end $$;

-- Destroys the key to a record's personal values. The change of that record which follows in the same transaction, and
-- blanks them, is then called `erased` and keeps no values.
create function kontor.forget(records name, id uuid) returns void language sql security definer
set search_path = public, pg_temp as $$
    insert into personal_keys as k (record, record_id, erased_tx) values (records, id, kontor.tx())
    on conflict (business_id, record, record_id) do update set key = null, erased_tx = excluded.erased_tx
$$;
revoke all on function kontor.forget from public;
grant execute on function kontor.forget to kontor_app;

-- Makes whatever happens to a table's rows an event.
create procedure kontor.remember(records regclass) language plpgsql as $$
begin
    execute format('create trigger note_created after insert on %s
        referencing new table as changed for each statement execute function kontor.note_created()', records);
    execute format('create trigger note_changed after update on %s
        referencing new table as changed old table as before
        for each statement execute function kontor.note_changed()', records);
    execute format('create trigger note_purged after delete on %s
        referencing old table as before for each statement execute function kontor.note_purged()', records);
end $$;

-- Makes a table a record's: walled, tallied, remembered, and searchable by its column `search`.
create or replace procedure kontor.record(records regclass, columns name[]) language plpgsql as $$
begin
    call kontor.wall(records);
    execute format('create trigger tally_insert after insert on %s
        referencing new table as changed for each statement execute function kontor.tally()', records);
    execute format('create trigger tally_update after update on %s
        referencing new table as changed old table as before
        for each statement execute function kontor.tally()', records);
    execute format('create trigger tally_delete after delete on %s
        referencing old table as changed for each statement execute function kontor.tally()', records);
    call kontor.remember(records);
    insert into searchable_records values (records::text, columns || '{id}'::name[]);
end $$;

do $$
declare
    records name;
begin
    for records in select record from searchable_records loop call kontor.remember(records::text::regclass); end loop;
end $$;
