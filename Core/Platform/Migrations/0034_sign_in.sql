-- What people are shown of their sessions, and what proves anew that it is them.
alter table sessions
    add column id           uuid not null default gen_random_uuid() unique, -- its digest is shown to nobody
    add column address      text not null default '',
    add column way          text not null default 'password' check (way in ('registration', 'password', 'link', 'passkey', 'sso')),
    add column device       bytea,                              -- digest of the browser's own mark
    add column last_seen    timestamptz not null default now(), -- as exact as some minutes
    add column confirmed_at timestamptz not null default now(); -- when they last proved that it is them

-- Nodes need not hear of it when a session was merely seen.
drop trigger access_changed on sessions;
create trigger access_changed after delete or update of token_digest, user_id, business_id, expires_at on sessions
    for each row execute function kontor.access_changed('user_id');

-- Who came in, or was not let in: what the person is shown of the last 90 days.
create table sign_ins (
    id         uuid primary key,
    user_id    uuid references users on delete cascade, -- null for a moment only, where there is no such account
    way        text not null check (way in ('registration', 'password', 'link', 'passkey', 'sso')),
    second     text check (second in ('code', 'recovery', 'passkey')),
    outcome    text not null check (outcome in ('entered', 'refused', 'code_refused')),
    address    text not null,
    agent      text not null,
    created_at timestamptz not null default now()
);
create index on sign_ins (user_id, created_at desc);
create index on sign_ins (created_at);

