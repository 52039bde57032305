-- Which records and fields a member of the business sees: rules by role, decided by the business itself.

-- {"staff": {"customers": {"rows": {…}, "fields": {"email": "hidden"}}}}. They lie beside the business, because every page
-- needs them, and finds them where it learns who is asking.
alter table businesses add column access_rules jsonb not null default '{}' check (jsonb_typeof(access_rules) = 'object');
grant update (access_rules) on businesses to kontor_app;

create table teams (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null, -- UUIDv7, made by the application
    name        text not null check (length(name) between 1 and 60),
    created_at  timestamptz not null default now(),
    primary key (business_id, id)
);
create unique index teams_name_key on teams (business_id, lower(name));
call kontor.wall('teams');

create table team_members (
    business_id uuid not null default current_setting('kontor.business_id')::uuid,
    team_id     uuid not null,
    member_id   uuid not null,
    primary key (business_id, team_id, member_id),
    foreign key (business_id, team_id) references teams on delete cascade,
    foreign key (business_id, member_id) references members on delete cascade
);
create index on team_members (business_id, member_id);
call kontor.wall('team_members');

-- All who are in a team with this member, the member among them; nobody for one who is in none.
create function kontor.teammates(of_business uuid, of_member uuid) returns uuid[] language sql stable as $$
    select coalesce(array_agg(distinct o.member_id), '{}')
      from public.team_members t
      join public.team_members o on o.business_id = t.business_id and o.team_id = t.team_id
     where t.business_id = of_business and t.member_id = of_member
$$;

-- Nodes keep for a moment who is in a team with whom.
create function kontor.team_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('kontor_access', coalesce(new.business_id, old.business_id)::text);
    return null;
end $$;
create trigger team_changed after insert or update or delete on team_members
    for each row execute function kontor.team_changed();

-- The people of the business as records refer to them. A view of the owner, which therefore takes the business from the
-- setting itself; a barrier, so that no condition is asked of anybody else's people.
create view colleagues with (security_barrier) as
    select m.business_id, m.id, u.name, u.email, null::timestamptz as deleted_at
      from members m join users u on u.id = m.user_id
     where m.business_id = (select current_setting('kontor.business_id')::uuid);
grant select on colleagues to kontor_app;

-- Lets the application see and write only those rows of a record's table that the setting kontor.rules allows:
-- {"customers": {"column": "owner", "values": ["…"], "hidden": ["email"], "member": "…"}}. Of a table that is not in it, or without a
-- column, every row is allowed; where nobody has set it, a statement fails. Each subselect is asked once for a statement.
-- The column is one that lists can be narrowed by, the owner, or custom.<field>. Called again when the table gets such
-- a column.
create procedure kontor.ruled(records regclass) language plpgsql as $$
declare
    rule      text := format('current_setting(''kontor.rules'')::jsonb -> %L', records::text);
    columns   name[] := (select s.columns from searchable_records s where s.record = records::text);
    owned     text := '';
    branches  text;
    condition text;
begin
    select string_agg(format('when %L then %I::text', attname, attname), ' ' order by attname) into branches
      from pg_attribute
     where attrelid = records and attnum > 0 and not attisdropped and (attname in ('id', 'owner') or attname = any(columns));
    if exists (select from pg_attribute where attrelid = records and attname = 'custom' and not attisdropped) then
        branches := branches || format(' else custom ->> (select substr(%s ->> ''column'', 8))', rule);
    end if;
    -- What is asked most is asked first, and costs least.
    if exists (select from pg_attribute where attrelid = records and attname = 'owner' and not attisdropped) then
        owned := format($c$ or owner = any ((select case when %1$s ->> 'column' = 'owner'
            then array(select jsonb_array_elements_text(%1$s -> 'values'))::uuid[] end)::uuid[])$c$, rule);
    end if;
    condition := format($c$
        (select %1$s ->> 'column' is null)%3$s
        or (case (select %1$s ->> 'column') %2$s end) collate "C"
           = any ((select array(select jsonb_array_elements_text(%1$s -> 'values')))::text[])$c$, rule, branches, owned);
    execute format('drop policy if exists record_rules on %s', records);
    execute format('create policy record_rules on %s as restrictive to kontor_app using (%s) with check (%2$s)', records, condition);
end $$;

-- Makes a table a record's: walled, tallied, remembered, ruled, and searchable by its column `search`.
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
    call kontor.ruled(records);
end $$;

do $$
declare
    records name;
begin
    for records in select record from searchable_records loop call kontor.ruled(records::text::regclass); end loop;
end $$;

