-- As before, but what is matched may also be a field that the business added: custom.<its name>.
--
-- Finds the records a file means: for each text, by its place in the array from 1, the oldest
-- record of the business that has it in that column, and how many have it. Case does not matter.
--
-- A function of the owner, because under a row policy an index on lower(…) cannot be used: lower
-- is not leakproof. It therefore takes the business and the rules from the settings themselves, as the policies do.
--
-- By the planner's statistics a business that has just begun to import has no rows, and then any index that
-- begins with business_id looks as good to it as the one on lower(…), though it is a thousand times slower. So
-- the rows are asked for in the order of lower(…), and sorting is forbidden: only one index can do that.
create or replace function kontor.match(records name, key name, texts text[])
returns table (place bigint, id uuid, times bigint)
language plpgsql stable security definer set search_path = public, pg_temp
set enable_sort = off set enable_seqscan = off set enable_bitmapscan = off set jit = off as $$
declare
    condition text;
    folding   text;
    holder    text := format('r.%I', key);
begin
    if not exists (select from searchable_records where record = records) then
        raise exception 'there are no records "%" to match', records using errcode = 'undefined_table';
    end if;
    condition := format('r.business_id = %L::uuid and r.deleted_at is null', current_setting('kontor.business_id')::uuid)
        || kontor.rule_condition(records);
    if key like 'custom.%' then
        folding := ' collate "und-x-icu"';
        holder := format('(r.custom ->> %L)', substr(key, 8)) || folding;
    else
        -- Both sides must be folded by the rules of the column.
        select format(' collate %I.%I', n.nspname, c.collname) into strict folding
          from pg_attribute a join pg_collation c on c.oid = a.attcollation join pg_namespace n on n.oid = c.collnamespace
         where a.attrelid = records::text::regclass and a.attname = key;
    end if;
    if exists (select from pg_index i where i.indrelid = records::text::regclass
                and pg_get_indexdef(i.indexrelid) ~ format('\(business_id, lower\(%s\)\)', key)) then
        return query execute format($q$
            select k.place, m.ids[1], cardinality(m.ids)::bigint
              from unnest($1) with ordinality as k (text, place), lateral (
                   select array_agg(f.id order by f.id) as ids from (
                       select r.id from %1$I r
                        where %2$s and lower(%3$s) >= lower(k.text%4$s) and lower(%3$s) <= lower(k.text%4$s)
                        order by lower(%3$s)) f) m
             where m.ids is not null$q$, records, condition, holder, folding) using texts;
    else
        -- Without an index all rows are gone over, once for all texts.
        return query execute format($q$
            select k.place, (array_agg(r.id order by r.id))[1], count(*)
              from unnest($1) with ordinality as k (text, place)
              join %1$I r on %2$s and lower(%3$s) = lower(k.text%4$s)
             group by k.place$q$, records, condition, holder, folding) using texts;
    end if;
end $$;
