-- Signing in through the provider of a company: OpenID Connect Core 1.0.

create table sign_in_providers (
    business_id  uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id           uuid not null, -- UUIDv7, made by the application
    issuer       text not null check (length(issuer) between 8 and 500),
    client_id    text not null check (length(client_id) between 1 and 300),
    secret       bytea, -- sealed; null: a public client, whom PKCE alone guards
    groups_claim text not null default 'groups' check (length(groups_claim) between 1 and 100),
    is_enabled   boolean not null default true,
    is_required  boolean not null default false, -- whether all members but owners must come in by it
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    primary key (business_id, id),
    unique (business_id)
);
call kontor.wall('sign_in_providers');

-- Whom a provider knows by which of its names. A name is bound to the seat it first came in by: an address that the provider gives to
-- somebody else later on opens nothing of who had it before.
create table company_identities (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null,
    issuer      text not null,
    subject     text not null check (length(subject) between 1 and 255),
    member_id   uuid not null,
    created_at  timestamptz not null default now(),
    primary key (business_id, id),
    unique (business_id, issuer, subject),
    unique (business_id, issuer, member_id),
    foreign key (business_id, member_id) references members
);
create index on company_identities (business_id, member_id);
call kontor.wall('company_identities');
revoke insert, update on company_identities from kontor_app; -- behind the doors below only

-- Who has been sent to a provider and is not back yet, by what their browser holds.
create table company_sign_ins (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null,
    digest      bytea not null unique check (length(digest) = 32), -- SHA-256
    provider_id uuid not null,
    issuer      text not null,
    nonce       text not null,
    verifier    text not null, -- RFC 7636
    next        text not null, -- where they wanted to go; may be empty
    expires_at  timestamptz not null,
    primary key (business_id, id),
    foreign key (business_id, provider_id) references sign_in_providers on delete cascade
);
create index on company_sign_ins (expires_at);
create index on company_sign_ins (business_id, provider_id);
call kontor.wall('company_sign_ins');
revoke insert, update, delete on company_sign_ins from kontor_app;

-- A session that a provider opened is for its business alone: of another the provider has nothing to say, nor of the person's own account.
alter table sessions add column only_business uuid references businesses;
create index on sessions (only_business) where only_business is not null;

create function kontor.keep_to_business() returns trigger language plpgsql as $$
begin
    new.expires_at := least(new.expires_at, now()); -- it opens nothing elsewhere, and where it was it no longer is
    return new;
end $$;
create trigger keep_to_business before update of business_id on sessions for each row
    when (old.only_business is not null and new.business_id is distinct from old.only_business) execute function kontor.keep_to_business();

-- Whose account it is that a session may change: a person's own, not one that their company opened.
create or replace function kontor.person_of(of_session bytea) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select s.user_id from sessions s join users u on u.id = s.user_id and u.deactivated_at is null
     where s.token_digest = of_session and s.expires_at > now() and s.only_business is null
$$;

-- The business a session is bound to, if it is.
create function kontor.company_of(of_session bytea) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select only_business from sessions where token_digest = of_session and expires_at > now()
$$;

-- Whether members of a business, but for its owners, come in by its provider only.
create function kontor.requires_provider(of_business uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from sign_in_providers where business_id = of_business and is_enabled and is_required)
$$;

