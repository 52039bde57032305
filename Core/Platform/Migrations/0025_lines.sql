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
    -- Lines of a record that somebody does not see are not seen either.
    execute format('create policy record_lines on %1$s as restrictive for select to kontor_app using (
        (select current_setting(''kontor.rules'')::jsonb -> %2$L ->> ''column'' is null)
        or exists (select from %2$I r where r.business_id = %1$s.business_id and r.id = %1$s.%3$I))', lines, records::text, parent);
    execute format('revoke insert, update, truncate on %s from kontor_app', lines);
    execute format('create trigger spread_%s_new after insert on %s
        referencing new table as changed for each statement execute function kontor.spread_lines(%L, %L, %L)',
        held, records, held, lines, parent);
    execute format('create trigger spread_%s after update on %s
        referencing new table as changed old table as before
        for each statement execute function kontor.spread_lines(%L, %L, %L)',
        held, records, held, lines, parent);
end $$;
