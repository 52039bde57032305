-- The walls every table stands behind. The logins kontor_app and kontor_operator exist
-- before the first migration runs: they belong to the server, not to this database.

create extension if not exists pg_trgm;
create extension if not exists btree_gin; -- so that a trigram index can start with business_id

revoke create on schema public from public;
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
grant usage on schema public to kontor_app, kontor_operator;

create schema kontor;
grant usage on schema kontor to kontor_app, kontor_operator;

-- Shuts a tenant's table off: the application sees the rows of the business it names, and an
-- error when it names none. A subselect, because that is asked once for a statement; without,
-- it would be asked again for every row another table is joined to. Forced, because owners skip policies; the owner, who migrates
-- all businesses at once, has a policy of its own.
create procedure kontor.wall(tenants regclass) language plpgsql as $$
begin
    execute format('alter table %s enable row level security, force row level security', tenants);
    execute format($p$create policy business_rows on %s to kontor_app
        using (business_id = (select current_setting('kontor.business_id')::uuid))$p$, tenants);
    execute format('create policy migrations on %s to %I using (true) with check (true)', tenants, current_user);
    execute format('grant select, insert, update, delete on %s to kontor_app', tenants);
end $$;

-- How many rows of each kind a business has: kept as differences that are only ever added,
-- so that writers never wait for each other, and folded together now and then.
create table record_tallies (
    business_id uuid not null,
    record      text not null,
    difference  bigint not null
);
create index on record_tallies (business_id, record) include (difference);
call kontor.wall('record_tallies');
grant select on record_tallies to kontor_operator;
create policy operator_reads on record_tallies for select to kontor_operator using (true);

create function kontor.tally() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into record_tallies
        select business_id, tg_table_name, count(*) from changed where deleted_at is null
         group by business_id having count(*) <> 0;
    elsif tg_op = 'DELETE' then
        insert into record_tallies
        select business_id, tg_table_name, -count(*) from changed where deleted_at is null
         group by business_id having count(*) <> 0;
    else
        insert into record_tallies
        select business_id, tg_table_name, sum(difference) from (
            select business_id, 1 as difference from changed where deleted_at is null
            union all
            select business_id, -1 from before where deleted_at is null) as d
         group by business_id having sum(difference) <> 0;
    end if;
    if random() < 0.02 then
        with gone as (
            delete from record_tallies where ctid = any(array(
                select ctid from record_tallies where record = tg_table_name for update skip locked))
            returning business_id, difference)
        insert into record_tallies
        select business_id, tg_table_name, sum(difference) from gone group by business_id;
    end if;
    return null;
end $$;

-- The records whose lists can be searched, with the columns they can be narrowed and sorted by.
create table searchable_records (
    record  name primary key,
    columns name[] not null
);
grant select on searchable_records to kontor_app;

-- Makes a table a record's: walled, tallied, and searchable by its column `search`.
create procedure kontor.record(records regclass, columns name[]) language plpgsql as $$
begin
    call kontor.wall(records);
    execute format('create trigger tally_insert after insert on %s
        referencing new table as changed for each statement execute function kontor.tally()', records);
    execute format('create trigger tally_update after update on %s
        referencing new table as changed old table as before
        for each statement execute function kontor.tally()', records);
    execute format('create trigger tally_delete after delete on %s
        referencing old table as changed for each statement execute function kontor.tally()', records);
    insert into searchable_records values (records::text, columns || '{id}'::name[]);
end $$;

-- Finds a page of a business's records by a part of their text, in the order asked for.
--
-- A function of the owner, because under a row policy a trigram index cannot be used: LIKE is
-- not leakproof, so PostgreSQL would read all the rows of the business first. It therefore
-- takes the business from the setting itself, as the policies do.
--
-- narrowed: {"column": "value"}; null stands for an empty field. The page begins after the
-- record after_id in that order; without one, at the start.
create function kontor.search(
    records name, term text, narrowed jsonb, sorted name, descending boolean, after_id uuid, most integer
) returns setof uuid language plpgsql stable security definer rows 50
set search_path = public, pg_temp as $$
declare
    allowed   name[] := (select columns from searchable_records where record = records);
    business  text := format('business_id = %L::uuid', current_setting('kontor.business_id')::uuid);
    condition text := business || ' and deleted_at is null';
    way       text := case when descending then 'desc' else 'asc' end;
    beyond    text := case when descending then '<' else '>' end;
    place     text;
    name      text;
    value     text;
begin
    if allowed is null then
        raise exception 'there are no records "%" to search', records using errcode = 'undefined_table';
    end if;
    if not sorted = any(allowed) then
        raise exception 'records cannot be sorted by "%"', sorted using errcode = 'undefined_column';
    end if;
    if term <> '' then
        condition := condition || format(' and search like %L',
            '%' || replace(replace(replace(lower(term collate "und-x-icu"), '\', '\\'), '%', '\%'), '_', '\_') || '%');
    end if;
    for name, value in select * from jsonb_each_text(narrowed) loop
        if not name = any(allowed) then
            raise exception 'records cannot be narrowed by "%"', name using errcode = 'undefined_column';
        end if;
        condition := condition || case when value is null
            then format(' and %I is null', name) else format(' and %I = %L', name, value) end;
    end loop;
    if after_id is not null and sorted = 'id' then
        condition := condition || format(' and id %s %L', beyond, after_id);
    elsif after_id is not null then
        execute format('select %I::text from %I where %s and id = %L', sorted, records, business, after_id) into place;
        condition := condition || format(' and (%I, id) %s (%L, %L)', sorted, beyond, place, after_id);
    end if;
    return query execute format('select id from %I where %s order by %I %s, id %4$s limit %5$s',
        records, condition, sorted, way, least(most, 100001));
end $$;
revoke all on function kontor.search from public;
grant execute on function kontor.search to kontor_app;
