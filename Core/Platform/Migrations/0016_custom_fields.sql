-- The fields that a business added to its records, by their table: {"customers": [{"name": "x_vat", …}]}. They lie
-- beside the business, because every page needs them, and finds them where it learns who is asking.
alter table businesses add column custom_fields jsonb not null default '{}' check (jsonb_typeof(custom_fields) = 'object');
grant update (custom_fields) on businesses to kontor_app;

drop function kontor.access(bytea);
-- Who a cookie stands for, in which business; no row for one that is unknown, expired or deactivated.
create function kontor.access(digest bytea)
returns table (
    user_id uuid, user_name text, email text, user_language text, expires_at timestamptz,
    member_id uuid, role text,
    business_id uuid, business_name text, suspended_reason text, suspended_at timestamptz, business_language text,
    currency text, time_zone text, hue integer, features_off text[], custom_fields jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select u.id, u.name, u.email, u.language, s.expires_at, m.id, m.role,
           b.id, b.name, b.suspended_reason, b.suspended_at, b.language, b.currency, b.time_zone, b.hue, b.features_off,
           b.custom_fields
      from sessions s
      join users u on u.id = s.user_id and u.deactivated_at is null
      join members m on m.user_id = u.id and m.business_id = s.business_id
      join businesses b on b.id = s.business_id
     where s.token_digest = digest and s.expires_at > now()
$$;
revoke all on function kontor.access from public;
grant execute on function kontor.access to kontor_app;

-- Finds a page of a business's records by a part of their text, in the order asked for.
--
-- A function of the owner, because under a row policy a trigram index cannot be used: LIKE is
-- not leakproof, so PostgreSQL would read all the rows of the business first. It therefore
-- takes the business from the setting itself, as the policies do.
--
-- narrowed: {"column": "value"}; null stands for an empty field. A field that the business added is custom.<its name>. The page begins after the
-- record after_id in that order; without one, at the start.
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
