-- An operator assists: works for a while as a member of a business, with a reason that the business reads. Whatever is written
-- meanwhile says so.
alter table businesses add column allows_assists boolean not null default true;
grant select (allows_assists), update (allows_assists) on businesses to kontor_app;

create table assists (
    business_id      uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id               uuid not null, -- UUIDv7, made by the application
    member_id        uuid not null, -- as whom
    operator_id      uuid not null references operators,
    operator_name    text not null, -- as it was then: a business sees no operators
    operator_session bytea not null, -- with which the assist ends
    reason           text not null check (length(reason) between 10 and 500),
    link             bytea unique, -- SHA-256 of what it begins with; null once it has
    link_until       timestamptz not null,
    begun_at         timestamptz, -- null: the link was not followed
    ends_at          timestamptz not null,
    ended_at         timestamptz, -- before that, by somebody
    ended_by         text check (ended_by in ('operator', 'business', 'platform')),
    created_at       timestamptz not null default now(),
    primary key (business_id, id),
    foreign key (business_id, member_id) references members (business_id, id),
    check (ends_at <= created_at + interval '1 hour')
);
create index on assists (business_id, member_id);
create index on assists (operator_session) where ended_at is null;
call kontor.wall('assists');
revoke insert, update, delete on assists from kontor_app;

-- The session in which the operator works. It is none of the person's own.
alter table sessions
    add column assist_id uuid,
    add foreign key (business_id, assist_id) references assists (business_id, id),
    drop constraint sessions_way_check,
    add constraint sessions_way_check check (way in ('registration', 'password', 'link', 'passkey', 'sso', 'assist')),
    add check ((assist_id is null) = (way <> 'assist'));
create index on sessions (business_id, assist_id) where assist_id is not null;
grant select (assist_id) on sessions to kontor_operator;

-- The mark. The application says it with who is at it (kontor.actor, the fourth word), and can write none by itself.
alter table events add column assist_id uuid;
alter table events alter column assist_id set default (kontor.actor())[4]::uuid;
create index on events (business_id, assist_id, id) where assist_id is not null;

-- What an entry says is sealed with its mark; those from before have none.
create or replace function kontor.event_digest(e public.events) returns bytea language sql stable as $$
    select sha256(convert_to((jsonb_build_array(
        e.business_id, e.id, e.name, e.record, e.record_id, e.version, e.payload, e.member_id, extract(epoch from e.created_at),
        e.source, e.address, e.record_version, e.changes, encode(e.personal, 'hex'), e.tx)
        || case when e.assist_id is null then '[]'::jsonb else jsonb_build_array(e.assist_id) end)::text, 'UTF8'))
$$;

-- An import goes on after the answer: it keeps the mark of whoever began its last step.
alter table imports add column assist_id uuid default (kontor.actor())[4]::uuid;
create function kontor.import_begun() returns trigger language plpgsql as $$
begin
    new.assist_id := (kontor.actor())[4]::uuid;
    return new;
end $$;
create trigger import_begun before update of state on imports for each row
    when (new.state is distinct from old.state and new.state in ('checking', 'running', 'undoing'))
    execute function kontor.import_begun();

-- Whether nothing has ended it: a time, a person, the operator's own session, or the business.
create function kontor.assist_stands(a public.assists) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select a.ended_at is null and a.ends_at > now()
       and exists (select from operator_sessions s join operators o on o.id = s.operator_id and o.deactivated_at is null
                    where s.token_digest = a.operator_session and s.expires_at > now())
       and exists (select from businesses b where b.id = a.business_id and b.suspended_at is null and b.allows_assists)
       and exists (select from members m join users u on u.id = m.user_id and u.deactivated_at is null
                    where m.business_id = a.business_id and m.id = a.member_id and m.left_at is null)
$$;

create function kontor.assist_words(a public.assists) returns jsonb language sql stable as $$
    select jsonb_build_object('id', a.id, 'operator', a.operator_name, 'reason', a.reason, 'ends', extract(epoch from a.ends_at))
$$;

-- That it began or ended, for the business's history, with the mark.
create function kontor.note_assist(a public.assists, what text) returns void
language sql security definer set search_path = public, pg_temp as $$
    insert into events (business_id, name, record, record_id, payload, member_id, source, assist_id)
    values (a.business_id, 'platform.assists.' || what, 'assists', a.id, '{}', a.member_id, 'portal', a.id)
$$;