-- Whether the rules let the application see this record; false also when there is none.
create function kontor.sees(records name, id uuid) returns boolean language plpgsql stable as $$
declare
    seen boolean := false;
begin
    if to_regclass(format('public.%I', records)) is null then return false; end if;
    execute format('select exists (select from public.%I where id = $1)', records) into seen using id;
    return seen;
end $$;

-- What happened to a record is seen by those who see the record.
create policy record_rules on events as restrictive for select to kontor_app using (
    (select current_setting('kontor.rules')::jsonb = '{}')
    or (select current_setting('kontor.rules')::jsonb) -> record ->> 'column' is null
    or kontor.sees(record::name, record_id));

-- Files hold what records are made of: of records that a member sees by a rule, they see their own imports only.
create policy record_rules on imports as restrictive for select to kontor_app using (
    (select current_setting('kontor.rules')::jsonb = '{}')
    or coalesce((select current_setting('kontor.rules')::jsonb) -> record ->> 'member' = member_id::text, true));
do $$
declare
    part name;
begin
    foreach part in array '{import_pieces,import_problems,import_additions,import_changes}'::name[] loop
        execute format($p$create policy record_rules on %I as restrictive for select to kontor_app using (
            (select current_setting('kontor.rules')::jsonb = '{}')
            or exists (select from imports i where i.business_id = %1$I.business_id and i.id = import_id))$p$, part);
    end loop;
end $$;

-- The same rule as a condition, for the functions of the owner, who skips policies.
create function kontor.rule_condition(records name) returns text language plpgsql stable as $$
declare
    rule    jsonb := current_setting('kontor.rules')::jsonb -> records::text;
    named   text := rule ->> 'column';
    allowed text[] := array(select jsonb_array_elements_text(rule -> 'values'));
begin
    if named is null then return ''; end if;
    if named like 'custom.%' then return format(' and custom ->> %L = any(%L)', substr(named, 8), allowed); end if;
    return format(' and %I = any(%L)', named, allowed);
end $$;

-- The columns that are searched; filled from the modules' declarations.
alter table declared_records add column searched name[] not null default '{}';

-- What must hold besides of a record that contains a text, for a reader from whom some of what is searched is hidden.
create function kontor.search_condition(records name, wanted text) returns text language plpgsql stable as $$
declare
    hidden jsonb := coalesce(current_setting('kontor.rules')::jsonb -> records::text -> 'hidden', '[]');
    seen   text;
    isless boolean;
begin
    if hidden = '[]' then return ''; end if;
    select string_agg(format('%I', c.name), ', ') filter (where not hidden ? c.name::text), bool_or(hidden ? c.name::text)
      into seen, isless
      from public.declared_records d, unnest(d.searched) as c (name) where d.record = records;
    if not coalesce(isless, false) then return ''; end if;
    if seen is null then return ' and false'; end if;
    return format(' and strpos(lower(concat_ws('' '', %s) collate "und-x-icu"), %L) > 0', seen, wanted);
end $$;

-- Finds a page of a business's records by a part of their text, in the order asked for.
--
-- A function of the owner, because under a row policy a trigram index cannot be used: LIKE is
-- not leakproof, so PostgreSQL would read all the rows of the business first. It therefore
-- takes the business and the rules from the settings themselves, as the policies do.
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
    business  text := format('business_id = %L::uuid', current_setting('kontor.business_id')::uuid) || kontor.rule_condition(records);
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
        condition := condition || kontor.search_condition(records, wanted);
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
begin
    if not exists (select from searchable_records where record = records) then
        raise exception 'there are no records "%" to match', records using errcode = 'undefined_table';
    end if;
    -- Both sides must be folded by the rules of the column.
    select format(' collate %I.%I', n.nspname, c.collname) into strict folding
      from pg_attribute a join pg_collation c on c.oid = a.attcollation join pg_namespace n on n.oid = c.collnamespace
     where a.attrelid = records::text::regclass and a.attname = key;
    condition := format('r.business_id = %L::uuid and r.deleted_at is null', current_setting('kontor.business_id')::uuid)
        || kontor.rule_condition(records);
    if exists (select from pg_index i where i.indrelid = records::text::regclass
                and pg_get_indexdef(i.indexrelid) ~ format('\(business_id, lower\(%s\)\)', key)) then
        return query execute format($q$
            select k.place, m.ids[1], cardinality(m.ids)::bigint
              from unnest($1) with ordinality as k (text, place), lateral (
                   select array_agg(f.id order by f.id) as ids from (
                       select r.id from %1$I r
                        where %2$s and lower(r.%3$I) >= lower(k.text%4$s) and lower(r.%3$I) <= lower(k.text%4$s)
                        order by lower(r.%3$I)) f) m
             where m.ids is not null$q$, records, condition, key, folding) using texts;
    else
        -- Without an index all rows are gone over, once for all texts.
        return query execute format($q$
            select k.place, (array_agg(r.id order by r.id))[1], count(*)
              from unnest($1) with ordinality as k (text, place)
              join %1$I r on %2$s and lower(r.%3$I) = lower(k.text%4$s)
             group by k.place$q$, records, condition, key, folding) using texts;
    end if;
