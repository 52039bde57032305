-- Domains that a business has shown to be its own, and the seats that its directory gives to the people whose addresses lie in them.

create table domains (
    business_id  uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id           uuid not null, -- UUIDv7, made by the application
    name         text not null check (length(name) <= 253
        and name ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$'), -- RFC 1123 §2.1; IDNA's names as they are asked for
    token        text not null check (length(token) = 43), -- what a TXT record of the domain must hold
    confirmed_at timestamptz,
    created_at   timestamptz not null default now(),
    primary key (business_id, id),
    unique (business_id, name)
);
create unique index domains_confirmed_key on domains (name) where confirmed_at is not null; -- of one business only
call kontor.wall('domains');
revoke update on domains from kontor_app;
grant update (confirmed_at) on domains to kontor_app;

-- Which group of the directory gives which role: of those somebody is in, the first.
create table directory_roles (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null, -- UUIDv7, made by the application
    "group"     text not null check (length("group") between 1 and 200),
    role        text not null check (role in ('viewer', 'staff', 'manager', 'admin')),
    role_id     uuid, -- a role of the business's own, which stands on that rung
    position    integer not null,
    created_at  timestamptz not null default now(),
    primary key (business_id, id),
    unique (business_id, "group"),
    foreign key (business_id, role_id, role) references roles (business_id, id, rung) on update cascade on delete set null (role_id)
);
create index on directory_roles (business_id, role_id) where role_id is not null;
call kontor.wall('directory_roles');

-- The domain of an address: only ASCII is folded, so that no letter that looks like another becomes it.
create function kontor.domain_of(address text) returns text language sql immutable as
    $$ select lower(substring(address from '@([^@]+)$') collate "C") $$;

-- Which business has shown that the domain of an address is its own, if any.
create function kontor.business_of_domain(of_address text) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select d.business_id from domains d where d.name = kontor.domain_of(of_address) and d.confirmed_at is not null
$$;

-- Gives a person a seat as their groups say: without a group that is mapped, staff. Of who has a seat the role stays where the directory
-- tells no groups (null), or the business maps none; an owner's always.
create function kontor.seat_person(of_business uuid, person users, groups text[], new_member uuid)
returns table (state text, member_id uuid, user_id uuid) language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    seat   members;
    given  directory_roles;
    mapped boolean := groups is not null and exists (select from directory_roles r where r.business_id = of_business);
    actor  uuid := nullif((kontor.actor())[1], '')::uuid;
begin
    if person.deactivated_at is not null then
        return query select 'shut', null::uuid, null::uuid;
        return;
    end if;
    select * into given from directory_roles r where r.business_id = of_business and r."group" = any(groups) order by r.position, r.id limit 1;
    given.role := coalesce(given.role, 'staff');
    -- First, as whoever joins holds their invitation before they take a seat.
    perform from invitations i
     where i.business_id = of_business and i.accepted_at is null and i.revoked_at is null
       and i.invited_by = (select m.id from members m where m.business_id = of_business and m.user_id = person.id) order by i.id for update;
    select * into seat from members m where m.business_id = of_business and m.user_id = person.id for no key update;
    if seat.id is not null and seat.left_at is null then
        if not mapped or seat.role = 'owner' or (seat.role, seat.role_id) is not distinct from (given.role, given.role_id) then
            return query select 'kept', seat.id, person.id;
            return;
        end if;
        update members m set role = given.role, role_id = given.role_id where m.business_id = of_business and m.id = seat.id;
        update invitations i set revoked_at = now()
         where i.business_id = of_business and i.invited_by = seat.id and i.accepted_at is null and i.revoked_at is null
           and kontor.rank(i.role) > kontor.rank(given.role);
        perform kontor.note_people(of_business, 'role_changed', seat.id, coalesce(actor, seat.id), jsonb_build_object('role', jsonb_build_array(
            coalesce((select r.name from roles r where r.business_id = of_business and r.id = seat.role_id), seat.role),
            coalesce((select r.name from roles r where r.business_id = of_business and r.id = given.role_id), given.role))));
        return query select 'changed', seat.id, person.id;
        return;
    end if;
    if person.email_verified_at is null then perform kontor.empty_account(person.id); end if;
    insert into members as m (business_id, id, user_id, role, role_id) values (of_business, new_member, person.id, given.role, given.role_id)
    on conflict (business_id, user_id) do update set left_at = null, role = excluded.role, role_id = excluded.role_id
    returning m.id into member_id;
    perform kontor.note_people(of_business, 'joined', member_id, coalesce(actor, member_id), jsonb_build_object('role', jsonb_build_array(null, given.role)));
    return query select case when seat.id is null then 'created' else 'revived' end, member_id, person.id;
end $$;

-- The same for somebody of whom the directory of a business tells by an address: only where that lies in a domain of the business. Who
-- has no account gets one without a password.
--
-- An account that somebody else may have registered under the address beforehand, without ever showing that they read its mail,
-- loses all that opens it: it is handed to whom the directory means.
--
-- state: created, revived, changed, kept; foreign (no confirmed domain of the business), shut (an operator has deactivated them).
create function kontor.seat_from_directory(
    of_business uuid, address text, person_name text, groups text[], new_user uuid, new_member uuid
) returns table (state text, member_id uuid, user_id uuid) language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    person users;
begin
    if kontor.business_of_domain(address) is distinct from of_business then
        return query select 'foreign', null::uuid, null::uuid;
        return;
    end if;
    insert into users (id, email, name, password_hash, email_verified_at) values (new_user, address, person_name, '', now())
    on conflict (lower(email)) do nothing;
    select * into person from users u where lower(u.email) = lower(address) for update;
    return query select * from kontor.seat_person(of_business, person, groups, new_member);
end $$;

-- Ends all that opens an account which nobody has shown to be theirs.
create function kontor.empty_account(of_user uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
    delete from sessions where user_id = of_user;
    delete from links where user_id = of_user;
    delete from passkeys where user_id = of_user;
    delete from totps where user_id = of_user;
    delete from recovery_codes where user_id = of_user;
    delete from known_devices where user_id = of_user;
    update token_families set ended_at = now(), ended_because = 'revoked' where user_id = of_user and ended_at is null;
    update api_keys k set revoked_at = now() from members m
     where m.user_id = of_user and k.business_id = m.business_id and k.member_id = m.id and k.revoked_at is null;
    update users set password_hash = '', email_verified_at = now(), version = version + 1, updated_at = now() where id = of_user;
$$;

-- Ends a seat because the directory says so, as removing does: sessions, keys and tokens for this business end, records stay.
-- Answers done, owner (whose seat no directory ends), or gone.
create function kontor.unseat_from_directory(of_business uuid, of_member uuid) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    seat  members;
    actor uuid := nullif((kontor.actor())[1], '')::uuid;
begin
    -- First, as whoever joins holds their invitation before they take a seat.
    perform from invitations i
     where i.business_id = of_business and i.invited_by = of_member and i.accepted_at is null and i.revoked_at is null order by i.id for update;
    select * into seat from members m where m.business_id = of_business and m.id = of_member and m.left_at is null for no key update;
    if not found then return 'gone'; end if;
    if seat.role = 'owner' then return 'owner'; end if;
    update members set left_at = now() where business_id = of_business and id = seat.id;
    delete from team_members where business_id = of_business and member_id = seat.id;
    delete from saved_views where business_id = of_business and member_id = seat.id;
    delete from first_views where business_id = of_business and member_id = seat.id;
    delete from kept_answers where business_id = of_business and member_id = seat.id;
    delete from bulk_changes where business_id = of_business and member_id = seat.id;
    update api_keys set revoked_at = now() where business_id = of_business and member_id = seat.id and revoked_at is null;
    update token_families set ended_at = now(), ended_because = 'revoked' where business_id = of_business and member_id = seat.id and ended_at is null;
    delete from sessions where user_id = seat.user_id and business_id = of_business;
    update invitations set revoked_at = now()
     where business_id = of_business and invited_by = seat.id and accepted_at is null and revoked_at is null;
    perform kontor.note_people(of_business, 'removed', seat.id, coalesce(actor, seat.id), null);
    return 'done';
end $$;

revoke all on function kontor.domain_of, kontor.business_of_domain, kontor.seat_person, kontor.seat_from_directory, kontor.empty_account, kontor.unseat_from_directory from public;
grant execute on function kontor.domain_of, kontor.seat_from_directory, kontor.unseat_from_directory to kontor_app;