create or replace function kontor.own_businesses(of_session bytea)
returns table (business_id uuid, business_name text, member_role text, own_role text, is_suspended boolean, is_here boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select b.id, b.name, m.role, r.name, b.suspended_at is not null, b.id is not distinct from s.business_id
      from sessions s join members m on m.user_id = s.user_id and m.left_at is null join businesses b on b.id = m.business_id
      left join roles r on r.business_id = m.business_id and r.id = m.role_id
     where s.token_digest = of_session and s.expires_at > now() and (s.only_business is null or s.only_business = b.id)
     order by lower(b.name), b.id
$$;

-- As before; but not out of a business whose provider opened the session.
create or replace function kontor.switch_business(of_session bytea, wanted uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid := (select p.user_id from kontor.person(of_session) p);
begin
    if kontor.company_of(of_session) <> wanted then return false; end if;
    perform from members where user_id = person and business_id = wanted and left_at is null for share;
    if not found then return false; end if;
    update sessions set business_id = wanted where token_digest = of_session;
    update users set last_business = wanted where id = person;
    return true;
end $$;

create or replace function kontor.start_business(
    of_session bytea, new_business uuid, business_name text, new_language text, new_currency text, new_time_zone text, new_hue integer, new_member uuid
) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid := kontor.person_of(of_session);
begin
    if person is null then return false; end if;
    insert into businesses (id, name, language, currency, time_zone, hue)
    values (new_business, business_name, new_language, new_currency, new_time_zone, new_hue);
    insert into members (business_id, id, user_id, role) values (new_business, new_member, person, 'owner');
    return kontor.switch_business(of_session, new_business);
end $$;

create or replace function kontor.ask_address(of_session bytea, of_email text, link bytea, lifetime interval) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid := kontor.person_of(of_session);
begin
    perform from users where id = person for no key update;
    if not found or (select count(*) from links l where l.user_id = person and l.kind = 'verify' and l.created_at > now() - interval '1 hour') >= 3 then
        return false;
    end if;
    insert into links (digest, kind, user_id, expires_at, email) values (link, 'verify', person, now() + lifetime, of_email);
    return true;
end $$;

-- As before; by a password no tokens are had for a business whose members come in by its provider.
create or replace function kontor.start_family(
    new_family uuid, of_user uuid, checked_hash text, wanted_business uuid, token bytea, lifetime interval, from_address text
) returns table (state text, seat_business uuid, seat_member uuid, reason text)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update users set last_login = now() where id = of_user and password_hash = checked_hash and deactivated_at is null;
    if not found then
        return query select 'shut', null::uuid, null::uuid, null::text;
        return;
    end if;
    return query
    with seat as (
        select m.business_id, m.id, b.suspended_reason
          from members m join businesses b on b.id = m.business_id
         where m.user_id = of_user and m.left_at is null and (wanted_business is null or m.business_id = wanted_business)
           and (m.role = 'owner' or not kontor.requires_provider(m.business_id))
         order by m.created_at, m.business_id limit 1 for share of m),
    family as (
        insert into token_families (id, business_id, member_id, user_id, address, expires_at)
        select new_family, s.business_id, s.id, of_user, left(from_address, 100), now() + lifetime
          from seat s where s.suspended_reason is null),
    made as (
        insert into refresh_tokens (digest, family_id, expires_at)
        select token, new_family, now() + lifetime from seat s where s.suspended_reason is null)
    select case when s.suspended_reason is null then 'begun' else 'suspended' end, s.business_id, s.id, s.suspended_reason
      from seat s;
end $$;

drop function kontor.access(bytea);
-- Who a cookie stands for, in which business; no row for one that is unknown, expired or deactivated, nor where the business asks its
-- members to come in by its provider and they did not. `must_enrol`: the business asks for a second factor, and they have none; its
-- provider vouches for its own. `by_company`: the provider opened it, for this business alone.
create function kontor.access(digest bytea)
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
       and (s.only_business is not null or t.role = 'owner' or not kontor.requires_provider(t.business_id))
$$;

-- The provider of a business that can be signed in by, if it has one.
create function kontor.company_provider(of_business uuid)
returns table (business_id uuid, business_name text, provider_id uuid, issuer text, client_id text, secret bytea, groups_claim text)
language sql stable security definer set search_path = public, pg_temp as $$
    select b.id, b.name, p.id, p.issuer, p.client_id, p.secret, p.groups_claim
      from sign_in_providers p join businesses b on b.id = p.business_id
     where p.business_id = of_business and p.is_enabled
$$;

create function kontor.begin_company_sign_in(
    of_business uuid, provider uuid, new_id uuid, new_digest bytea, new_issuer text, new_nonce text, new_verifier text, new_next text, lifetime interval
) returns void language sql security definer set search_path = public, pg_temp as $$
    insert into company_sign_ins (business_id, id, digest, provider_id, issuer, nonce, verifier, next, expires_at)
    values (of_business, new_id, new_digest, provider, new_issuer, new_nonce, new_verifier, new_next, now() + lifetime);
$$;

-- Uses one up: what was begun with that provider as it is now. No row where there is none, also because it was used before.
create function kontor.take_company_sign_in(of_digest bytea)
returns table (
    business_id uuid, business_name text, provider_id uuid, issuer text, client_id text, secret bytea, groups_claim text,
    nonce text, verifier text, next text)
language sql security definer set search_path = public, pg_temp as $$
    with taken as (delete from company_sign_ins c where c.digest = of_digest and c.expires_at > now() returning c.*)
    select p.*, t.nonce, t.verifier, t.next
      from taken t, lateral kontor.company_provider(t.business_id) p where p.provider_id = t.provider_id and p.issuer = t.issuer
$$;

-- The seat of whom a provider vouches for, by the name it has for them; their address must lie in a domain of the business whenever they
-- come. state: as seat_from_directory's, or reused: the address was somebody else's at the provider before.
create function kontor.seat_by_company(
    of_business uuid, of_issuer text, of_subject text, address text, person_name text, groups text[], new_user uuid, new_member uuid, new_id uuid
) returns table (state text, member_id uuid, user_id uuid) language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    bound  uuid;
    person users;
    given  record;
begin
    if kontor.business_of_domain(address) is distinct from of_business then
        return query select 'foreign', null::uuid, null::uuid;
        return;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('company identity ' || of_business || of_issuer || of_subject, 0));
    select i.member_id into bound from company_identities i where i.business_id = of_business and i.issuer = of_issuer and i.subject = of_subject;
    if bound is not null then
        select u.* into person from users u join members m on m.user_id = u.id where m.business_id = of_business and m.id = bound for no key update of u;
        return query select * from kontor.seat_person(of_business, person, groups, new_member);
        return;
    end if;
    select u.id into bound from company_identities i
      join members m on m.business_id = i.business_id and m.id = i.member_id join users u on u.id = m.user_id
     where i.business_id = of_business and i.issuer = of_issuer and lower(u.email) = lower(address);
    if bound is not null then
        return query select 'reused', null::uuid, bound;
        return;
    end if;
    select * into given from kontor.seat_from_directory(of_business, address, person_name, groups, new_user, new_member);
    if given.member_id is not null then
        insert into company_identities (business_id, id, issuer, subject, member_id)
        values (of_business, new_id, of_issuer, of_subject, given.member_id);
    end if;
    return query select given.state, given.member_id, given.user_id;
end $$;

-- Opens a session for the one business, and notes that somebody came in.
create function kontor.open_company_session(
    new_digest bytea, session_id uuid, of_user uuid, of_business uuid, lifetime interval, from_agent text, from_address text, from_device bytea
) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform from users where id = of_user and deactivated_at is null for update;
    if not found then return false; end if;
    perform from members where user_id = of_user and business_id = of_business and left_at is null for share;
    if not found then return false; end if;
    delete from sessions where expires_at <= now() and user_id = of_user;
    insert into sessions (token_digest, user_id, business_id, only_business, expires_at, agent, id, address, way, device)
    values (new_digest, of_user, of_business, of_business, now() + lifetime, left(from_agent, 300), session_id, left(from_address, 100), 'sso', from_device);
    update users set last_login = now() where id = of_user;
    insert into sign_ins (id, user_id, way, outcome, address, agent)
    values (session_id, of_user, 'sso', 'entered', left(from_address, 100), left(from_agent, 300));
    insert into known_devices values (of_user, from_device, now()) on conflict (user_id, digest) do update set last_seen = now();
    return true;
end $$;

create function kontor.sweep_company_sign_ins() returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from company_sign_ins where expires_at <= now() returning 1) select count(*) from gone
$$;