end $$;

drop function kontor.access(bytea);
-- Who a cookie stands for, in which business; no row for one that is unknown, expired or deactivated.
create function kontor.access(digest bytea)
returns table (
    user_id uuid, user_name text, email text, user_language text, expires_at timestamptz,
    member_id uuid, role text,
    business_id uuid, business_name text, suspended_reason text, suspended_at timestamptz, business_language text,
    currency text, time_zone text, hue integer, features_off text[], custom_fields jsonb, access_rules jsonb, teammates uuid[])
language sql stable security definer set search_path = public, pg_temp as $$
    select u.id, u.name, u.email, u.language, s.expires_at, m.id, m.role,
           b.id, b.name, b.suspended_reason, b.suspended_at, b.language, b.currency, b.time_zone, b.hue, b.features_off,
           b.custom_fields,
           b.access_rules, kontor.teammates(b.id, m.id)
      from sessions s
      join users u on u.id = s.user_id and u.deactivated_at is null
      join members m on m.user_id = u.id and m.business_id = s.business_id
      join businesses b on b.id = s.business_id
     where s.token_digest = digest and s.expires_at > now()
$$;
revoke all on function kontor.access from public;
grant execute on function kontor.access to kontor_app;

drop function kontor.key_access(bytea);
-- Whom a key stands for; no row for one that is unknown, expired, revoked or of a person who was deactivated.
create function kontor.key_access(of_digest bytea)
returns table (
    user_id uuid, user_name text, email text, user_language text, expires_at timestamptz,
    member_id uuid, role text,
    business_id uuid, business_name text, suspended_reason text, suspended_at timestamptz, business_language text,
    currency text, time_zone text, hue integer, features_off text[], custom_fields jsonb, access_rules jsonb, teammates uuid[], key_id uuid, scopes text[])
language sql stable security definer set search_path = public, pg_temp as $$
    select u.id, u.name, u.email, u.language, coalesce(k.expires_at, now() + interval '100 years'), m.id, m.role,
           b.id, b.name, b.suspended_reason, b.suspended_at, b.language, b.currency, b.time_zone, b.hue, b.features_off, b.custom_fields,
           b.access_rules, kontor.teammates(b.id, m.id),
           k.id, k.scopes
      from api_keys k
      join members m on m.business_id = k.business_id and m.id = k.member_id
      join users u on u.id = m.user_id and u.deactivated_at is null
      join businesses b on b.id = k.business_id
     where k.digest = of_digest and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
$$;

drop function kontor.family_access(uuid);
-- Whom an access token of this family stands for; no row once it has ended.
create function kontor.family_access(of_family uuid)
returns table (
    user_id uuid, user_name text, email text, user_language text, expires_at timestamptz,
    member_id uuid, role text,
    business_id uuid, business_name text, suspended_reason text, suspended_at timestamptz, business_language text,
    currency text, time_zone text, hue integer, features_off text[], custom_fields jsonb, access_rules jsonb, teammates uuid[])
language sql stable security definer set search_path = public, pg_temp as $$
    select u.id, u.name, u.email, u.language, f.expires_at, m.id, m.role,
           b.id, b.name, b.suspended_reason, b.suspended_at, b.language, b.currency, b.time_zone, b.hue, b.features_off, b.custom_fields,
           b.access_rules, kontor.teammates(b.id, m.id)
      from token_families f
      join members m on m.business_id = f.business_id and m.id = f.member_id
      join users u on u.id = m.user_id and u.deactivated_at is null
      join businesses b on b.id = f.business_id
     where f.id = of_family and f.ended_at is null and f.expires_at > now()
$$;

revoke all on function kontor.key_access, kontor.family_access, kontor.teammates, kontor.team_changed, kontor.sees,
    kontor.rule_condition, kontor.search_condition from public;
grant execute on function kontor.key_access, kontor.family_access, kontor.teammates, kontor.sees, kontor.rule_condition,
    kontor.search_condition to kontor_app;
