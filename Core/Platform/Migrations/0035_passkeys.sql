-- Passkeys: W3C Web Authentication Level 3. Only public keys are kept.
create table passkeys (
    id            uuid primary key,
    user_id       uuid not null references users on delete cascade,
    credential_id bytea not null unique check (length(credential_id) between 16 and 1023),
    public_key    bytea not null,  -- COSE_Key (RFC 9052 §7)
    sign_count    bigint not null, -- 0: the authenticator does not count
    name          text not null check (length(name) between 1 and 100),
    is_backed_up  boolean not null,
    created_at    timestamptz not null default now(),
    last_used_at  timestamptz
);
create index on passkeys (user_id);

-- What an authenticator is asked to sign, once.
create table passkey_challenges (
    digest     bytea primary key, -- SHA-256
    purpose    text not null check (purpose in ('register', 'enter', 'confirm')),
    user_id    uuid references users on delete cascade, -- null: whoever comes in by it
    expires_at timestamptz not null
);
create index on passkey_challenges (expires_at);
create index on passkey_challenges (user_id);

do $$
declare
    name text;
begin
    foreach name in array array['passkeys', 'passkey_challenges'] loop
        execute format('alter table %I enable row level security, force row level security', name);
        execute format('create policy migrations on %I to current_user using (true) with check (true)', name);
    end loop;
end $$;

-- Where the purpose is somebody's own, only while they are signed in.
create function kontor.begin_passkey(new_digest bytea, new_purpose text, of_session bytea, lifetime interval) returns void
language sql security definer set search_path = public, pg_temp as $$
    insert into passkey_challenges select new_digest, new_purpose, kontor.person_of(of_session), now() + lifetime
     where new_purpose = 'enter' or kontor.person_of(of_session) is not null
$$;

-- Uses a challenge up; false where it does not stand.
create function kontor.take_passkey_challenge(of_digest bytea, of_purpose text, of_session bytea) returns boolean
language sql security definer set search_path = public, pg_temp as $$
    with taken as (
        delete from passkey_challenges where digest = of_digest and purpose = of_purpose and expires_at > now()
           and user_id is not distinct from kontor.person_of(of_session) returning 1)
    select exists (select from taken)
$$;

create function kontor.own_passkeys(of_session bytea)
returns table (passkey_id uuid, credential_id bytea, passkey_name text, is_backed_up boolean, created_at timestamptz, last_used_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select id, credential_id, name, is_backed_up, created_at, last_used_at from passkeys
     where user_id = kontor.person_of(of_session) order by created_at, id limit 100
$$;

-- Answers false where the person has twenty already, or the key is known.
create function kontor.add_passkey(
    of_session bytea, new_id uuid, new_credential bytea, new_key bytea, new_count bigint, new_name text, backed_up boolean
) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid := kontor.person_of(of_session);
begin
    perform from users where id = person for update;
    if not found or (select count(*) from passkeys where user_id = person) >= 20 then return false; end if;
    insert into passkeys (id, user_id, credential_id, public_key, sign_count, name, is_backed_up)
    values (new_id, person, new_credential, new_key, new_count, new_name, backed_up) on conflict do nothing;
    return found;
end $$;

create function kontor.rename_passkey(of_session bytea, of_id uuid, new_name text) returns boolean
language sql security definer set search_path = public, pg_temp as $$
    with renamed as (update passkeys set name = new_name where id = of_id and user_id = kontor.person_of(of_session) returning 1)
    select exists (select from renamed)
$$;

create function kontor.remove_passkey(of_session bytea, of_id uuid) returns boolean
language sql security definer set search_path = public, pg_temp as $$
    with removed as (delete from passkeys where id = of_id and user_id = kontor.person_of(of_session) returning 1)
    select exists (select from removed)
$$;

-- Whose passkey it is, and what its signatures are checked by.
create function kontor.passkey(of_credential bytea)
returns table (passkey_id uuid, user_id uuid, public_key bytea, deactivated boolean, password_hash text)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, p.user_id, p.public_key, u.deactivated_at is not null, u.password_hash
      from passkeys p join users u on u.id = p.user_id where p.credential_id = of_credential
$$;

-- Notes a use. False where the counter did not go on: then there are two of the key (Web Authentication §7.2, step 22).
create function kontor.passkey_used(of_id uuid, new_count bigint, backed_up boolean) returns boolean
language sql security definer set search_path = public, pg_temp as $$
    with used as (
        update passkeys set sign_count = new_count, is_backed_up = backed_up, last_used_at = now()
         where id = of_id and (new_count > sign_count or (new_count = 0 and sign_count = 0)) returning 1)
    select exists (select from used)
$$;

create function kontor.sweep_passkeys() returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from passkey_challenges where expires_at <= now() returning 1) select count(*) from gone
$$;

