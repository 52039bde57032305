-- How people come into a business, change in it, and leave it; and which addresses are known to be theirs.

-- A seat somebody has left stays, so that the history can name who sat there; invited again, they get it back. To the logins it
-- is gone: whatever they ask about members is asked about those who are there.
alter table members add column left_at timestamptz;
create index on members (business_id, created_at, id) where left_at is null;
create policy present on members as restrictive to kontor_app, kontor_operator using (left_at is null);

-- Records and the history name those, too, who left: to a reference they are as a deleted record is.
create or replace view colleagues with (security_barrier) as
    select m.business_id, m.id, u.name, case when m.left_at is null then u.email end as email, m.left_at as deleted_at
      from members m join users u on u.id = m.user_id
     where m.business_id = (select current_setting('kontor.business_id')::uuid);

alter table users
    add column email_verified_at timestamptz,               -- null: nobody has shown that they read this mailbox
    add column last_business     uuid references businesses; -- where they were last, and begin the next time
grant select (email_verified_at) on users to kontor_app, kontor_operator;

create function kontor.rank(of_role text) returns integer language sql immutable as
    $$ select array_position('{viewer,staff,manager,admin,owner}'::text[], of_role) $$;

-- In which business somebody begins who does not say: where they were last, else where they have had a seat the longest.
create function kontor.first_seat(of_user uuid) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select m.business_id from members m join users u on u.id = m.user_id
     where m.user_id = of_user and m.left_at is null
     order by m.business_id is not distinct from u.last_business desc, m.created_at, m.business_id limit 1
$$;

create or replace function kontor.start_session(digest bytea, of_user uuid, lifetime interval, from_agent text)
returns void language sql security definer set search_path = public, pg_temp as $$
    delete from sessions where expires_at <= now() and user_id = of_user;
    insert into sessions (token_digest, user_id, business_id, expires_at, agent)
    values (digest, of_user, kontor.first_seat(of_user), now() + lifetime, left(from_agent, 300));
    update users set last_login = now() where id = of_user;
$$;

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

-- Who was asked to join, by a link in a mail. Only its digest is kept, and no login reads it.
create table invitations (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null, -- UUIDv7, made by the application
    email       text not null check (length(email) between 3 and 254),
    role        text not null check (role in ('viewer', 'staff', 'manager', 'admin')),
    role_id     uuid, -- a role of the business's own, which stands on that rung
    invited_by  uuid not null,
    digest      bytea not null unique check (length(digest) = 32), -- SHA-256
    by_mail     boolean not null default true, -- false: the link was handed over, and shows nothing of a mailbox
    created_at  timestamptz not null default now(),
    sent        timestamptz[] not null default array[now()], -- when it was sent, the last time last
    expires_at  timestamptz not null,
    accepted_at timestamptz,
    accepted_by uuid,
    revoked_at  timestamptz,
    primary key (business_id, id),
    foreign key (business_id, invited_by) references members,
    foreign key (business_id, accepted_by) references members,
    foreign key (business_id, role_id, role) references roles (business_id, id, rung) on update cascade on delete set null (role_id),
    check ((accepted_at is null) = (accepted_by is null) and num_nonnulls(accepted_at, revoked_at) < 2)
);
create unique index invitations_open_key on invitations (business_id, lower(email)) where accepted_at is null and revoked_at is null;
create index on invitations (business_id, invited_by);
create index on invitations (business_id, role_id) where role_id is not null;
create index on invitations (business_id, expires_at);
call kontor.wall('invitations');
revoke select, update, delete on invitations from kontor_app;
grant select (business_id, id, email, role, role_id, invited_by, by_mail, created_at, sent, expires_at, accepted_at, accepted_by, revoked_at),
      update (digest, invited_by, by_mail, sent, expires_at, revoked_at) on invitations to kontor_app;

-- What happened to the people of a business, for its history. It is said who did it, where that is not who is at it.
create function kontor.note_people(of_business uuid, what text, of_id uuid, by_member uuid, more jsonb) returns void
language sql security definer set search_path = public, pg_temp as $$
    insert into events (business_id, name, record, record_id, payload, member_id, source, changes)
    values (of_business, 'platform.members.' || what, 'members', of_id, '{}', by_member, coalesce((kontor.actor())[2], 'portal'), more)
$$;

