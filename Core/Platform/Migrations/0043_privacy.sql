-- What is known about a person: found in all records of a business, taken along, erased; and how long a business keeps what it
-- no longer needs.

-- Mail that a business causes is known as its own.
alter table mails add column for_business uuid default nullif(current_setting('kontor.business_id', true), '')::uuid;
create index on mails (for_business, created_at) where for_business is not null;
create index on mails (lower(recipient));

create index on personal_keys (erased_tx, record) where erased_tx is not null;
-- As before, but a record whose kind has no personal columns can be forgotten too: what was in its texts about somebody else.
--
-- Without nested loops, because a plan made for one row is used again for thousands.
create or replace function kontor.note_changed() returns trigger language plpgsql security definer
set search_path = public, pg_temp set enable_nestloop = off as $$
#variable_conflict use_variable
declare
    declared declared_records;
    names    text := kontor.event_name(tg_table_name, '');
    actor    text[] := kontor.actor();
    start    text := kontor.id_start();
    here     bigint;
    erasing  boolean := exists (select from personal_keys where erased_tx = kontor.tx() and record = tg_table_name);
    left_out text[] := '{id,business_id,version,created_at,updated_at,deleted_at,search}';
begin
    if not exists (select from changed) then return null; end if;
    here := kontor.tx();
    select * into declared from declared_records where record = tg_table_name;
    with pairs as materialized (
        select n.business_id, n.id, n.version, o.version as was_version, o.deleted_at is null as was_there, n.deleted_at is null as is_there,
               to_jsonb(o) - left_out as before, to_jsonb(n) - left_out as after,
               case when declared.personal <> '{}' or erasing then (
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


-- Requests of people to see or to erase what a business knows about them. Who it is lies sealed under a key of this row, which
-- is destroyed in the end; the digests tell no more than that somebody has asked before.
create table erasures (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null, -- UUIDv7, made by the application
    digests     bytea[] not null, -- HMAC of the address and the number
    subject     bytea, -- {"email": "…", "phone": "…"}; null once it is over
    state       text not null default 'open' check (state in ('open', 'erased', 'closed')),
    reason      text check (reason in ('asked', 'withdrawn', 'unneeded', 'wrong')), -- a choice: in words it might name the person
    report      jsonb, -- {"lines": [{"key": "records.customers", "count": 2}, …], "stays": […]}
    asked_by    uuid not null,
    ended_by    uuid,
    ended_at    timestamptz,
    due_at      timestamptz not null default now() + interval '30 days',
    created_at  timestamptz not null default now(),
    primary key (business_id, id),
    foreign key (business_id, asked_by) references members,
    foreign key (business_id, ended_by) references members,
    check ((state = 'open') = (ended_at is null) and (state = 'open' or subject is null))
);
create index on erasures (business_id, created_at desc, id desc);
call kontor.wall('erasures');
revoke insert, update, delete on erasures from kontor_app;

-- A digest that only this installation can make: an address could be guessed from a plain one.
create function kontor.subject_digest(word text) returns bytea
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    return hmac(convert_to(current_setting('kontor.business_id') || ' ' || word, 'UTF8'), kontor.secret_key(gen_random_bytes(32)), 'sha256');
end $$;

create function kontor.begin_erasure(new_id uuid, of_subject jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    secret bytea := gen_random_bytes(32);
begin
    insert into personal_keys (record, record_id, key) values ('erasures', new_id, secret);
    insert into erasures (id, digests, subject, asked_by)
    values (new_id, array(select kontor.subject_digest(w.value) from jsonb_each_text(of_subject) w order by w.key),
            kontor.encrypted(of_subject, secret), (kontor.actor())[1]::uuid);
end $$;

-- Whom an open request is about; null once it is over.
create function kontor.erasure_subject(of_id uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
    select kontor.decrypted(e.subject, k.key)
      from erasures e join personal_keys k on k.business_id = e.business_id and k.record = 'erasures' and k.record_id = e.id
     where e.business_id = current_setting('kontor.business_id')::uuid and e.id = of_id
$$;

-- Ends a request, and forgets who it was about. Answers false where it was over already.
create function kontor.end_erasure(of_id uuid, new_state text, new_reason text, new_report jsonb) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    business uuid := current_setting('kontor.business_id')::uuid;
begin
    update erasures
       set state = new_state, reason = new_reason, report = new_report, subject = null, ended_at = now(), ended_by = (kontor.actor())[1]::uuid
     where business_id = business and id = of_id and state = 'open';
    if not found then return false; end if;
    delete from personal_keys where business_id = business and record = 'erasures' and record_id = of_id;
    return true;
end $$;

-- Invitations and mails of the business that went to an address: how many there are, or, with `ending`, were.
create function kontor.address_traces(of_email text, ending boolean) returns table (invited bigint, mailed bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    business uuid := current_setting('kontor.business_id')::uuid;
begin
    select count(*) into invited from invitations i where i.business_id = business and lower(i.email) = lower(of_email);
    select count(*) into mailed from mails m where m.for_business = business and lower(m.recipient) = lower(of_email);
    if ending then
        delete from invitations i where i.business_id = business and lower(i.email) = lower(of_email);
        delete from mails m where m.for_business = business and lower(m.recipient) = lower(of_email);
    end if;
    return next;
end $$;

-- Whether two texts are one number: the shorter one's digits, of which there must be seven, end the longer one's.
create function kontor.same_number(one text, other text) returns boolean language sql immutable as $$
    select least(length(a), length(b)) >= 7 and right(a, least(length(a), length(b))) = right(b, least(length(a), length(b)))
      from (select ltrim(regexp_replace(one, '[^0-9]', '', 'g'), '0') as a, ltrim(regexp_replace(other, '[^0-9]', '', 'g'), '0') as b) as digits
$$;
revoke all on function kontor.subject_digest, kontor.begin_erasure, kontor.erasure_subject, kontor.end_erasure, kontor.address_traces,
    kontor.same_number from public;
grant execute on function kontor.subject_digest, kontor.begin_erasure, kontor.erasure_subject, kontor.end_erasure, kontor.address_traces,
    kontor.same_number to kontor_app;

-- How long a business keeps what it no longer needs: what its plan says, but for thirty days after that became less, what it was
-- before. Nothing was removed before this table was there, so a business begins with what it has for ever.
create table retentions (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    days        integer, -- what holds; null: for ever
    next_days   integer, -- what holds from next_at; null: nothing else
    next_at     timestamptz,
    purged_seal bigint not null default 0, -- the log is kept from behind this seal
    purged_at   timestamptz, -- when somebody last went through all
    primary key (business_id),
    check ((next_days is null) = (next_at is null))
);
create index on retentions (purged_at);
call kontor.wall('retentions');
revoke insert, update, delete on retentions from kontor_app;

-- What was removed, run by run.
create table purges (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null, -- UUIDv7, made by the application
    days        integer not null,
    before      timestamptz not null, -- what is older went
    counts      jsonb not null default '{}', -- {"records.customers": 2, "history": 40}
    created_at  timestamptz not null default now(),
    primary key (business_id, id)
);
create index on purges (business_id, created_at desc);
call kontor.wall('purges');
revoke insert, update, delete on purges from kontor_app;

-- How long a business keeps things now, and what it will be.
create function kontor.retention_now(of_business uuid, out days integer, out next_days integer, out next_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    planned integer := (kontor.entitlement(of_business) ->> 'retention_days')::integer;
    kept    retentions;
begin
    select * into kept from retentions r where r.business_id = of_business;
    if not found and exists (select from businesses b where b.id = of_business and b.created_at > now() - make_interval(days => planned)) then
        kept.days := planned; -- it has nothing that is older
    end if;
    if kept.next_at <= now() then
        kept.days := kept.next_days;
        kept.next_at := null;
    end if;
    if planned is null or planned >= kept.days then
        days := planned;
        return;
    end if;
    days := kept.days;
    next_days := planned;
    next_at := case when kept.next_at is not null and planned >= kept.next_days then kept.next_at else now() + interval '30 days' end;
end $$;

create function kontor.own_retention(out days integer, out next_days integer, out next_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as
    $$ select * from kontor.retention_now(current_setting('kontor.business_id')::uuid) $$;

-- The businesses nobody has gone through for most of a day, those that wait longest first. What has become shorter is noted with it.
create function kontor.retentions_due(most integer) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select b.id from businesses b left join retentions r on r.business_id = b.id
     where r.purged_at is null or r.purged_at < now() - interval '20 hours'
     order by r.purged_at nulls first, b.id limit most
$$;

-- Which rows of a table some other row refers to, as a condition that none may: what is referred to stays. Parts of a record,
-- which go with it, do not count.
create function kontor.unreferred(records name) returns text language sql stable set search_path = public, pg_temp as $$
    select coalesce(string_agg(condition, ''), '') from (
        select format(' and not exists (select from %I f where %s)', f.relname, string_agg(format('f.%I = r.%I', a.attname, b.attname), ' and ' order by k.place)) as condition
          from pg_constraint c
          join pg_class t on t.oid = c.confrelid and t.relnamespace = 'public'::regnamespace
          join pg_class f on f.oid = c.conrelid
          cross join lateral unnest(c.conkey, c.confkey) with ordinality as k (own, other, place)
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.own
          join pg_attribute b on b.attrelid = c.confrelid and b.attnum = k.other
         where c.contype = 'f' and t.relname = records
           and not (c.confdeltype = 'c' and not exists (select from searchable_records s where s.record = f.relname))
         group by c.oid, f.relname) as conditions
$$;

-- Removes of one business what is older than it keeps, so many rows of each kind at most, and adds to that run's report how much
-- it was. Answers how much; 0 when nothing is left. Records go only once they were deleted by somebody and nothing refers to them.
create function kontor.purge(of_business uuid, run uuid, most integer) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    terms   record;
    oldest  timestamptz;
    counts  jsonb := '{}';
    records name;
    gone    bigint;
    total   bigint;
    last    audit_seals;
    behind  bigint;
begin
    -- Nodes take turns: what one is at, the others pass by.
    if not pg_try_advisory_xact_lock(hashtextextended('kontor.purge ' || of_business, 0)) then return 0; end if;
    perform set_config('kontor.business_id', of_business::text, true);
    select * into terms from kontor.retention_now(of_business);
    insert into retentions as r (business_id, days, next_days, next_at) values (of_business, terms.days, terms.next_days, terms.next_at)
    on conflict (business_id) do update set days = excluded.days, next_days = excluded.next_days, next_at = excluded.next_at;
    if terms.days is null then
        update retentions set purged_at = now() where business_id = of_business;
        return 0;
    end if;
    oldest := now() - make_interval(days => terms.days);

    for records in select s.record from searchable_records s where to_regclass(format('public.%I', s.record)) is not null loop
        execute format('with gone as (
            delete from %1$I where business_id = $1 and id = any(array(
                select r.id from %1$I r where r.business_id = $1 and r.deleted_at < $2%2$s order by r.deleted_at limit $3 for update skip locked))
            returning 1) select count(*) from gone', records, kontor.unreferred(records)) into gone using of_business, oldest, most;
        counts := counts || jsonb_build_object('records.' || records, gone);
    end loop;

    -- The log goes seal by seal: the seals stay, and prove that nothing else was taken out.
    select coalesce((select upto_tx from audit_seals where business_id = of_business and number = r.purged_seal), -1) into behind
      from retentions r where r.business_id = of_business;
    select s.* into last from (
        select a.*, sum(a.entries) over (order by a.number) as added, row_number() over (order by a.number) as place
          from audit_seals a join retentions r on r.business_id = a.business_id and a.number > r.purged_seal
         where a.business_id = of_business and a.made_at < oldest order by a.number limit 1000) as s
     where s.added <= most or s.place = 1 order by s.number desc limit 1;
    if last.number is not null then
        with gone as (delete from events where business_id = of_business and tx > behind and tx <= last.upto_tx returning 1)
        select count(*) into gone from gone;
        update retentions set purged_seal = last.number where business_id = of_business;
        insert into events (business_id, name, record, record_id, payload, source)
        values (of_business, 'platform.history.purged', 'events', run, jsonb_build_object('seal', last.number, 'entries', gone), 'system');
        counts := counts || jsonb_build_object('history', gone);
    end if;

    with gone as (
        delete from files f where f.business_id = of_business and f.id = any(array(
            select x.id from files x where x.business_id = of_business and x.removed_at < oldest limit most)) returning 1)
    select count(*) into gone from gone;
    counts := counts || jsonb_build_object('files', gone);
    with gone as (
        delete from imports i where i.business_id = of_business and i.state not in ('uploading', 'checking', 'running', 'undoing')
           and i.updated_at < oldest returning 1)
    select count(*) into gone from gone;
    counts := counts || jsonb_build_object('imports', gone);
    with gone as (
        delete from invitations i where i.business_id = of_business and coalesce(i.accepted_at, i.revoked_at, i.expires_at) < oldest returning 1)
    select count(*) into gone from gone;
    counts := counts || jsonb_build_object('invitations', gone);
    with gone as (
        delete from mails m where m.for_business = of_business and m.created_at < oldest and (m.sent_at is not null or m.failed_at is not null) returning 1)
    select count(*) into gone from gone;
    counts := counts || jsonb_build_object('mails', gone);
    delete from purges where business_id = of_business and created_at < now() - interval '3 years';

    select coalesce(jsonb_object_agg(c.key, c.value), '{}'), coalesce(sum(c.value::bigint), 0) into counts, total
      from jsonb_each_text(counts) c where c.value::bigint > 0;
    perform kontor.note_purge(of_business, run, terms.days, oldest, (
        select jsonb_object_agg(c.key, c.value::bigint) from jsonb_each_text(counts) c), total);
    return total;
end $$;

-- Adds to the report of a run. Of runs that found nothing, only the last is kept.
create function kontor.note_purge(of_business uuid, run uuid, kept_days integer, oldest timestamptz, removed jsonb, total bigint) returns void
language plpgsql as $$
begin
    if total > 0 then
        insert into public.purges as p (business_id, id, days, before, counts) values (of_business, run, kept_days, oldest, removed)
        on conflict (business_id, id) do update set counts = (
            select jsonb_object_agg(k, coalesce((p.counts ->> k)::bigint, 0) + coalesce((excluded.counts ->> k)::bigint, 0))
              from jsonb_object_keys(p.counts || excluded.counts) k);
        return;
    end if;
    update public.retentions set purged_at = now() where business_id = of_business;
    if not exists (select from public.purges where business_id = of_business and id = run) then
        delete from public.purges where business_id = of_business and counts = '{}';
        insert into public.purges (business_id, id, days, before) values (of_business, run, kept_days, oldest);
    end if;
end $$;
revoke all on function kontor.retention_now, kontor.own_retention, kontor.retentions_due, kontor.unreferred, kontor.purge, kontor.note_purge from public;
grant execute on function kontor.own_retention, kontor.retentions_due, kontor.purge to kontor_app;

-- What was deleted is found by its age.
do $$
declare
    records name;
begin
    for records in select record from searchable_records loop
        execute format('create index on %I (business_id, deleted_at) where deleted_at is not null', records);
    end loop;
end $$;

-- Makes a table a record's: walled, tallied, remembered, ruled, purged, and searchable by its column `search`.
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
    execute format('create index on %s (business_id, deleted_at) where deleted_at is not null', records);
    call kontor.ruled(records);
end $$;

-- What the platform keeps about a person as such, and how it ends. From the day they ask for it the account is shut; seven days
-- later it is erased, unless it was taken back.
alter table users add column erase_at timestamptz, add column erased_at timestamptz;
create index on users (erase_at) where erase_at is not null;

-- Who was erased is named by nobody any more: their seats stay, so that the history still tells one from another.
create or replace view colleagues with (security_barrier) as
    select m.business_id, m.id, case when u.erased_at is null then u.name end as name,
           case when m.left_at is null then u.email end as email, m.left_at as deleted_at
      from members m join users u on u.id = m.user_id
     where m.business_id = (select current_setting('kontor.business_id')::uuid);

-- Whoever opens an account again takes its end back with it.
create function kontor.keep_person() returns trigger language plpgsql as $$
begin
    new.erase_at := null;
    return new;
end $$;
create trigger keep_person before update of deactivated_at on users for each row
    when (new.deactivated_at is null and old.erase_at is not null) execute function kontor.keep_person();

-- All of it, as lists: moments in seconds since 1970. What they wrote belongs to their businesses, and is only counted. What was
-- sent to an address is theirs once they have shown that they read it.
create function kontor.own_data(of_session bytea) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    person users := (select u from users u where u.id = kontor.person_of(of_session));
    known  text := case when person.email_verified_at is not null then lower(person.email) end;
begin
    return jsonb_build_object(
        'account', jsonb_build_array(jsonb_build_object(
            'name', person.name, 'email', person.email, 'language', person.language, 'verified_at', extract(epoch from person.email_verified_at)::bigint,
            'created_at', extract(epoch from person.created_at)::bigint, 'last_login_at', extract(epoch from person.last_login)::bigint)),
        'seats', (select jsonb_agg(jsonb_build_object('business', b.name, 'role', m.role, 'own_role', r.name,
                      'joined_at', extract(epoch from m.created_at)::bigint, 'left_at', extract(epoch from m.left_at)::bigint) order by m.created_at, m.id)
                    from members m join businesses b on b.id = m.business_id
                    left join roles r on r.business_id = m.business_id and r.id = m.role_id where m.user_id = person.id),
        'sessions', (select jsonb_agg(jsonb_build_object('device', s.agent, 'address', s.address, 'way', s.way,
                         'created_at', extract(epoch from s.created_at)::bigint, 'seen_at', extract(epoch from s.last_seen)::bigint) order by s.created_at)
                       from sessions s where s.user_id = person.id),
        'sign_ins', (select jsonb_agg(jsonb_build_object('device', i.agent, 'address', i.address, 'way', i.way, 'second', i.second, 'outcome', i.outcome,
                         'created_at', extract(epoch from i.created_at)::bigint) order by i.created_at, i.id) from sign_ins i where i.user_id = person.id),
        'devices', (select jsonb_agg(jsonb_build_object('seen_at', extract(epoch from d.last_seen)::bigint) order by d.last_seen)
                      from known_devices d where d.user_id = person.id),
        'passkeys', (select jsonb_agg(jsonb_build_object('name', p.name, 'created_at', extract(epoch from p.created_at)::bigint,
                         'seen_at', extract(epoch from p.last_used_at)::bigint) order by p.created_at, p.id) from passkeys p where p.user_id = person.id),
        'codes', (select jsonb_agg(jsonb_build_object('created_at', extract(epoch from t.created_at)::bigint, 'verified_at', extract(epoch from t.confirmed_at)::bigint,
                         'count', (select count(*) from recovery_codes c where c.user_id = t.user_id))) from totps t where t.user_id = person.id),
        'keys', (select jsonb_agg(jsonb_build_object('business', b.name, 'name', k.name, 'created_at', extract(epoch from k.created_at)::bigint,
                     'seen_at', extract(epoch from k.last_used_at)::bigint, 'address', k.last_used_address, 'ended_at', extract(epoch from k.revoked_at)::bigint) order by k.id)
                   from api_keys k join members m on m.business_id = k.business_id and m.id = k.member_id join businesses b on b.id = k.business_id
                  where m.user_id = person.id),
        'tokens', (select jsonb_agg(jsonb_build_object('business', b.name, 'address', f.address, 'created_at', extract(epoch from f.created_at)::bigint,
                       'ended_at', extract(epoch from f.ended_at)::bigint) order by f.created_at, f.id)
                     from token_families f join businesses b on b.id = f.business_id where f.user_id = person.id),
        'views', (select jsonb_agg(jsonb_build_object('business', b.name, 'name', v.name) order by v.id)
                    from saved_views v join members m on m.business_id = v.business_id and m.id = v.member_id join businesses b on b.id = v.business_id
                   where m.user_id = person.id),
        'invitations', (select jsonb_agg(jsonb_build_object('business', b.name, 'role', i.role, 'created_at', extract(epoch from i.created_at)::bigint,
                            'accepted_at', extract(epoch from i.accepted_at)::bigint) order by i.created_at, i.id)
                          from invitations i join businesses b on b.id = i.business_id where lower(i.email) = known),
        'mails', (select jsonb_agg(jsonb_build_object('subject', m.subject, 'created_at', extract(epoch from m.created_at)::bigint,
                      'sent_at', extract(epoch from m.sent_at)::bigint) order by m.created_at, m.id) from mails m where lower(m.recipient) = known),
        'written', (select jsonb_agg(jsonb_build_object('business', b.name,
                        'notes', (select count(*) from notes n where n.business_id = m.business_id and n.author = m.id),
                        'files', (select count(*) from files f where f.business_id = m.business_id and f.uploaded_by = m.id),
                        'entries', (select count(*) from events e where e.business_id = m.business_id and e.member_id = m.id)) order by m.created_at, m.id)
                      from members m join businesses b on b.id = m.business_id where m.user_id = person.id));
end $$;

-- The businesses that nobody would own any more without this person. One that is suspended waits for nobody.
create function kontor.sole_seats(of_user uuid) returns table (business_name text, is_alone boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select b.name, not exists (select from members o where o.business_id = m.business_id and o.id <> m.id and o.left_at is null)
      from members m join businesses b on b.id = m.business_id and b.suspended_at is null
     where m.user_id = of_user and m.left_at is null and m.role = 'owner' and not exists (
           select from members o join users u on u.id = o.user_id and u.deactivated_at is null
            where o.business_id = m.business_id and o.id <> m.id and o.role = 'owner' and o.left_at is null)
     order by lower(b.name)
$$;

create function kontor.own_sole_seats(of_session bytea) returns table (business_name text, is_alone boolean)
language sql stable security definer set search_path = public, pg_temp as $$ select * from kontor.sole_seats(kontor.person_of(of_session)) $$;

-- Shuts an account that is to be erased, and leaves the link by which that is taken back. Owners are held, so that of two who go
-- at once the second sees that the first did. Answers false where a business would be left without an owner.
create function kontor.end_account(of_session bytea, link bytea, grace interval) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid := kontor.person_of(of_session);
begin
    perform from members o
     where o.role = 'owner' and o.business_id in (select m.business_id from members m where m.user_id = person and m.left_at is null)
     order by o.business_id, o.id for no key update;
    perform from users where id = person and deactivated_at is null for update;
    if not found or exists (select from kontor.sole_seats(person)) then return false; end if;
    update users set deactivated_at = now(), erase_at = now() + grace, version = version + 1, updated_at = now() where id = person;
    delete from sessions where user_id = person;
    insert into links (digest, kind, user_id, expires_at) values (link, 'keep', person, now() + grace);
    return true;
end $$;

create function kontor.keep_account(link bytea) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid := (select user_id from links where digest = link and kind = 'keep' and expires_at > now());
begin
    update users set deactivated_at = null, version = version + 1, updated_at = now() where id = person and erase_at > now() and erased_at is null;
    return found;
end $$;

-- Ends what a person has in one business: their seat, and what was theirs alone. What they wrote stays, and so does their number.
create function kontor.forget_seat(seat members) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    records name;
begin
    perform set_config('kontor.business_id', seat.business_id::text, true);
    if seat.left_at is null then perform kontor.end_seat(seat.id, seat.id, null); end if;
    update members set left_at = now() where business_id = seat.business_id and id = seat.id and left_at is null;
    delete from team_members where business_id = seat.business_id and member_id = seat.id;
    delete from saved_views where business_id = seat.business_id and member_id = seat.id;
    delete from kept_answers where business_id = seat.business_id and member_id = seat.id;
    delete from bulk_changes where business_id = seat.business_id and member_id = seat.id;
    delete from api_keys where business_id = seat.business_id and member_id = seat.id;
    update invitations set revoked_at = now()
     where business_id = seat.business_id and invited_by = seat.id and accepted_at is null and revoked_at is null;
    for records in
        select s.record from searchable_records s join pg_attribute a on a.attrelid = to_regclass(format('public.%I', s.record))
         where a.attname = 'owner' and a.atttypid = 'uuid'::regtype and not a.attisdropped
    loop
        execute format('update %I set owner = null, version = version + 1, updated_at = now() where business_id = $1 and owner = $2', records)
          using seat.business_id, seat.id;
    end loop;
end $$;

-- Erases the accounts whose time is over: everything that hangs on them goes, by the keys that lead to them, and what stays names
-- nobody. One whose business would be left without an owner waits. Answers how many.
create function kontor.erase_accounts() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person users;
    seat   members;
    child  record;
    erased bigint := 0;
begin
    for person in select * from users u where u.erase_at <= now() order by u.erase_at limit 100 for update skip locked loop
        continue when exists (select from kontor.sole_seats(person.id));
        for seat in select * from members m where m.user_id = person.id order by m.business_id loop perform kontor.forget_seat(seat); end loop;
        if person.email_verified_at is not null then
            delete from invitations where lower(email) = lower(person.email);
            delete from mails where lower(recipient) = lower(person.email);
        end if;
        delete from sign_in_failures where subject like '%' || encode(sha256(convert_to(lower(person.email), 'UTF8')), 'hex');
        for child in
            select c.conrelid::regclass as name, a.attname from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
             where c.contype = 'f' and c.confrelid = 'public.users'::regclass and c.confdeltype = 'c' and cardinality(c.conkey) = 1
        loop
            execute format('delete from %s where %I = $1', child.name, child.attname) using person.id;
        end loop;
        update users
           set email = 'erased-' || id || '@invalid', name = '–', password_hash = '', language = null, last_login = null, last_business = null,
               email_verified_at = null, erase_at = null, erased_at = now(), version = version + 1, updated_at = now()
         where id = person.id;
        erased := erased + 1;
    end loop;
    return erased;
end $$;
revoke all on function kontor.keep_person, kontor.own_data, kontor.sole_seats, kontor.own_sole_seats, kontor.end_account, kontor.keep_account,
    kontor.forget_seat, kontor.erase_accounts from public;
grant execute on function kontor.own_data, kontor.own_sole_seats, kontor.end_account, kontor.keep_account, kontor.erase_accounts to kontor_app;