do $$
declare
    door regprocedure;
begin
    for door in
        select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname = 'kontor' and p.proname in (
            'begin_passkey', 'take_passkey_challenge', 'own_passkeys', 'add_passkey', 'rename_passkey', 'remove_passkey', 'passkey',
            'passkey_used', 'sweep_passkeys')
    loop
        execute format('revoke all on function %s from public', door);
        execute format('grant execute on function %s to kontor_app', door);
    end loop;
end $$;

-- A business may ask its members for a second factor, or a passkey, which is one.
alter table businesses add column asks_second_factor boolean not null default false;
grant select (asks_second_factor), update (asks_second_factor) on businesses to kontor_app;

create function kontor.has_second_factor(of_user uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from totps t where t.user_id = of_user and t.confirmed_at is not null)
        or exists (select from passkeys p where p.user_id = of_user)
$$;

-- Of the members of the business that asks: how many there are without one.
create function kontor.members_without_second_factor() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from members m where m.business_id = current_setting('kontor.business_id')::uuid and not kontor.has_second_factor(m.user_id)
$$;

drop function kontor.access(bytea);
-- Who a cookie stands for, in which business; no row for one that is unknown, expired or deactivated. `must_enrol`: the business
-- asks for a second factor, and they have none.
create function kontor.access(digest bytea)
returns table (
    expires_at timestamptz, user_id uuid, user_name text, email text, user_language text,
    member_id uuid, role text, role_id uuid, role_name text, decisions jsonb,
    business_id uuid, business_name text, suspended_reason text, suspended_at timestamptz, business_language text,
    currency text, time_zone text, hue integer, features_off text[], custom_fields jsonb, access_rules jsonb,
    entitlement jsonb, teammates uuid[], elsewhere jsonb, must_enrol boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select s.expires_at, t.user_id, t.user_name, t.email, t.user_language, t.member_id, t.role, t.role_id, t.role_name, t.decisions,
           t.business_id, t.business_name, t.suspended_reason, t.suspended_at, t.business_language,
           t.currency, t.time_zone, t.hue, t.features_off, t.custom_fields, t.access_rules, t.entitlement, t.teammates, t.elsewhere,
           b.asks_second_factor and not kontor.has_second_factor(t.user_id)
      from sessions s join kontor.seats t on t.user_id = s.user_id and t.business_id = s.business_id join businesses b on b.id = t.business_id
     where s.token_digest = digest and s.expires_at > now()
$$;

-- Whether a person who comes in for tokens lacks what their business asks for.
create function kontor.must_enrol(of_user uuid, wanted_business uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((
        select b.asks_second_factor and not kontor.has_second_factor(of_user)
          from members m join businesses b on b.id = m.business_id
         where m.user_id = of_user and (wanted_business is null or m.business_id = wanted_business)
         order by m.created_at, m.business_id limit 1), false)
$$;

-- Whether the password is not enough, and the passkey is asked for: of who has one and no code, where a business of theirs asks for
-- a second factor.
create function kontor.asks_passkey(of_user uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from members m join businesses b on b.id = m.business_id where m.user_id = of_user and b.asks_second_factor)
       and exists (select from passkeys p where p.user_id = of_user)
       and not exists (select from totps t where t.user_id = of_user and t.confirmed_at is not null)
$$;

-- What decides how somebody comes in who has shown a first proof.
create function kontor.arrival(of_user uuid, from_device bytea)
returns table (email text, user_name text, user_language text, new_device boolean, issued_device boolean, has_totp boolean, asks_passkey boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select u.email, u.name, u.language,
           u.last_login is not null and not exists (select from known_devices d where d.user_id = u.id and d.digest = from_device),
           exists (select from known_devices d where d.digest = from_device),
           exists (select from totps t where t.user_id = u.id and t.confirmed_at is not null), kontor.asks_passkey(u.id)
      from users u where u.id = of_user
$$;

-- Nodes keep for a moment what kontor.access says.
create function kontor.factor_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('kontor_access', coalesce(new.user_id, old.user_id)::text);
    return null;
end $$;
create trigger factor_changed after insert or delete on passkeys for each row execute function kontor.factor_changed();
create trigger factor_changed after update of confirmed_at or delete on totps for each row execute function kontor.factor_changed();
revoke all on function kontor.access(bytea), kontor.has_second_factor(uuid), kontor.members_without_second_factor(), kontor.must_enrol(uuid, uuid),
    kontor.factor_changed(), kontor.asks_passkey(uuid), kontor.arrival(uuid, bytea) from public;
grant execute on function kontor.access(bytea), kontor.members_without_second_factor(), kontor.must_enrol(uuid, uuid),
    kontor.arrival(uuid, bytea) to kontor_app;
