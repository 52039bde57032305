-- What programs come in by: API keys, which a business makes for them, and tokens, which a person signs in for.

-- The keys of a business. Each acts in the name of the member who made it, and goes with their seat.
create table api_keys (
    business_id       uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id                uuid not null, -- UUIDv7, made by the application
    member_id         uuid not null,
    name              text not null check (length(name) between 1 and 100),
    digest            bytea not null unique check (length(digest) = 32), -- SHA-256: who reads this table cannot use a key
    prefix            text not null, -- how people tell keys apart
    scopes            text[] not null check (cardinality(scopes) > 0), -- names of permissions, such as crm.customers.read
    expires_at        timestamptz, -- null: never
    last_used_at      timestamptz,
    last_used_address text,
    created_at        timestamptz not null default now(),
    revoked_at        timestamptz,
    primary key (business_id, id),
    foreign key (business_id, member_id) references members on delete cascade
);
create index on api_keys (business_id, member_id);
call kontor.wall('api_keys');
-- A key is made, looked at, and revoked; what it may do never changes.
revoke select, update, delete on api_keys from kontor_app;
grant select (business_id, id, member_id, name, prefix, scopes, expires_at, last_used_at, last_used_address, created_at, revoked_at),
      update (revoked_at) on api_keys to kontor_app;

-- Whom a key stands for; no row for one that is unknown, expired, revoked or of a person who was deactivated.
create function kontor.key_access(of_digest bytea)
returns table (
    user_id uuid, user_name text, email text, user_language text, expires_at timestamptz,
    member_id uuid, role text,
    business_id uuid, business_name text, suspended_reason text, suspended_at timestamptz, business_language text,
    currency text, time_zone text, hue integer, features_off text[], custom_fields jsonb, key_id uuid, scopes text[])
language sql stable security definer set search_path = public, pg_temp as $$
    select u.id, u.name, u.email, u.language, coalesce(k.expires_at, now() + interval '100 years'), m.id, m.role,
           b.id, b.name, b.suspended_reason, b.suspended_at, b.language, b.currency, b.time_zone, b.hue, b.features_off, b.custom_fields,
           k.id, k.scopes
      from api_keys k
      join members m on m.business_id = k.business_id and m.id = k.member_id
      join users u on u.id = m.user_id and u.deactivated_at is null
      join businesses b on b.id = k.business_id
     where k.digest = of_digest and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
$$;

-- Why a key does not open; no row for one that is unknown.
create function kontor.key_refusal(of_digest bytea) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select case when k.revoked_at is not null then 'revoked'
                when k.expires_at <= now() then 'expired'
                when u.deactivated_at is not null then 'deactivated' end
      from api_keys k
      join members m on m.business_id = k.business_id and m.id = k.member_id
      join users u on u.id = m.user_id
     where k.digest = of_digest
$$;

-- Notes when and from where keys were used last, each once a minute at most. One that another node is
-- noting at this moment is left to it.
create function kontor.keys_used(businesses uuid[], keys uuid[], addresses text[], moments timestamptz[]) returns void
language sql security definer set search_path = public, pg_temp as $$
    with due as (
        select k.business_id, k.id, u.address, u.moment
          from unnest(businesses, keys, addresses, moments) as u (business_id, id, address, moment)
          join api_keys k on k.business_id = u.business_id and k.id = u.id
         where k.last_used_at is null or k.last_used_at < u.moment - interval '55 seconds'
           for update of k skip locked)
    update api_keys k set last_used_at = due.moment, last_used_address = left(due.address, 100)
      from due where k.business_id = due.business_id and k.id = due.id
$$;

-- The secrets that access tokens are signed with (RFC 7518 §3.2): the newest signs, the others are only checked
-- against. A new one comes into use after 90 days.
create table token_keys (
    id         text primary key, -- `kid` in the token's header
    secret     bytea not null check (length(secret) = 32),
    created_at timestamptz not null default now()
);
alter table token_keys enable row level security, force row level security;
create policy migrations on token_keys to current_user using (true) with check (true);

-- All of them, the newest first. The one offered is taken when a new one is due.
create function kontor.token_keys(new_id text, new_secret bytea) returns table (key_id text, key_secret bytea)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from token_keys where created_at > now() - interval '90 days') then
        perform pg_advisory_xact_lock(hashtextextended('kontor.token_keys', 0));
        insert into token_keys (id, secret)
        select new_id, new_secret
         where not exists (select from token_keys where created_at > now() - interval '90 days');
    end if;
    return query select id, secret from token_keys order by created_at desc, id;
end $$;

-- What one sign-in for tokens leads to: a chain of refresh tokens, each made for the one before (RFC 9700 §4.14.2).
-- Access tokens name their family, so that they end with it.
create table token_families (
    id            uuid primary key,
    business_id   uuid not null references businesses,
    member_id     uuid not null,
    user_id       uuid not null references users on delete cascade,
    address       text not null, -- where it was begun
    created_at    timestamptz not null default now(),
    expires_at    timestamptz not null, -- with its newest refresh token
    ended_at      timestamptz,
    ended_because text check (ended_because in ('revoked', 'reused', 'password', 'deactivated')),
    ended_address text, -- where it was ended, if by a token
    foreign key (business_id, member_id) references members on delete cascade,
    check ((ended_at is null) = (ended_because is null))
);
create index on token_families (user_id);
create index on token_families (business_id, member_id);
create index on token_families (expires_at);