-- Asks for an assist as an operator, whose session proves who they are: 'done', or why not.
create function kontor.ask_assist(
    acting bytea, of_business uuid, of_member uuid, new_id uuid, why text, lasting interval, new_link bytea, link_lifetime interval
) returns text language plpgsql security definer set search_path = public, pg_temp as $$
declare
    asker record;
    seat  record;
begin
    select o.id, o.name, s.expires_at into asker
      from operator_sessions s join operators o on o.id = s.operator_id and o.deactivated_at is null
     where s.token_digest = acting and s.expires_at > now();
    if not found then raise exception 'only an operator may do this' using errcode = 'insufficient_privilege'; end if;
    select b.suspended_at is not null as is_suspended, b.allows_assists, u.deactivated_at is null as is_active into seat
      from members m join users u on u.id = m.user_id join businesses b on b.id = m.business_id
     where m.business_id = of_business and m.id = of_member and m.left_at is null;
    if not found then return 'gone'; end if;
    if seat.is_suspended then return 'suspended'; end if;
    if not seat.is_active then return 'inactive'; end if;
    if not seat.allows_assists then return 'forbidden'; end if;
    insert into assists (business_id, id, member_id, operator_id, operator_name, operator_session, reason, link, link_until, ends_at)
    values (of_business, new_id, of_member, asker.id, asker.name, acting, why, new_link, now() + link_lifetime,
            least(now() + lasting, asker.expires_at));
    insert into operator_actions (id, operator_id, action, subject_id, reason)
    values (gen_random_uuid(), asker.id, 'business.assisted', of_business, why);
    return 'done';
end $$;

-- What a link begins; no row for one that does not stand any more.
create function kontor.assist_link(of_link bytea)
returns table (words jsonb, user_name text, email text, user_language text, business_name text, business_language text, time_zone text)
language sql stable security definer set search_path = public, pg_temp as $$
    select kontor.assist_words(a), u.name, u.email, u.language, b.name, b.language, b.time_zone
      from assists a join members m on m.business_id = a.business_id and m.id = a.member_id
      join users u on u.id = m.user_id join businesses b on b.id = a.business_id
     where a.link = of_link and a.link_until > now() and kontor.assist_stands(a)
$$;