-- Whom a cookie stands for, whether or not they have a seat; no row for one that is unknown, expired or deactivated.
create function kontor.person(of_session bytea)
returns table (user_id uuid, user_name text, user_email text, user_language text, is_verified boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select u.id, u.name, u.email, u.language, u.email_verified_at is not null
      from sessions s join users u on u.id = s.user_id and u.deactivated_at is null
     where s.token_digest = of_session and s.expires_at > now()
$$;

-- The businesses in which they have a seat, by name.
create function kontor.own_businesses(of_session bytea)
returns table (business_id uuid, business_name text, member_role text, own_role text, is_suspended boolean, is_here boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select b.id, b.name, m.role, r.name, b.suspended_at is not null, b.id is not distinct from s.business_id
      from sessions s join members m on m.user_id = s.user_id and m.left_at is null join businesses b on b.id = m.business_id
      left join roles r on r.business_id = m.business_id and r.id = m.role_id
     where s.token_digest = of_session and s.expires_at > now()
     order by lower(b.name), b.id
$$;

-- Goes to another of one's businesses. The seat is held, so that whoever takes it away at this moment comes before or after.
create function kontor.switch_business(of_session bytea, wanted uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid := (select p.user_id from kontor.person(of_session) p);
begin
    perform from members where user_id = person and business_id = wanted and left_at is null for share;
    if not found then return false; end if;
    update sessions set business_id = wanted where token_digest = of_session;
    update users set last_business = wanted where id = person;
    return true;
end $$;

-- Another business of somebody who has an account; they become its owner, and are in it.
create function kontor.start_business(
    of_session bytea, new_business uuid, business_name text, new_language text, new_currency text, new_time_zone text, new_hue integer, new_member uuid
) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid := (select p.user_id from kontor.person(of_session) p);
begin
    if person is null then return false; end if;
    insert into businesses (id, name, language, currency, time_zone, hue)
    values (new_business, business_name, new_language, new_currency, new_time_zone, new_hue);
    insert into members (business_id, id, user_id, role) values (new_business, new_member, person, 'owner');
    return kontor.switch_business(of_session, new_business);
end $$;

-- What a link invites to; no row for one that is unknown, also because a newer one was sent. Who holds it may know whether its
-- address has an account: they read that mailbox.
create function kontor.invitation(link bytea)
returns table (state text, business_name text, inviter text, member_role text, own_role text, invited_email text, has_account boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select case when i.accepted_at is not null then 'used' when i.revoked_at is not null then 'revoked'
                when i.expires_at <= now() then 'expired' else 'open' end,
           b.name, u.name, i.role, r.name, i.email, exists (select from users a where lower(a.email) = lower(i.email))
      from invitations i join businesses b on b.id = i.business_id
      join members m on m.business_id = i.business_id and m.id = i.invited_by join users u on u.id = m.user_id
      left join roles r on r.business_id = i.business_id and r.id = i.role_id
     where i.digest = link
$$;

-- An account for whoever was invited and has none. The mail showed that the address is theirs.
create function kontor.register_invited(link bytea, new_user uuid, new_name text, new_password_hash text, new_language text)
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare
    asked invitations;
begin
    select * into asked from invitations i
     where i.digest = link and i.accepted_at is null and i.revoked_at is null and i.expires_at > now() for update;
    if not found then return false; end if;
    insert into users (id, email, name, password_hash, language, email_verified_at)
    values (new_user, asked.email, new_name, new_password_hash, new_language, case when asked.by_mail then now() end);
    return true;
end $$;

-- Whether the plan of a business has room for one more.
create function kontor.has_seat(of_business uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((select count(*) from members where business_id = of_business and left_at is null)
                    < (terms ->> 'most')::bigint * (100 + coalesce((terms ->> 'grace')::integer, 0)) / 100, true)
      from (select kontor.entitlement(of_business) -> 'limits' -> 'members') as plan (terms)
$$;

-- Gives whom the session stands for the seat they were invited to, and takes them there. One link opens once, whoever is faster.
create function kontor.join_business(link bytea, of_session bytea, new_member uuid) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    asked  invitations;
    person users;
    seat   members;
begin
    select * into asked from invitations i where i.digest = link for update;
    if not found then return 'gone'; end if;
    if asked.accepted_at is not null then return 'used'; end if;
    if asked.revoked_at is not null then return 'revoked'; end if;
    if asked.expires_at <= now() then return 'expired'; end if;
    select u.* into person from users u where u.id = (select p.user_id from kontor.person(of_session) p) for no key update;
    if not found then return 'nobody'; end if;
    if lower(person.email) <> lower(asked.email) then return 'other'; end if;
    select * into seat from members m where m.business_id = asked.business_id and m.user_id = person.id and m.left_at is null;
    if not found then
        if not kontor.has_seat(asked.business_id) then return 'full'; end if;
        insert into members as m (business_id, id, user_id, role, role_id)
        values (asked.business_id, new_member, person.id, asked.role, asked.role_id)
        on conflict (business_id, user_id) do update set left_at = null, role = excluded.role, role_id = excluded.role_id
        returning * into seat;
    end if;
    update invitations i set accepted_at = now(), accepted_by = seat.id where i.business_id = asked.business_id and i.id = asked.id;
    if asked.by_mail then update users u set email_verified_at = now() where u.id = person.id and u.email_verified_at is null; end if;
    perform kontor.note_people(asked.business_id, 'joined', seat.id, seat.id, jsonb_build_object('role', jsonb_build_array(null, seat.role)));
    perform kontor.switch_business(of_session, asked.business_id);
    return 'joined';
end $$;

-- Holds these seats and every owner's until the transaction ends, so that of two who change the same people at once the second sees
-- what the first did.
create function kontor.hold_seats(seats uuid[]) returns void
language sql security definer set search_path = public, pg_temp as $$
    select from members
     where business_id = current_setting('kontor.business_id')::uuid and (id = any(seats) or role = 'owner') order by id for no key update
$$;

-- Another role for somebody else: never above one's own, never the owner's. What somebody invited to above their new role is off.
create function kontor.change_role(of_member uuid, by_member uuid, new_role text, new_role_id uuid) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    here   uuid := current_setting('kontor.business_id')::uuid;
    target members;
    actor  members;
begin
    perform kontor.hold_seats(array[of_member, by_member]);
    select * into target from members where business_id = here and id = of_member and left_at is null;
    select * into actor from members where business_id = here and id = by_member and left_at is null;
    if target.id is null or actor.id is null then return 'gone'; end if;
    if target.id = actor.id then return 'self'; end if;
    if new_role = 'owner' or target.role = 'owner' then return 'owner'; end if;
    if greatest(kontor.rank(target.role), kontor.rank(new_role)) > kontor.rank(actor.role) then return 'rank'; end if;
    if target.role = new_role and target.role_id is not distinct from new_role_id then return 'same'; end if;
    update members set role = new_role, role_id = new_role_id where business_id = here and id = target.id;
    update invitations set revoked_at = now()
     where business_id = here and invited_by = target.id and accepted_at is null and revoked_at is null and kontor.rank(role) > kontor.rank(new_role);
    perform kontor.note_people(here, 'role_changed', target.id, actor.id, jsonb_build_object('role', jsonb_build_array(target.role, new_role)));
    return 'done';
end $$;

-- The business gets another owner; who was it becomes an administrator.
create function kontor.hand_over(to_member uuid, by_member uuid) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    here uuid := current_setting('kontor.business_id')::uuid;
begin
    perform kontor.hold_seats(array[to_member, by_member]);
    if not exists (select from members where business_id = here and id = by_member and role = 'owner' and left_at is null) then return 'rank'; end if;
    if to_member = by_member then return 'self'; end if;
    if not exists (select from members m join users u on u.id = m.user_id and u.deactivated_at is null
                    where m.business_id = here and m.id = to_member and m.left_at is null) then return 'gone'; end if;
    update members set role = 'owner', role_id = null where business_id = here and id = to_member;
    update members set role = 'admin' where business_id = here and id = by_member;
    perform kontor.note_people(here, 'handed_over', to_member, by_member, null);
    return 'done';
end $$;

-- Somebody leaves, or is removed by who stands no lower; the heir, if there is one, must be there to take over what was theirs. What they
-- came in by ends with the transaction. Who leaves goes on in another of their businesses, who is removed signs in anew.
create function kontor.end_seat(of_member uuid, by_member uuid, heir uuid) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    here   uuid := current_setting('kontor.business_id')::uuid;
    target members;
    actor  members;
begin
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

-- Where else somebody has a seat, by name: what they can go to from any page. Who has more of them finds the others on a page of their own.
create function kontor.elsewhere(of_user uuid, but_business uuid) returns jsonb language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name) order by lower(o.name), o.id), '[]')
      from (select b.id, b.name from public.members m join public.businesses b on b.id = m.business_id
             where m.user_id = of_user and m.left_at is null and b.id <> but_business order by lower(b.name), b.id limit 20) as o
$$;

-- Who left a seat learns nothing from it any more.
create or replace view kontor.seats as
    select u.id as user_id, u.name as user_name, u.email, u.language as user_language,
           m.id as member_id, m.role, r.id as role_id, r.name as role_name, r.decisions,
           b.id as business_id, b.name as business_name, b.suspended_reason, b.suspended_at, b.language as business_language,
           b.currency, b.time_zone, b.hue, b.features_off, b.custom_fields, b.access_rules,
           kontor.entitlement(b.id) as entitlement, kontor.teammates(b.id, m.id) as teammates, kontor.elsewhere(m.user_id, b.id) as elsewhere
      from public.members m
      join public.users u on u.id = m.user_id and u.deactivated_at is null
      join public.businesses b on b.id = m.business_id
      left join public.roles r on r.business_id = m.business_id and r.id = m.role_id
     where m.left_at is null;

drop function kontor.access(bytea);
-- Who a cookie stands for, in which business; no row for one that is unknown, expired or deactivated.
create function kontor.access(digest bytea)
returns table (
    expires_at timestamptz, user_id uuid, user_name text, email text, user_language text,
    member_id uuid, role text, role_id uuid, role_name text, decisions jsonb,
    business_id uuid, business_name text, suspended_reason text, suspended_at timestamptz, business_language text,
    currency text, time_zone text, hue integer, features_off text[], custom_fields jsonb, access_rules jsonb,
    entitlement jsonb, teammates uuid[], elsewhere jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select s.expires_at, t.user_id, t.user_name, t.email, t.user_language, t.member_id, t.role, t.role_id, t.role_name, t.decisions,
           t.business_id, t.business_name, t.suspended_reason, t.suspended_at, t.business_language,
           t.currency, t.time_zone, t.hue, t.features_off, t.custom_fields, t.access_rules, t.entitlement, t.teammates, t.elsewhere
      from sessions s join kontor.seats t on t.user_id = s.user_id and t.business_id = s.business_id
     where s.token_digest = digest and s.expires_at > now()
$$;

-- Links also show that an address is somebody's: the one they have, or the one they want.
alter table links drop constraint links_kind_check, add constraint links_kind_check check (kind in ('reset', 'verify'));
alter table links add column email text check (length(email) between 3 and 254);

-- Sends whom a session stands for a link that shows an address to be theirs. Whoever has three already gets no more of them.
create function kontor.ask_address(of_session bytea, of_email text, link bytea, lifetime interval) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid := (select p.user_id from kontor.person(of_session) p);
begin
    perform from users where id = person for no key update;
    if not found or (select count(*) from links l where l.user_id = person and l.kind = 'verify' and l.expires_at > now()) >= 3 then return false; end if;
    insert into links (digest, kind, user_id, expires_at, email) values (link, 'verify', person, now() + lifetime, of_email);
    return true;
end $$;

-- The same for somebody who registers in the same transaction.
create function kontor.ask_new_address(of_user uuid, link bytea, lifetime interval) returns void
language sql security definer set search_path = public, pg_temp as $$
    insert into links (digest, kind, user_id, expires_at, email)
    select link, 'verify', id, now() + lifetime, email from users where id = of_user and created_at = now()
$$;

-- Which address a link shows to be somebody's; none when it does not stand any more.
create function kontor.asked_address(link bytea) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select email from links where digest = link and kind = 'verify' and expires_at > now()
$$;

-- The link's address is theirs from now on. Answers the address they had where it was another one, and ends what was sent there.
create function kontor.verify_address(link bytea)
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
        return;
    end if;
    if lower(person.email) = lower(asked.email) then
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

-- As before; who chooses a password by a mail has shown to read it.
create or replace function kontor.reset_password(link bytea, new_hash text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid := (select user_id from links where digest = link and kind = 'reset');
begin
    perform from users where id = person and deactivated_at is null for update; -- two links of one person take turns
    if not found or not kontor.link_stands(link, 'reset') then return false; end if;
    update users set password_hash = new_hash, email_verified_at = coalesce(email_verified_at, now()), version = version + 1, updated_at = now()
     where id = person;
    delete from sessions where user_id = person;
    delete from sign_in_failures f using users u
     where u.id = person and f.subject = 'account:' || encode(sha256(convert_to(lower(u.email), 'UTF8')), 'hex');
    return true;
end $$;

-- What nobody can follow any more is forgotten after ninety days: an address is somebody's.
create function kontor.sweep_invitations() returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with gone as (
        delete from invitations where coalesce(accepted_at, revoked_at, expires_at) < now() - interval '90 days' returning 1)
    select count(*) from gone
$$;

revoke all on function kontor.access, kontor.elsewhere, kontor.rank, kontor.first_seat, kontor.note_people, kontor.person, kontor.own_businesses, kontor.switch_business,
    kontor.start_business, kontor.invitation, kontor.register_invited, kontor.has_seat, kontor.join_business, kontor.hold_seats, kontor.change_role,
    kontor.hand_over, kontor.end_seat, kontor.ask_address, kontor.ask_new_address, kontor.asked_address, kontor.verify_address,
    kontor.sweep_invitations from public;
grant execute on function kontor.access, kontor.person, kontor.own_businesses, kontor.switch_business, kontor.start_business, kontor.invitation,
    kontor.register_invited, kontor.join_business, kontor.change_role, kontor.hand_over, kontor.end_seat, kontor.ask_address,
    kontor.ask_new_address, kontor.asked_address, kontor.verify_address, kontor.sweep_invitations to kontor_app;