create table refresh_tokens (
    digest     bytea primary key, -- SHA-256
    family_id  uuid not null references token_families on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at    timestamptz -- each once
);
create index on refresh_tokens (family_id);
create index on refresh_tokens (expires_at);

alter table token_families enable row level security, force row level security;
alter table refresh_tokens enable row level security, force row level security;
create policy migrations on token_families to current_user using (true) with check (true);
create policy migrations on refresh_tokens to current_user using (true) with check (true);

-- Begins a family for a person whose password has just been checked: in the business that is wanted, or where
-- they have had a seat the longest. The account is locked, and looked at once more: a password that is changed or
-- an account that is deactivated at this moment either stops the family here or ends it afterwards.
create function kontor.start_family(
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
         where m.user_id = of_user and (wanted_business is null or m.business_id = wanted_business)
         order by m.created_at, m.business_id limit 1),
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

-- Takes a refresh token for the next one. Uses of one family come one after another, so of several at the same moment
-- one is the first, and the next is a second use: that ends the family, because one of the two was not its owner's.
create function kontor.rotate_token(used bytea, following bytea, lifetime interval, from_address text)
returns table (state text, of_family uuid, of_user uuid, of_business uuid, of_member uuid, reason text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    family token_families;
    token  refresh_tokens;
    shut   boolean;
begin
    select f.* into family from token_families f join refresh_tokens t on t.family_id = f.id
     where t.digest = used for update of f;
    select * into token from refresh_tokens where digest = used;
    select deactivated_at is not null into shut from users where id = family.user_id;
    select suspended_reason into reason from businesses where id = family.business_id;
    state := case when family.id is null or token.digest is null then 'unknown'
                  when family.ended_at is not null then 'ended'
                  when token.used_at is not null then 'reused'
                  when token.expires_at <= now() then 'expired'
                  when shut then 'ended'
                  when reason is not null then 'suspended'
                  else 'rotated' end;
    if state = 'reused' then
        update token_families set ended_at = now(), ended_because = 'reused', ended_address = left(from_address, 100)
         where id = family.id;
    elsif state = 'rotated' then
        update refresh_tokens set used_at = now() where digest = used;
        insert into refresh_tokens (digest, family_id, expires_at) values (following, family.id, now() + lifetime);
        update token_families set expires_at = now() + lifetime where id = family.id;
    end if;
    return query select state, family.id, family.user_id, family.business_id, family.member_id, reason;
end $$;

create function kontor.end_family(of_token bytea, from_address text) returns void
language sql security definer set search_path = public, pg_temp as $$
    update token_families f set ended_at = now(), ended_because = 'revoked', ended_address = left(from_address, 100)
      from refresh_tokens t where t.digest = of_token and f.id = t.family_id and f.ended_at is null
$$;

-- Whom an access token of this family stands for; no row once it has ended.
create function kontor.family_access(of_family uuid)
returns table (
    user_id uuid, user_name text, email text, user_language text, expires_at timestamptz,
    member_id uuid, role text,
    business_id uuid, business_name text, suspended_reason text, suspended_at timestamptz, business_language text,
    currency text, time_zone text, hue integer, features_off text[], custom_fields jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select u.id, u.name, u.email, u.language, f.expires_at, m.id, m.role,
           b.id, b.name, b.suspended_reason, b.suspended_at, b.language, b.currency, b.time_zone, b.hue, b.features_off, b.custom_fields
      from token_families f
      join members m on m.business_id = f.business_id and m.id = f.member_id
      join users u on u.id = m.user_id and u.deactivated_at is null
      join businesses b on b.id = f.business_id
     where f.id = of_family and f.ended_at is null and f.expires_at > now()
$$;

-- A new password, and an operator who shuts an account or opens it again, end what the person signed in for.
create function kontor.end_families() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update token_families set ended_at = now(),
           ended_because = case when new.deactivated_at is distinct from old.deactivated_at then 'deactivated' else 'password' end
     where user_id = new.id and ended_at is null;
    return null;
end $$;
create trigger end_families after update of password_hash, deactivated_at on users for each row
    when (old.password_hash is distinct from new.password_hash or old.deactivated_at is distinct from new.deactivated_at)
    execute function kontor.end_families();

-- Removes what opens nothing any more. A family that was ended by a second use is remembered a while longer.
create function kontor.sweep_tokens() returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with tokens as (delete from refresh_tokens where expires_at <= now() returning 1),
         families as (
             delete from token_families
              where expires_at <= now() - case when ended_because = 'reused' then interval '90 days' else interval '0' end
             returning 1),
         keys as (
             delete from token_keys k
              where k.created_at < now() - interval '91 days'
                and exists (select from token_keys y where y.created_at > k.created_at)
             returning 1)
    select (select count(*) from tokens) + (select count(*) from families) + (select count(*) from keys)
$$;

revoke all on function kontor.key_access, kontor.key_refusal, kontor.keys_used, kontor.token_keys, kontor.start_family,
    kontor.rotate_token, kontor.end_family, kontor.family_access, kontor.end_families, kontor.sweep_tokens from public;
grant execute on function kontor.key_access, kontor.key_refusal, kontor.keys_used, kontor.token_keys, kontor.start_family,
    kontor.rotate_token, kontor.end_family, kontor.family_access, kontor.sweep_tokens to kontor_app;

-- Nodes keep what these say for a moment, as with sessions.
create trigger access_changed after delete or update of scopes, expires_at, revoked_at on api_keys
    for each row execute function kontor.access_changed('business_id');
create trigger access_changed after delete or update of ended_at on token_families
    for each row execute function kontor.access_changed('user_id');
