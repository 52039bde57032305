-- A record holds its lines in one column, `[{"product_id": "…", "quantity": "2"}, …]`, by the columns of a table of their
-- own; here they are spread over it, so that they refer to other records, obey that table's constraints, and are counted.
create function kontor.spread_lines() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
    held    text := tg_argv[0];
    lines   text := tg_argv[1];
    parent  text := tg_argv[2];
    columns text := (
        select string_agg(format('l.%I', attname), ', ' order by attnum) from pg_attribute
         where attrelid = lines::regclass and attnum > 0 and not attisdropped and attgenerated = ''
           and not attname = any(array['business_id', 'position', parent]::name[]));
    fresh   text := '';
begin
    if tg_op = 'UPDATE' then
        fresh := format('join before o on o.business_id = n.business_id and o.id = n.id and o.%1$I <> n.%1$I', held);
        execute format('delete from %I l using changed n %s where l.business_id = n.business_id and l.%I = n.id',
            lines, fresh, parent);
    end if;
    execute format('insert into %1$I (business_id, %2$I, position, %3$s) select n.business_id, n.id, l.ordinality, %4$s
         from changed n %5$s cross join lateral jsonb_populate_recordset(null::%1$I, n.%6$I) with ordinality l',
        lines, parent, replace(columns, 'l.', ''), columns, fresh, held);
    return null;
end $$;

-- Makes a table that of the lines which the records of another hold in a column of theirs.
create procedure kontor.lines(records regclass, held name, lines regclass, parent name) language plpgsql as $$
begin
    call kontor.wall(lines);
    execute format('revoke insert, update, truncate on %s from kontor_app', lines);
    execute format('create trigger spread_%s_new after insert on %s
        referencing new table as changed for each statement execute function kontor.spread_lines(%L, %L, %L)',
        held, records, held, lines, parent);
    execute format('create trigger spread_%s after update on %s
        referencing new table as changed old table as before
        for each statement execute function kontor.spread_lines(%L, %L, %L)',
        held, records, held, lines, parent);
end $$;

-- Finds a page of a business's records by a part of their text, in the order asked for.
--
-- A function of the owner, because under a row policy a trigram index cannot be used: LIKE is
-- not leakproof, so PostgreSQL would read all the rows of the business first. It therefore
-- takes the business from the setting itself, as the policies do.
--
-- narrowed: {"column": "value"}; null stands for an empty field. A field that the business added is custom.<its name>; a
-- column that holds several values, of which this must be one, is has.<its name>. The page begins after the record
-- after_id in that order; without one, at the start.
create or replace function kontor.search(
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
    wanted    text := lower(term collate "und-x-icu");
    hits      bigint;
begin
    if allowed is null then
        raise exception 'there are no records "%" to search', records using errcode = 'undefined_table';
    end if;
    if not sorted = any(allowed) then
        raise exception 'records cannot be sorted by "%"', sorted using errcode = 'undefined_column';
    end if;
    for name, value in select * from jsonb_each_text(narrowed) loop
        if name like 'custom.%' then
            condition := condition || format(' and custom ->> %L = %L', substr(name, 8), value);
            continue;
        end if;
        if name like 'has.%' and substr(name, 5) = any(allowed) then
            condition := condition || format(' and %I @> jsonb_build_array(%L::text)', substr(name, 5), value);
            continue;
        end if;
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
    if term <> '' then
        -- What many rows contain is found soonest by going through them in their order, what few contain by its
        -- trigrams, which less than three letters do not have. The first rows tell which it is.
        execute format('select count(*) from (select search from %I where %s order by %I %s, id %4$s limit 300) as first
             where strpos(search, %L) > 0', records, condition, sorted, way, wanted) into hits;
        condition := condition || case when hits > 2 or length(term) < 3
            then format(' and strpos(search, %L) > 0', wanted)
            else format(' and search like %L',
                '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%') end;
    end if;
    return query execute format('select id from %I where %s order by %I %s, id %4$s limit %5$s',
        records, condition, sorted, way, least(most, 100001));
end $$;
