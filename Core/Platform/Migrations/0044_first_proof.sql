-- Anybody can make an account with somebody's address. Until its mailbox was shown to be theirs, whatever was set up there may be
-- somebody else's; the first proof of the mailbox ends all of it.

-- Uses a link to come in by up, and its owner's others: who asked several times has come in. Where the address was never shown to be
-- theirs, it becomes one to choose a password by: whoever reads that mailbox is not to sit in an account somebody else can open.
drop function kontor.take_entry(bytea);
create function kontor.take_entry(link bytea) returns table (user_id uuid, password_hash text, unproven boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person users;
begin
    select u.* into person from users u
     where u.id = (select l.user_id from links l where l.digest = link and l.kind = 'enter' and l.expires_at > now()) and u.deactivated_at is null
       for update; -- two links of one person take turns
    if not found or not exists (select from links l where l.digest = link and l.kind = 'enter') then return; end if;
    if person.email_verified_at is null then
        update links l set kind = 'reset' where l.digest = link;
    else
        delete from links l where l.user_id = person.id and l.kind = 'enter';
    end if;
    return query select person.id, person.password_hash, person.email_verified_at is null;
end $$;

-- Who chooses a password by a mail has shown to read it. The first time that is shown, what was set up before goes: passkeys, codes and
-- browsers may be of somebody who never read it. Of browsers none is known any more in any case: who chooses anew may have lost one.
create or replace function kontor.reset_password(link bytea, new_hash text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person users;
begin
    select * into person from users where id = (select user_id from links where digest = link and kind = 'reset') and deactivated_at is null
       for update; -- two links of one person take turns
    if not found or not kontor.link_stands(link, 'reset') then return false; end if;
    if person.email_verified_at is null then
        delete from passkeys where user_id = person.id;
        delete from recovery_codes where user_id = person.id;
        delete from totps where user_id = person.id;
    end if;
    update users set password_hash = new_hash, email_verified_at = coalesce(email_verified_at, now()), version = version + 1, updated_at = now()
     where id = person.id;
    delete from sessions where user_id = person.id;
    delete from known_devices where user_id = person.id;
    delete from sign_in_failures where subject = 'account:' || encode(sha256(convert_to(lower(person.email), 'UTF8')), 'hex');
    return true;
end $$;

-- As before; other browsers are told of like new ones.
create or replace function kontor.change_password(of_session bytea, new_hash text) returns void
language sql security definer set search_path = public, pg_temp as $$
    update users u set password_hash = new_hash, version = version + 1, updated_at = now()
      from sessions s where s.token_digest = of_session and s.expires_at > now() and u.id = s.user_id;
    delete from known_devices d using sessions s where s.token_digest = of_session and d.user_id = s.user_id and d.digest is distinct from s.device;
    delete from sessions other using sessions s
     where s.token_digest = of_session and other.user_id = s.user_id and other.token_digest <> of_session;
$$;

-- The link's address is theirs from now on, of whoever asked for it and is signed in: the link alone shows only who reads the mailbox,
-- which may be somebody whose address was mistyped, or taken. Answers the address they had where it was another one, and ends what was
-- sent there.
drop function kontor.verify_address(bytea);
create function kontor.verify_address(link bytea, of_session bytea)
returns table (state text, old_email text, was_verified boolean, in_language text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    asked  links;
    person users;
begin
    select * into asked from links where digest = link and kind = 'verify' and expires_at > now();
    select * into person from users where id = asked.user_id and deactivated_at is null for no key update; -- two links of one person take turns
    if not found or kontor.asked_address(link) is null then
        return query select 'gone', null::text, null::boolean, null::text;
    elsif kontor.person_of(of_session) is distinct from person.id then
        return query select 'other', null::text, null::boolean, null::text;
    elsif lower(person.email) = lower(asked.email) then
        update users set email_verified_at = coalesce(email_verified_at, now()) where id = person.id;
        delete from links where digest = link;
        return query select 'verified', null::text, null::boolean, null::text;
    elsif exists (select from users where lower(email) = lower(asked.email)) then
        delete from links where digest = link;
        return query select 'taken', null::text, null::boolean, null::text;
    else
        update users set email = asked.email, email_verified_at = now(), version = version + 1, updated_at = now() where id = person.id;
        delete from links where user_id = person.id;
        return query select 'changed', person.email, person.email_verified_at is not null, person.language;
    end if;
end $$;

-- Sends whom a session stands for a link that shows an address to be theirs: three in an hour at most.
create or replace function kontor.ask_address(of_session bytea, of_email text, link bytea, lifetime interval) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid := (select p.user_id from kontor.person(of_session) p);
begin
    perform from users where id = person for no key update;
    if not found or (select count(*) from links l where l.user_id = person and l.kind = 'verify' and l.created_at > now() - interval '1 hour') >= 3 then
        return false;
    end if;
    insert into links (digest, kind, user_id, expires_at, email) values (link, 'verify', person, now() + lifetime, of_email);
    return true;
end $$;

-- Of the members of the business that asks: how many there are without one.
create or replace function kontor.members_without_second_factor() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from members m
     where m.business_id = current_setting('kontor.business_id')::uuid and m.left_at is null and not kontor.has_second_factor(m.user_id)
$$;

-- Whether a person who comes in for tokens lacks what the business asks for in which they would sit.
create or replace function kontor.must_enrol(of_user uuid, wanted_business uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((
        select b.asks_second_factor and not kontor.has_second_factor(of_user)
          from members m join businesses b on b.id = m.business_id
         where m.user_id = of_user and m.left_at is null and (wanted_business is null or m.business_id = wanted_business)
         order by m.created_at, m.business_id limit 1), false)
$$;

create or replace function kontor.asks_passkey(of_user uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from members m join businesses b on b.id = m.business_id
                    where m.user_id = of_user and m.left_at is null and b.asks_second_factor)
       and exists (select from passkeys p where p.user_id = of_user)
       and not exists (select from totps t where t.user_id = of_user and t.confirmed_at is not null)
$$;

-- Whom an access token of this family stands for; no row once it has ended, or while its person lacks what the business asks for.
create or replace function kontor.family_access(of_family uuid)
returns table (
    expires_at timestamptz, user_id uuid, user_name text, email text, user_language text,
    member_id uuid, role text, role_id uuid, role_name text, decisions jsonb,
    business_id uuid, business_name text, suspended_reason text, suspended_at timestamptz, business_language text,
    currency text, time_zone text, hue integer, features_off text[], custom_fields jsonb, access_rules jsonb,
    entitlement jsonb, teammates uuid[])
language sql stable security definer set search_path = public, pg_temp as $$
    select f.expires_at, t.user_id, t.user_name, t.email, t.user_language, t.member_id, t.role, t.role_id, t.role_name, t.decisions,
           t.business_id, t.business_name, t.suspended_reason, t.suspended_at, t.business_language,
           t.currency, t.time_zone, t.hue, t.features_off, t.custom_fields, t.access_rules, t.entitlement, t.teammates
      from token_families f join kontor.seats t on t.business_id = f.business_id and t.member_id = f.member_id
     where f.id = of_family and f.ended_at is null and f.expires_at > now() and not kontor.must_enrol(f.user_id, f.business_id)
$$;

-- As before; who lacks what their business asks for gets no other token, and keeps the one they have until they got it.
create or replace function kontor.rotate_token(used bytea, following bytea, lifetime interval, from_address text)
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
                  when kontor.must_enrol(family.user_id, family.business_id) then 'factor'
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

-- Signing in for tokens stands in the history, too, and ends where everything else ends.
alter table sign_ins drop constraint sign_ins_way_check,
    add constraint sign_ins_way_check check (way in ('registration', 'password', 'link', 'passkey', 'sso', 'token'));

create or replace function kontor.end_other_sessions(of_session bytea) returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with person as materialized (select kontor.person_of(of_session) as id),
    gone as (
        delete from sessions where user_id = (select id from person) and token_digest <> of_session returning user_id, device),
    forgotten as (
        delete from known_devices d using gone g where d.user_id = g.user_id and d.digest = g.device
           and d.digest is distinct from (select device from sessions where token_digest = of_session)),
    families as (
        update token_families set ended_at = now(), ended_because = 'revoked' where user_id = (select id from person) and ended_at is null
        returning 1)
    select (select count(*) from gone) + (select count(*) from families)
$$;

-- Somebody leaves, or is removed by who stands no lower; the heir, if there is one, must be there to take over what was theirs. What they
-- came in by ends with the transaction. Who leaves goes on in another of their businesses, who is removed signs in anew.
create or replace function kontor.end_seat(of_member uuid, by_member uuid, heir uuid) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    here   uuid := current_setting('kontor.business_id')::uuid;
    target members;
    actor  members;
begin
    -- First, as whoever joins holds their invitation before they take a seat.
    perform from invitations where business_id = here and invited_by = of_member and accepted_at is null and revoked_at is null order by id for update;
    perform kontor.hold_seats(array[of_member, by_member, heir]);
    select * into target from members where business_id = here and id = of_member and left_at is null;
    select * into actor from members where business_id = here and id = by_member and left_at is null;
    if target.id is null or actor.id is null then return 'gone'; end if;
    if kontor.rank(target.role) > kontor.rank(actor.role) then return 'rank'; end if;
    if target.role = 'owner' and not exists (
        select from members m join users u on u.id = m.user_id and u.deactivated_at is null
         where m.business_id = here and m.id <> target.id and m.role = 'owner' and m.left_at is null) then return 'last_owner'; end if;
    if heir = target.id or (heir is not null and not exists (
        select from members where business_id = here and id = heir and left_at is null)) then return 'heir'; end if;
    update members set left_at = now() where business_id = here and id = target.id;
    delete from team_members where business_id = here and member_id = target.id;
    delete from saved_views where business_id = here and member_id = target.id;
    delete from first_views where business_id = here and member_id = target.id;
    delete from kept_answers where business_id = here and member_id = target.id;
    delete from bulk_changes where business_id = here and member_id = target.id;
    update api_keys set revoked_at = now() where business_id = here and member_id = target.id and revoked_at is null;
    update token_families set ended_at = now(), ended_because = 'revoked' where business_id = here and member_id = target.id and ended_at is null;
    if target.id = actor.id then
        update sessions set business_id = kontor.first_seat(target.user_id) where user_id = target.user_id and business_id = here;
        perform kontor.note_people(here, 'left', target.id, actor.id, null);
    else
        delete from sessions where user_id = target.user_id and business_id = here;
        update invitations set revoked_at = now()
         where business_id = here and invited_by = target.id and accepted_at is null and revoked_at is null;
        perform kontor.note_people(here, 'removed', target.id, actor.id, null);
    end if;
    return 'done';
end $$;

revoke all on function kontor.take_entry(bytea), kontor.verify_address(bytea, bytea) from public;
grant execute on function kontor.take_entry(bytea), kontor.verify_address(bytea, bytea) to kontor_app;
