-- The doors of the customer portal for those who have not named a business yet. Each is a
-- function of the owner that does one thing, because the application's login sees no row of
-- these tables by itself.

-- Registers a person together with their business, and gives them its owner's seat.
create function kontor.register(
    new_user uuid, new_email text, new_name text, new_password_hash text, new_language text,
    new_business uuid, business_name text, new_currency text, new_time_zone text, new_hue integer, new_member uuid
) returns void language sql security definer set search_path = public, pg_temp as $$
    insert into users (id, email, name, password_hash, language)
    values (new_user, new_email, new_name, new_password_hash, new_language);
    insert into businesses (id, name, language, currency, time_zone, hue)
    values (new_business, business_name, new_language, new_currency, new_time_zone, new_hue);
    insert into members (business_id, id, user_id, role) values (new_business, new_member, new_user, 'owner');
$$;

-- What a sign-in needs to check a password. One row whatever the case of the address, or none.
create function kontor.credentials(of_email text)
returns table (user_id uuid, password_hash text, deactivated boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select id, password_hash, deactivated_at is not null from users where lower(email) = lower(of_email)
$$;

create function kontor.password_hash(of_session bytea) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select u.password_hash from users u join sessions s on s.user_id = u.id
     where s.token_digest = of_session and s.expires_at > now()
$$;

create function kontor.start_session(digest bytea, of_user uuid, lifetime interval, from_agent text)
returns void language sql security definer set search_path = public, pg_temp as $$
    delete from sessions where expires_at <= now() and user_id = of_user;
    insert into sessions (token_digest, user_id, business_id, expires_at, agent)
    select digest, of_user, (select business_id from members where user_id = of_user order by created_at limit 1),
           now() + lifetime, left(from_agent, 300);
    update users set last_login = now() where id = of_user;
$$;

create function kontor.end_session(digest bytea) returns void
language sql security definer set search_path = public, pg_temp as $$
    delete from sessions where token_digest = digest
$$;

-- Who a cookie stands for, in which business; no row for one that is unknown, expired or deactivated.
create function kontor.access(digest bytea)
returns table (
    user_id uuid, user_name text, email text, user_language text, expires_at timestamptz,
    member_id uuid, role text,
    business_id uuid, business_name text, suspended_reason text, suspended_at timestamptz, business_language text,
    currency text, time_zone text, hue integer, features_off text[])
language sql stable security definer set search_path = public, pg_temp as $$
    select u.id, u.name, u.email, u.language, s.expires_at, m.id, m.role,
           b.id, b.name, b.suspended_reason, b.suspended_at, b.language, b.currency, b.time_zone, b.hue, b.features_off
      from sessions s
      join users u on u.id = s.user_id and u.deactivated_at is null
      join members m on m.user_id = u.id and m.business_id = s.business_id
      join businesses b on b.id = s.business_id
     where s.token_digest = digest and s.expires_at > now()
$$;

-- A person changes their own name, language or password, whom only their session proves.
create function kontor.change_profile(of_session bytea, new_name text, new_language text) returns void
language sql security definer set search_path = public, pg_temp as $$
    update users u set name = new_name, language = new_language, version = version + 1, updated_at = now()
      from sessions s where s.token_digest = of_session and s.expires_at > now() and u.id = s.user_id
$$;

-- A new password ends the person's other sessions.
create function kontor.change_password(of_session bytea, new_hash text) returns void
language sql security definer set search_path = public, pg_temp as $$
    update users u set password_hash = new_hash, version = version + 1, updated_at = now()
      from sessions s where s.token_digest = of_session and s.expires_at > now() and u.id = s.user_id;
    delete from sessions other using sessions s
     where s.token_digest = of_session and other.user_id = s.user_id and other.token_digest <> of_session;
$$;

-- Seconds to wait before this subject may try again: none for the first five failures of an account, or
-- a hundred of an address, which a whole office may share; then 2, 4, 8 … up to 900. An hour without
-- failures forgets them, so nobody is locked out for ever.
create function kontor.sign_in_wait(of_subject text) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(max(greatest(0, ceil(extract(epoch from
        last_failure + make_interval(secs => least(900, 2 ^ least(failures - free + 1, 10))) - now())))), 0)::integer
      from sign_in_failures, lateral (select case when of_subject like 'address:%' then 100 else 5 end) as f (free)
     where subject = of_subject and failures >= free and last_failure > now() - interval '1 hour'
$$;

create function kontor.sign_in_failed(of_subject text) returns void
language sql security definer set search_path = public, pg_temp as $$
    insert into sign_in_failures values (of_subject, 1, now())
    on conflict (subject) do update set last_failure = now(), failures =
        case when sign_in_failures.last_failure < now() - interval '1 hour' then 1
             else sign_in_failures.failures + 1 end
$$;

-- Counts a try before its password is looked at, so that many at once cannot all be the first.
-- Answers the seconds to wait; then the try is not to be taken, and was not counted.
create function kontor.sign_in_begin(of_account text, of_address text) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    wait integer;
begin
    perform pg_advisory_xact_lock(hashtextextended(of_account, 0));
    wait := greatest(kontor.sign_in_wait(of_account), kontor.sign_in_wait(of_address));
    if wait = 0 then
        perform kontor.sign_in_failed(of_account);
        perform kontor.sign_in_failed(of_address);
    end if;
    return wait;
end $$;

-- Takes the try back, and forgives the account; of the address only this one, for it may try others' accounts in between.
create function kontor.sign_in_succeeded(of_account text, of_address text) returns void
language sql security definer set search_path = public, pg_temp as $$
    delete from sign_in_failures where subject = of_account or last_failure < now() - interval '1 hour';
    update sign_in_failures set failures = failures - 1 where subject = of_address and failures > 0;
$$;

revoke all on all routines in schema kontor from public;
grant execute on all functions in schema kontor to kontor_app;

-- Nodes keep what kontor.access says for a moment; this tells them when it is no longer true.
create function kontor.access_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('kontor_access', coalesce(to_jsonb(old) ->> tg_argv[0], ''));
    return null;
end $$;
create trigger access_changed after update or delete on businesses
    for each row execute function kontor.access_changed('id');
create trigger access_changed after delete or update of email, name, language, password_hash, deactivated_at on users
    for each row execute function kontor.access_changed('id');
create trigger access_changed after update or delete on members
    for each row execute function kontor.access_changed('user_id');
create trigger access_changed after update or delete on sessions
    for each row execute function kontor.access_changed('user_id');