-- Browsers in which somebody has signed in before, by a mark of their own (OWASP's device cookie). Tries from there are counted
-- apart, so that whoever guesses elsewhere cannot keep the owner out.
create table known_devices (
    user_id   uuid not null references users on delete cascade,
    digest    bytea not null, -- SHA-256
    last_seen timestamptz not null default now(),
    primary key (user_id, digest)
);
create index on known_devices (digest);

-- Who has shown the first of two proofs, and has ten minutes for the second.
create table sign_in_challenges (
    digest       bytea primary key, -- SHA-256
    user_id      uuid not null references users on delete cascade,
    way          text not null,
    checked_hash text not null, -- of the password at that time: a new one ends the challenge
    expires_at   timestamptz not null
);
create index on sign_in_challenges (user_id);
create index on sign_in_challenges (expires_at);

-- The second factor: RFC 6238. Without `confirmed_at` it is being set up, and asked of nobody.
create table totps (
    user_id      uuid primary key references users on delete cascade,
    secret       bytea not null, -- sealed
    last_step    bigint not null default 0, -- each code is good once (§5.2)
    confirmed_at timestamptz,
    created_at   timestamptz not null default now()
);
create table recovery_codes (
    user_id uuid not null references users on delete cascade,
    digest  bytea not null, -- SHA-256 of 80 random bits
    primary key (user_id, digest)
);

-- What secrets in this database are sealed with.
create table secret_keys (
    id         integer primary key check (id = 1),
    secret     bytea not null check (length(secret) = 32),
    created_at timestamptz not null default now()
);

do $$
declare
    name text;
begin
    foreach name in array array['sign_ins', 'known_devices', 'sign_in_challenges', 'totps', 'recovery_codes', 'secret_keys'] loop
        execute format('alter table %I enable row level security, force row level security', name);
        execute format('create policy migrations on %I to current_user using (true) with check (true)', name);
    end loop;
end $$;

-- The kinds are those of the functions that make and take them.
alter table links drop constraint if exists links_kind_check;

create function kontor.secret_key(offered bytea) returns bytea
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into secret_keys (id, secret) values (1, offered) on conflict do nothing;
    return (select secret from secret_keys where id = 1);
end $$;

-- What a try counts under: the account, or, from a browser in which its owner has signed in before, the two together.
create function kontor.throttle_subject(of_door text, of_name text, from_device bytea) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select of_door || ':' || case when exists (
               select from known_devices d join users u on u.id = d.user_id
                where d.digest = from_device and (lower(u.email) = lower(of_name) or u.id::text = of_name))
           then 'device:' || encode(from_device, 'hex') || ':' else '' end
        || encode(sha256(convert_to(lower(of_name), 'UTF8')), 'hex')
$$;

-- Notes that somebody was not let in. Where there is no such account as much is done as where there is one.
create function kontor.note_refusal(new_id uuid, of_email text, of_user uuid, by_way text, new_outcome text, from_address text, from_agent text)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid := coalesce(of_user, (select id from users where lower(email) = lower(of_email)));
begin
    insert into sign_ins (id, user_id, way, outcome, address, agent)
    values (new_id, person, by_way, new_outcome, left(from_address, 100), left(from_agent, 300));
    delete from sign_ins where id = new_id and person is null;
end $$;

-- Opens a session. The account is locked, and looked at once more: a password that is changed, an account that is shut or a
-- second factor that is added at this moment either stops the session here or ends it afterwards.
create function kontor.open_session(
    new_digest bytea, session_id uuid, of_user uuid, lifetime interval, from_agent text, from_address text, from_device bytea,
    by_way text, by_second text, checked_hash text, of_challenge bytea
) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform from users where id = of_user and deactivated_at is null and (checked_hash is null or password_hash = checked_hash)
       for update;
    if not found then return false; end if;
    if of_challenge is not null then
        delete from sign_in_challenges c where c.digest = of_challenge and c.user_id = of_user and c.expires_at > now();
        if not found then return false; end if;
    end if;
    if by_second is null and by_way not in ('passkey', 'registration')
        and (exists (select from totps where user_id = of_user and confirmed_at is not null) or kontor.asks_passkey(of_user)) then
        return false;
    end if;
    perform kontor.start_session(new_digest, of_user, lifetime, from_agent);
    update sessions set id = session_id, address = left(from_address, 100), way = by_way, device = from_device where token_digest = new_digest;
    insert into sign_ins (id, user_id, way, second, outcome, address, agent)
    values (session_id, of_user, by_way, by_second, 'entered', left(from_address, 100), left(from_agent, 300));
    insert into known_devices values (of_user, from_device, now()) on conflict (user_id, digest) do update set last_seen = now();
    return true;
end $$;

create function kontor.begin_challenge(new_digest bytea, of_user uuid, by_way text, checked_hash text, lifetime interval) returns void
language sql security definer set search_path = public, pg_temp as $$
    delete from sign_in_challenges where user_id = of_user and expires_at <= now();
    insert into sign_in_challenges values (new_digest, of_user, by_way, checked_hash, now() + lifetime);
$$;

create function kontor.challenge(of_digest bytea)
returns table (user_id uuid, way text, checked_hash text, secret bytea, last_step bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.user_id, c.way, c.checked_hash, t.secret, t.last_step
      from sign_in_challenges c
      join users u on u.id = c.user_id and u.deactivated_at is null and u.password_hash = c.checked_hash
      left join totps t on t.user_id = c.user_id and t.confirmed_at is not null
     where c.digest = of_digest and c.expires_at > now()
$$;

create function kontor.end_challenges() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from sign_in_challenges where user_id = new.id;
    return null;
end $$;
create trigger end_challenges after update of password_hash, deactivated_at on users for each row
    when (old.password_hash is distinct from new.password_hash or old.deactivated_at is distinct from new.deactivated_at)
    execute function kontor.end_challenges();

-- Whose session it is.
create function kontor.person_of(of_session bytea) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select s.user_id from sessions s join users u on u.id = s.user_id and u.deactivated_at is null
     where s.token_digest = of_session and s.expires_at > now()
$$;

-- The newest first, this one before all others.
create function kontor.own_sessions(of_session bytea)
returns table (session_id uuid, agent text, address text, way text, created_at timestamptz, last_seen timestamptz, this boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select id, agent, address, way, created_at, last_seen, token_digest = of_session from sessions
     where user_id = kontor.person_of(of_session) and expires_at > now()
     order by token_digest = of_session desc, last_seen desc, id limit 200
$$;

create function kontor.own_sign_ins(of_session bytea)
returns table (sign_in_id uuid, agent text, address text, way text, second text, outcome text, created_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select id, agent, address, way, second, outcome, created_at from sign_ins
     where user_id = kontor.person_of(of_session) and created_at > now() - interval '90 days'
     order by created_at desc, id limit 200
$$;

-- Ends one of the person's sessions. The browser is no longer known: whoever comes in there again is told of.
create function kontor.end_own_session(of_session bytea, session_id uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    ended sessions;
begin
    delete from sessions where id = session_id and user_id = kontor.person_of(of_session) returning * into ended;
    if not found then return false; end if;
    delete from known_devices where user_id = ended.user_id and digest = ended.device
        and digest is distinct from (select device from sessions where token_digest = of_session);
    return true;
end $$;

create function kontor.end_other_sessions(of_session bytea) returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with gone as (
        delete from sessions where user_id = kontor.person_of(of_session) and token_digest <> of_session returning user_id, device),
    forgotten as (
        delete from known_devices d using gone g where d.user_id = g.user_id and d.digest = g.device
           and d.digest is distinct from (select device from sessions where token_digest = of_session))
    select count(*) from gone
$$;

create function kontor.sessions_seen(digests bytea[], addresses text[], times timestamptz[]) returns void
language sql security definer set search_path = public, pg_temp as $$
    update sessions s set last_seen = greatest(s.last_seen, seen.at), address = left(seen.address, 100)
      from unnest(digests, addresses, times) as seen (digest, address, at) where s.token_digest = seen.digest
$$;

-- Whether they proved not long ago that it is them.
create function kontor.is_confirmed(of_session bytea, within interval) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from sessions where token_digest = of_session and expires_at > now() and confirmed_at > now() - within)
$$;

create function kontor.confirm_session(of_session bytea) returns void
language sql security definer set search_path = public, pg_temp as $$
    update sessions set confirmed_at = now() where token_digest = of_session and expires_at > now()
$$;

-- Whether there is a second factor, its secret, and how many recovery codes are left.
create function kontor.own_totp(of_session bytea)
returns table (user_id uuid, secret bytea, last_step bigint, confirmed_at timestamptz, codes bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select u.id, t.secret, t.last_step, t.confirmed_at, (select count(*) from recovery_codes c where c.user_id = u.id)
      from users u left join totps t on t.user_id = u.id where u.id = kontor.person_of(of_session)
$$;

-- Begins anew, unless there is one already.
create function kontor.begin_totp(of_session bytea, sealed bytea) returns boolean
language sql security definer set search_path = public, pg_temp as $$
    with begun as (
        insert into totps (user_id, secret) select kontor.person_of(of_session), sealed where kontor.person_of(of_session) is not null
        on conflict (user_id) do update set secret = sealed, created_at = now() where totps.confirmed_at is null
        returning 1)
    select exists (select from begun)
$$;

create function kontor.set_recovery_codes(of_user uuid, digests bytea[]) returns void
language sql security definer set search_path = public, pg_temp as $$
    delete from recovery_codes where user_id = of_user;
    insert into recovery_codes select of_user, unnest(digests);
$$;

-- From now on the second factor is asked for; whoever was about to come in without it begins anew.
create function kontor.confirm_totp(of_session bytea, step bigint, digests bytea[]) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid := kontor.person_of(of_session);
begin
    perform from users where id = person for update; -- takes turns with a session that is being opened
    update totps set confirmed_at = now(), last_step = step where user_id = person and confirmed_at is null;
    if not found then return false; end if;
    perform kontor.set_recovery_codes(person, digests);
    return true;
end $$;

create function kontor.renew_recovery_codes(of_session bytea, digests bytea[]) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid := (select user_id from totps where user_id = kontor.person_of(of_session) and confirmed_at is not null);
begin
    if person is null then return false; end if;
    perform kontor.set_recovery_codes(person, digests);
    return true;
end $$;

create function kontor.drop_totp(of_session bytea) returns void
language sql security definer set search_path = public, pg_temp as $$
    delete from recovery_codes where user_id = kontor.person_of(of_session);
    delete from totps where user_id = kontor.person_of(of_session);
$$;

-- Uses a code up; false where it, or a later one, was used before.
create function kontor.use_totp(of_user uuid, step bigint) returns boolean
language sql security definer set search_path = public, pg_temp as $$
    with used as (
        update totps set last_step = step where user_id = of_user and last_step < step and confirmed_at is not null returning 1)
    select exists (select from used)
$$;

create function kontor.use_recovery_code(of_user uuid, of_digest bytea) returns boolean
language sql security definer set search_path = public, pg_temp as $$
    with used as (delete from recovery_codes where user_id = of_user and digest = of_digest returning 1)
    select exists (select from used)
$$;

-- As before; links of other kinds that somebody has leave them those to choose a password by.
create or replace function kontor.ask_reset(
    of_email text, link bytea, lifetime interval, mail uuid, in_language text, subject text, plain text, html text
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person users := (select u from users u where lower(u.email) = lower(of_email) and u.deactivated_at is null
                        and (select count(*) from links l where l.user_id = u.id and l.kind = 'reset' and l.expires_at > now()) < 3);
begin
    perform kontor.post_mail(mail, 'reset', coalesce(person.email, of_email), in_language, subject, plain, html, lifetime);
    if person.id is null then
        delete from mails where id = mail;
    else
        insert into links (digest, kind, user_id, expires_at) values (link, 'reset', person.id, now() + lifetime);
    end if;
end $$;

-- A link to come in by, as `ask_reset` sends one to choose a password by.
create function kontor.ask_entry(
    of_email text, link bytea, lifetime interval, mail uuid, in_language text, subject text, plain text, html text
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person users := (select u from users u where lower(u.email) = lower(of_email) and u.deactivated_at is null
                        and (select count(*) from links l where l.user_id = u.id and l.kind = 'enter' and l.expires_at > now()) < 3);
begin
    perform kontor.post_mail(mail, 'enter', coalesce(person.email, of_email), in_language, subject, plain, html, lifetime);
    if person.id is null then
        delete from mails where id = mail;
    else
        insert into links (digest, kind, user_id, expires_at) values (link, 'enter', person.id, now() + lifetime);
    end if;
end $$;

-- Uses a link up. Its other links go too: who asked several times has come in.
create function kontor.take_entry(link bytea) returns table (user_id uuid, password_hash text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid;
begin
    delete from links l where l.digest = link and l.kind = 'enter' and l.expires_at > now() returning l.user_id into person;
    delete from links l where l.user_id = person and l.kind = 'enter';
    return query select u.id, u.password_hash from users u where u.id = person and u.deactivated_at is null;
end $$;

-- What no longer tells anything, besides sessions and links, which are swept elsewhere.
create function kontor.sweep_sign_ins() returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with past as (delete from sign_ins where created_at < now() - interval '90 days' returning 1),
         devices as (delete from known_devices where last_seen < now() - interval '400 days' returning 1),
         challenges as (delete from sign_in_challenges where expires_at <= now() returning 1),
         unfinished as (delete from totps where confirmed_at is null and created_at < now() - interval '1 day' returning 1)
    select (select count(*) from past) + (select count(*) from devices) + (select count(*) from challenges) + (select count(*) from unfinished)
$$;

do $$
declare
    door regprocedure;
begin
    for door in
        select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname = 'kontor' and p.proname in (
            'secret_key', 'throttle_subject', 'note_refusal', 'open_session', 'begin_challenge', 'challenge', 'own_sessions',
            'own_sign_ins', 'end_own_session', 'end_other_sessions', 'sessions_seen', 'is_confirmed', 'confirm_session', 'own_totp', 'begin_totp',
            'confirm_totp', 'renew_recovery_codes', 'drop_totp', 'use_totp', 'use_recovery_code', 'ask_entry', 'take_entry', 'sweep_sign_ins')
    loop
        execute format('revoke all on function %s from public', door);
        execute format('grant execute on function %s to kontor_app', door);
    end loop;
    revoke all on function kontor.person_of(bytea), kontor.set_recovery_codes(uuid, bytea[]), kontor.end_challenges() from public;
end $$;