-- Begins one, and opens its session. Whatever could end it at this moment comes before or after. No proof is ever fresh in it.
create function kontor.begin_assist(of_link bytea, new_digest bytea, session_id uuid, from_agent text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    begun  assists := (select a from assists a where a.link = of_link);
    person uuid := (select user_id from members where business_id = begun.business_id and id = begun.member_id);
begin
    perform from operator_sessions where token_digest = begun.operator_session for share;
    perform from businesses where id = begun.business_id for share;
    perform from users where id = person for share;
    perform from members where business_id = begun.business_id and id = begun.member_id for share;
    update assists a set link = null, begun_at = now() where a.link = of_link and a.link_until > now() and kontor.assist_stands(a) returning * into begun;
    if not found then return false; end if;
    insert into sessions (token_digest, id, user_id, business_id, expires_at, agent, way, assist_id, confirmed_at)
    values (new_digest, session_id, person, begun.business_id, begun.ends_at, left(from_agent, 300), 'assist', begun.id, '-infinity');
    perform kontor.note_assist(begun, 'begun');
    perform pg_notify('kontor_access', person::text);
    return true;
end $$;

-- Ends one on every node, unless it has ended. With its session goes the operator's way in.
create function kontor.end_assist(of_business uuid, of_id uuid, by_whom text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    ended assists;
begin
    update assists set ended_at = now(), ended_by = by_whom, link = null
     where business_id = of_business and id = of_id and ended_at is null and ends_at > now() returning * into ended;
    if not found then return false; end if;
    delete from sessions where business_id = of_business and assist_id = of_id;
    if ended.begun_at is not null then perform kontor.note_assist(ended, 'ended'); end if;
    return true;
end $$;

-- Ends one of the business that asks: as the member it is about, or whoever may see them all.
create function kontor.end_own_assist(of_id uuid, of_member uuid) returns boolean
language sql security definer set search_path = public, pg_temp as $$
    select coalesce((
        select kontor.end_assist(a.business_id, a.id, 'business') from assists a
         where a.business_id = current_setting('kontor.business_id')::uuid and a.id = of_id and (of_member is null or a.member_id = of_member)), false)
$$;

-- Ends the one whose session asks.
create function kontor.end_assist_of(of_session bytea) returns boolean
language sql security definer set search_path = public, pg_temp as $$
    select coalesce((select kontor.end_assist(s.business_id, s.assist_id, 'operator') from sessions s where s.token_digest = of_session and s.assist_id is not null), false)
$$;

-- Whether a session is an assist, or others assist its member now: what each page of theirs says. No row where the session is that
-- of an assist that has ended.
create function kontor.assisting(of_session bytea) returns table (assist jsonb, assisted jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select case when s.assist_id is not null then kontor.assist_words(a) end,
           case when s.assist_id is not null then '[]' else (
               select coalesce(jsonb_agg(kontor.assist_words(o) order by o.begun_at, o.id), '[]')
                 from members m join assists o on o.business_id = m.business_id and o.member_id = m.id and o.ended_at is null
                where m.user_id = s.user_id and m.business_id = s.business_id and o.begun_at is not null and kontor.assist_stands(o)) end
      from sessions s left join assists a on a.business_id = s.business_id and a.id = s.assist_id and kontor.assist_stands(a)
     where s.token_digest = of_session and (s.assist_id is null or a.id is not null)
$$;

-- What ends assists besides those who are in them. A session that goes, whoever ends it, takes its assist along.
create function kontor.end_assists() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    case tg_table_name
        when 'sessions' then
            perform kontor.end_assist(old.business_id, old.assist_id, null);
        when 'operator_sessions' then
            perform kontor.end_assist(a.business_id, a.id, 'operator') from assists a
              where a.operator_session = old.token_digest and a.ended_at is null;
        when 'operators' then
            perform kontor.end_assist(a.business_id, a.id, 'platform') from assists a
              where a.operator_id = new.id and a.ended_at is null and a.ends_at > now();
        when 'businesses' then
            perform kontor.end_assist(a.business_id, a.id, case when new.allows_assists then 'platform' else 'business' end) from assists a
              where a.business_id = new.id and a.ended_at is null and a.ends_at > now();
        when 'members' then
            perform kontor.end_assist(a.business_id, a.id, 'business') from assists a
              where a.business_id = new.business_id and a.member_id = new.id and a.ended_at is null and a.ends_at > now();
        when 'users' then
            perform kontor.end_assist(a.business_id, a.id, 'platform') from members m join assists a on a.business_id = m.business_id and a.member_id = m.id
              where m.user_id = new.id and a.ended_at is null and a.ends_at > now();
    end case;
    return null;
end $$;
create trigger end_assists after delete on sessions for each row when (old.assist_id is not null) execute function kontor.end_assists();
create trigger end_assists after delete on operator_sessions for each row execute function kontor.end_assists();
create trigger end_assists after update of deactivated_at on operators for each row
    when (new.deactivated_at is not null) execute function kontor.end_assists();
create trigger end_assists after update of suspended_at, allows_assists on businesses for each row
    when (new.suspended_at is not null or not new.allows_assists) execute function kontor.end_assists();
create trigger end_assists after update of left_at on members for each row
    when (new.left_at is not null) execute function kontor.end_assists();
create trigger end_assists after update of deactivated_at on users for each row
    when (new.deactivated_at is not null) execute function kontor.end_assists();

-- Whom a session proves to be there. An operator who assists is not the person: no door of an account opens for them.
create or replace function kontor.person_of(of_session bytea) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select s.user_id from sessions s join users u on u.id = s.user_id and u.deactivated_at is null
     where s.token_digest = of_session and s.expires_at > now() and s.only_business is null and s.assist_id is null
$$;

create or replace function kontor.person(of_session bytea)
returns table (user_id uuid, user_name text, user_email text, user_language text, is_verified boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select u.id, u.name, u.email, u.language, u.email_verified_at is not null
      from sessions s join users u on u.id = s.user_id and u.deactivated_at is null
     where s.token_digest = of_session and s.expires_at > now() and s.assist_id is null
$$;

-- As before; a business that asks its members to come in by its provider is assisted all the same.
create or replace function kontor.access(digest bytea)
returns table (
    expires_at timestamptz, user_id uuid, user_name text, email text, user_language text,
    member_id uuid, role text, role_id uuid, role_name text, decisions jsonb,
    business_id uuid, business_name text, suspended_reason text, suspended_at timestamptz, business_language text,
    currency text, time_zone text, hue integer, features_off text[], custom_fields jsonb, access_rules jsonb,
    entitlement jsonb, teammates uuid[], elsewhere jsonb, must_enrol boolean, by_company boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select s.expires_at, t.user_id, t.user_name, t.email, t.user_language, t.member_id, t.role, t.role_id, t.role_name, t.decisions,
           t.business_id, t.business_name, t.suspended_reason, t.suspended_at, t.business_language,
           t.currency, t.time_zone, t.hue, t.features_off, t.custom_fields, t.access_rules, t.entitlement, t.teammates,
           case when s.only_business is null then t.elsewhere else '[]' end,
           b.asks_second_factor and s.only_business is null and not kontor.has_second_factor(t.user_id), s.only_business is not null
      from sessions s join kontor.seats t on t.user_id = s.user_id and t.business_id = s.business_id join businesses b on b.id = t.business_id
     where s.token_digest = digest and s.expires_at > now() and (s.only_business is null or s.only_business = s.business_id)
       and (s.only_business is not null or s.assist_id is not null or t.role = 'owner' or not kontor.requires_provider(t.business_id))
$$;

create or replace function kontor.own_businesses(of_session bytea)
returns table (business_id uuid, business_name text, member_role text, own_role text, is_suspended boolean, is_here boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select b.id, b.name, m.role, r.name, b.suspended_at is not null, b.id is not distinct from s.business_id
      from sessions s join members m on m.user_id = s.user_id and m.left_at is null join businesses b on b.id = m.business_id
      left join roles r on r.business_id = m.business_id and r.id = m.role_id
     where s.token_digest = of_session and s.expires_at > now() and s.assist_id is null and (s.only_business is null or s.only_business = b.id)
     order by lower(b.name), b.id
$$;

create or replace function kontor.password_hash(of_session bytea) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select password_hash from users where id = kontor.person_of(of_session)
$$;

create or replace function kontor.change_profile(of_session bytea, new_name text, new_language text) returns void
language sql security definer set search_path = public, pg_temp as $$
    update users set name = new_name, language = new_language, version = version + 1, updated_at = now()
     where id = (select p.user_id from kontor.person(of_session) p)
$$;

create or replace function kontor.change_password(of_session bytea, new_hash text) returns void
language sql security definer set search_path = public, pg_temp as $$
    update users set password_hash = new_hash, version = version + 1, updated_at = now() where id = kontor.person_of(of_session);
    delete from known_devices d using sessions s
     where s.token_digest = of_session and d.user_id = kontor.person_of(of_session) and d.digest is distinct from s.device;
    delete from sessions where user_id = kontor.person_of(of_session) and token_digest <> of_session;
$$;

create or replace function kontor.confirm_session(of_session bytea) returns void
language sql security definer set search_path = public, pg_temp as $$
    update sessions set confirmed_at = now() where token_digest = of_session and expires_at > now() and assist_id is null
$$;

-- Whom a link was sent to, to tell them what came of it.
create function kontor.link_owner(link bytea, of_kind text) returns table (email text, user_name text, user_language text)
language sql stable security definer set search_path = public, pg_temp as $$
    select u.email, u.name, u.language from links l join users u on u.id = l.user_id
     where l.digest = link and l.kind = of_kind and l.expires_at > now()
$$;

-- What an operator's password is checked against anew.
create function kontor.operator_password(acting bytea) returns table (operator_id uuid, password_hash text)
language sql stable security definer set search_path = public, pg_temp as $$
    select o.id, o.password_hash from operator_sessions s join operators o on o.id = s.operator_id and o.deactivated_at is null
     where s.token_digest = acting and s.expires_at > now()
$$;

do $$
declare
    door regprocedure;
begin
    for door in
        select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname = 'kontor' and p.proname in (
            'import_begun', 'assist_stands', 'assist_words', 'note_assist', 'ask_assist', 'assist_link', 'begin_assist', 'end_assist',
            'end_own_assist', 'end_assist_of', 'assisting', 'end_assists', 'operator_password', 'link_owner')
    loop
        execute format('revoke all on function %s from public', door);
    end loop;
end $$;
grant execute on function kontor.assist_link(bytea), kontor.begin_assist(bytea, bytea, uuid, text), kontor.end_own_assist(uuid, uuid),
    kontor.end_assist_of(bytea), kontor.assisting(bytea), kontor.link_owner(bytea, text) to kontor_app;
grant execute on function kontor.ask_assist(bytea, uuid, uuid, uuid, text, interval, bytea, interval), kontor.operator_password(bytea) to kontor_operator;
