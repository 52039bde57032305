-- Switches a feature on or off for the business that is named. A function of the owner, because the application's
-- login may not write features_off itself: this adds or removes one name, for one business, and nothing else. Every
-- node hears of it by the trigger on businesses.
--
-- Answers whether that changed anything.
create function kontor.switch_feature(feature text, is_on boolean) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if feature !~ '^[a-z][a-z0-9_]*$' then
        raise exception 'this is no name of a feature' using errcode = 'invalid_parameter_value';
    end if;
    update businesses
       set features_off = case when is_on then array_remove(features_off, feature) else features_off || feature end
     where id = current_setting('kontor.business_id')::uuid and (feature = any(features_off)) = is_on;
    return found;
end $$;

-- Makes what the append-only tables say about the people in these records unreadable for ever, by destroying the keys
-- their personal values are written with. Answers how many keys there were; none where no such keys are kept.
create function kontor.destroy_personal_keys(records text[]) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    destroyed bigint := 0;
begin
    if to_regclass('public.personal_keys') is not null then
        execute 'delete from personal_keys where business_id = $1 and record = any($2)'
          using current_setting('kontor.business_id')::uuid, records;
        get diagnostics destroyed = row_count;
    end if;
    return destroyed;
end $$;

-- What the tables of a module hold and who refers to them, as PostgreSQL knows it: each foreign key from another table
-- that leads into them, with the columns besides business_id, whether all of these may be null, and what happens to the
-- rows that refer when those they refer to go ('c': they go too).
create function kontor.references_into(tables name[])
returns table (from_table text, to_table text, columns text[], may_be_null boolean, on_delete text)
language sql stable set search_path = public, pg_temp as $$
    select f.relname::text, t.relname::text, array_agg(a.attname::text order by k.place), bool_and(not a.attnotnull),
           c.confdeltype::text
      from pg_constraint c
      join pg_class t on t.oid = c.confrelid and t.relnamespace = 'public'::regnamespace
      join pg_class f on f.oid = c.conrelid
      cross join lateral unnest(c.conkey) with ordinality as k (number, place)
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number and a.attname <> 'business_id'
     where c.contype = 'f' and t.relname = any(tables) and f.relname <> all(tables)
     group by c.oid, f.relname, t.relname, c.confdeltype
     order by f.relname, t.relname
$$;

-- What of a module fails for a business, so that it can be kept from running there. There is a row only while something
-- fails: the first success removes it.
create table fences (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null, -- UUIDv7, made by the application
    module      text not null,
    kind        text not null, -- route, card, listener or job
    surface     text not null, -- which one, such as GET /crm/customers
    recent      timestamptz[] not null, -- the last failures
    since       timestamptz, -- null: it still runs
    rests_until timestamptz, -- when one try is let through
    error       text not null, -- its type
    detail      text not null default '', -- in short, without any value
    primary key (business_id, id),
    unique (business_id, module, kind, surface),
    check ((since is null) = (rests_until is null))
);
call kontor.wall('fences');
create policy operator_all on fences to kontor_operator using (true) with check (true);
grant select, delete on fences to kontor_operator;

-- Shows every node what rests, or is about to, in all businesses, and nothing else of any of them.
create function kontor.fenced()
returns table (business_id uuid, id uuid, module text, kind text, surface text, rests_until timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select business_id, id, module, kind, surface, rests_until from fences
$$;

create function kontor.fences_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('kontor_fences', '');
    return null;
end $$;
create trigger fences_changed after insert or update or delete on fences
    for each statement execute function kontor.fences_changed();

revoke all on function kontor.switch_feature, kontor.destroy_personal_keys, kontor.references_into, kontor.fenced,
    kontor.fences_changed from public;
grant execute on function kontor.switch_feature, kontor.destroy_personal_keys, kontor.references_into, kontor.fenced
    to kontor_app;