-- Nodes keep for a moment what kontor.access says. What programs got by a password ends where that is not enough any more; what a provider
-- opened ends with it.
create function kontor.provider_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    business uuid := coalesce(new.business_id, old.business_id);
begin
    if tg_op = 'DELETE' or (tg_op = 'UPDATE' and (old.issuer <> new.issuer or old.is_enabled and not new.is_enabled)) then
        delete from sessions where only_business = business;
    end if;
    if tg_op = 'DELETE' or (tg_op = 'UPDATE' and old.issuer <> new.issuer) then
        delete from company_identities where business_id = business and issuer = old.issuer;
    end if;
    if tg_op <> 'DELETE' and kontor.requires_provider(business) then
        update token_families f set ended_at = now(), ended_because = 'revoked' from members m
         where m.business_id = business and m.role <> 'owner' and f.business_id = m.business_id and f.member_id = m.id and f.ended_at is null;
    end if;
    perform pg_notify('kontor_access', business::text);
    return null;
end $$;
create trigger provider_changed after insert or update or delete on sign_in_providers for each row execute function kontor.provider_changed();

do $$
declare
    door regprocedure;
begin
    for door in
        select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname = 'kontor' and p.proname in (
            'access', 'company_of', 'company_provider', 'begin_company_sign_in', 'take_company_sign_in', 'seat_by_company', 'open_company_session',
            'sweep_company_sign_ins', 'business_of_domain')
    loop
        execute format('revoke all on function %s from public', door);
        execute format('grant execute on function %s to kontor_app', door);
    end loop;
    revoke all on function kontor.keep_to_business(), kontor.requires_provider(uuid), kontor.provider_changed() from public;
end $$;
