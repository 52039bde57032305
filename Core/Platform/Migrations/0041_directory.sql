-- What the directory of a business tells of its people and groups (RFC 7643), and the tokens by which it comes in (RFC 7644).

-- A token is the business's, not a person's: it outlives who made it.
create table directory_tokens (
    business_id       uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id                uuid not null, -- UUIDv7, made by the application
    name              text not null check (length(name) between 1 and 100),
    digest            bytea not null unique check (length(digest) = 32), -- SHA-256: who reads this table cannot use a token
    prefix            text not null, -- how people tell tokens apart
    made_by           uuid not null,
    last_used_at      timestamptz,
    last_used_address text,
    created_at        timestamptz not null default now(),
    revoked_at        timestamptz,
    primary key (business_id, id),
    foreign key (business_id, made_by) references members
);
create index on directory_tokens (business_id, made_by);
call kontor.wall('directory_tokens');
revoke select, update, delete on directory_tokens from kontor_app;
grant select (business_id, id, name, prefix, made_by, last_used_at, last_used_address, created_at, revoked_at),
      update (revoked_at) on directory_tokens to kontor_app;

-- Somebody the directory tells of. All of it but the business is personal; it goes when the directory removes them.
create table directory_people (
    business_id    uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id             uuid not null, -- UUIDv7, made by the application
    user_name      text not null check (length(user_name) between 1 and 254),
    user_key       text collate "und-x-icu" generated always as (lower(user_name collate "und-x-icu")) stored,
    external_id    text,
    formatted_name text,
    family_name    text,
    given_name     text,
    display_name   text,
    emails         jsonb not null default '[]' check (jsonb_typeof(emails) = 'array'), -- [{"value": "…", "type": "work", "primary": true}]
    address        text, -- of them the one they are found by
    active         boolean, -- null: not said, which is as if it were true
    member_id      uuid, -- the seat they got, also after they have left it
    by_group       boolean not null default false, -- whether it was one of their groups that gave them their role
    waiting        text check (waiting in ('address', 'domain', 'taken', 'limit', 'shut')), -- why they have no seat
    version        integer not null default 1,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    primary key (business_id, id),
    unique (business_id, user_key),
    unique (business_id, member_id),
    foreign key (business_id, member_id) references members
);
create index on directory_people (business_id, external_id);
create index on directory_people (business_id, waiting, id) where waiting is not null;
call kontor.wall('directory_people');

create table directory_groups (
    business_id  uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id           uuid not null,
    display_name text not null check (length(display_name) between 1 and 200),
    name_key     text collate "und-x-icu" generated always as (lower(display_name collate "und-x-icu")) stored,
    external_id  text,
    version      integer not null default 1,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    primary key (business_id, id)
);
create index on directory_groups (business_id, name_key, id);
create index on directory_groups (business_id, external_id);
call kontor.wall('directory_groups');

create table directory_memberships (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    group_id    uuid not null,
    person_id   uuid not null,
    primary key (business_id, group_id, person_id),
    foreign key (business_id, group_id) references directory_groups on delete cascade,
    foreign key (business_id, person_id) references directory_people on delete cascade
);
create index on directory_memberships (business_id, person_id);
call kontor.wall('directory_memberships');

-- Whose a token is; no row for one that is unknown. That it is used is noted once a minute at most.
create function kontor.directory_access(of_digest bytea, from_address text)
returns table (token_id uuid, business_id uuid, is_revoked boolean, suspended_reason text, business_language text)
language sql security definer set search_path = public, pg_temp as $$
    update directory_tokens t set last_used_at = now(), last_used_address = left(from_address, 100)
     where t.digest = of_digest and t.revoked_at is null and (t.last_used_at is null or t.last_used_at < now() - interval '1 minute');
    select t.id, b.id, t.revoked_at is not null, b.suspended_reason, b.language
      from directory_tokens t join businesses b on b.id = t.business_id where t.digest = of_digest
$$;

-- Gives these people of the directory their seats and roles, or takes the seats away, as what is stored of them says now. Who cannot
-- have a seat yet waits, with the reason. A role that somebody was given by hand stays until a group gives another, and one that a
-- group gave goes with the group.
create function kontor.follow_directory(people uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    here    uuid := current_setting('kontor.business_id')::uuid;
    person  directory_people;
    given   record;
    mail    text;
    names   text[];
    mapped  boolean;
    reason  text;
    outcome uuid;
begin
    for person in select * from directory_people p where p.business_id = here and p.id = any(people) order by p.id for no key update loop
        if not coalesce(person.active, true) then
            perform kontor.leave_directory(person.member_id);
            update directory_people p set waiting = null where p.business_id = here and p.id = person.id and p.waiting is not null;
            continue;
        end if;
        -- Whoever was found once stays the same person, whatever becomes of their address in the directory.
        select u.email into mail from members m join users u on u.id = m.user_id where m.business_id = here and m.id = person.member_id;
        mail := coalesce(mail, person.address);
        names := array(select g.display_name from directory_memberships s join directory_groups g on g.business_id = s.business_id and g.id = s.group_id
                        where s.business_id = here and s.person_id = person.id);
        mapped := exists (select from directory_roles r where r.business_id = here and r."group" = any(names));
        reason := null;
        outcome := person.member_id;
        if mail is null then
            reason := 'address';
        elsif exists (select from directory_people o join members m on m.business_id = here and m.id = o.member_id join users u on u.id = m.user_id
                       where o.business_id = here and o.id <> person.id and lower(u.email) = lower(mail)) then
            reason := 'taken';
        else
            begin
                select * into given from kontor.seat_from_directory(here, mail,
                    coalesce(person.display_name, person.formatted_name, nullif(concat_ws(' ', person.given_name, person.family_name), ''), person.user_name),
                    case when mapped or person.by_group then names end, gen_random_uuid(), gen_random_uuid());
                reason := case given.state when 'foreign' then 'domain' when 'shut' then 'shut' end;
                outcome := coalesce(given.member_id, person.member_id);
            exception when sqlstate 'KL001' then
                reason := 'limit';
            end;
        end if;
        update directory_people p set member_id = outcome, waiting = reason, by_group = mapped and reason is null
         where p.business_id = here and p.id = person.id
           and (p.member_id, p.waiting, p.by_group) is distinct from (outcome, reason, mapped and reason is null);
    end loop;
end $$;

-- Ends a seat the directory gave. An owner's stays, and what would end it does not happen.
create function kontor.leave_directory(seat uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if seat is not null and kontor.unseat_from_directory(current_setting('kontor.business_id')::uuid, seat) = 'owner' then
        raise exception 'an owner keeps their seat' using errcode = 'KD001';
    end if;
end $$;

revoke all on function kontor.directory_access, kontor.follow_directory, kontor.leave_directory from public;
grant execute on function kontor.directory_access, kontor.follow_directory, kontor.leave_directory to kontor_app;
