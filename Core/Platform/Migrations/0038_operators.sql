-- What admins do for people and for the operators themselves. The doors check the acting operator's role once more: the portal's
-- own check is not the only one.
create function kontor.acts_as_admin(acting uuid) returns void language plpgsql stable as $$
begin
    if not exists (select from public.operators where id = acting and role = 'admin' and deactivated_at is null) then
        raise exception 'only an admin may do this' using errcode = 'insufficient_privilege';
    end if;
end $$;

-- The sessions a person has open, to be counted.
grant select (expires_at) on sessions to kontor_operator;

-- Signs a person out everywhere, programs included. Answers how many sessions that ended; null where there is no such person.
create function kontor.end_person_sessions(acting uuid, of_user uuid) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    ended bigint;
begin
    perform kontor.acts_as_admin(acting);
    perform from users where id = of_user for update;
    if not found then return null; end if;
    with gone as (delete from sessions where user_id = of_user returning 1) select count(*) into ended from gone;
    with gone as (
        update token_families set ended_at = now(), ended_because = 'revoked' where user_id = of_user and ended_at is null returning 1)
    select ended + count(*) into ended from gone;
    insert into operator_actions (id, operator_id, action, subject_id)
    values (gen_random_uuid(), acting, 'person.signed_out', of_user);
    perform pg_notify('kontor_access', of_user::text);
    return ended;
end $$;

-- Sends a person a link to choose another password by, which no operator sees. Answers false where they have three already, or
-- may not sign in.
create function kontor.send_reset(
    acting uuid, of_user uuid, link bytea, lifetime interval, mail uuid, in_language text, subject text, plain text, html text
) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare
    address text;
begin
    perform kontor.acts_as_admin(acting);
    select u.email into address from users u
     where u.id = of_user and u.deactivated_at is null
       and (select count(*) from links l where l.user_id = u.id and l.kind = 'reset' and l.expires_at > now()) < 3;
    if not found then return false; end if;
    perform kontor.post_mail(mail, 'reset', address, in_language, subject, plain, html, lifetime);
    insert into links (digest, kind, user_id, expires_at) values (link, 'reset', of_user, now() + lifetime);
    insert into operator_actions (id, operator_id, action, subject_id) values (gen_random_uuid(), acting, 'person.reset_sent', of_user);
    return true;
end $$;

-- Links by which operators choose their password. Only digests are kept.
create table operator_links (
    digest      bytea primary key, -- SHA-256
    operator_id uuid not null references operators on delete cascade,
    expires_at  timestamptz not null
);
create index on operator_links (operator_id);

create function kontor.operators(acting uuid)
returns table (id uuid, name text, email text, role text, is_active boolean, has_password boolean, last_login timestamptz, created_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    perform kontor.acts_as_admin(acting);
    return query select o.id, o.name, o.email, o.role, o.deactivated_at is null, o.password_hash <> '', o.last_login, o.created_at
                   from operators o order by o.deactivated_at is not null, o.role, lower(o.name), o.id;
end $$;

-- Adds an operator who is sent a link to choose a password by; until then nobody can sign in as them. Answers false where there
-- is one of that address.
create function kontor.add_operator(
    acting uuid, new_id uuid, new_name text, new_email text, new_role text, link bytea, lifetime interval,
    mail uuid, in_language text, subject text, plain text, html text
) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform kontor.acts_as_admin(acting);
    insert into operators (id, email, name, password_hash, role) values (new_id, new_email, new_name, '', new_role)
    on conflict (lower(email)) do nothing;
    if not found then return false; end if;
    perform kontor.post_mail(mail, 'operator', new_email, in_language, subject, plain, html, lifetime);
    insert into operator_links values (link, new_id, now() + lifetime);
    insert into operator_actions (id, operator_id, action, subject_id, reason) values (gen_random_uuid(), acting, 'operator.added', new_id, new_role);
    return true;
end $$;

-- Changes another operator's role, or shuts them out and lets them in again; either ends their sessions. Nobody does it to
-- themselves, so an admin always remains: operators take turns, and who was demoted meanwhile does nothing any more.
-- Answers false where nothing was to be changed.
create function kontor.change_operator(acting uuid, of_operator uuid, new_role text, is_active boolean) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    before operators;
begin
    lock table operators in share row exclusive mode;
    perform kontor.acts_as_admin(acting);
    if acting = of_operator then
        raise exception 'operators do not change their own role' using errcode = 'insufficient_privilege';
    end if;
    select * into before from operators where id = of_operator;
    if not found or before.role = new_role and (before.deactivated_at is null) = is_active then return false; end if;
    update operators set role = new_role, deactivated_at = case when is_active then null else coalesce(deactivated_at, now()) end
     where id = of_operator;
    delete from operator_sessions where operator_id = of_operator;
    if not is_active then delete from operator_links where operator_id = of_operator; end if;
    insert into operator_actions (id, operator_id, action, subject_id, reason)
    values (gen_random_uuid(), acting,
            case when before.role <> new_role then 'operator.role' when is_active then 'operator.activated' else 'operator.deactivated' end,
            of_operator, new_role);
    return true;
end $$;

create function kontor.operator_link_stands(link bytea) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from operator_links l join operators o on o.id = l.operator_id and o.deactivated_at is null
                    where l.digest = link and l.expires_at > now())
$$;

-- The password of whoever the link was sent to. It ends the link and all their sessions.
create function kontor.set_operator_password(link bytea, new_hash text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid := (select operator_id from operator_links where digest = link);
begin
    perform from operators where id = person and deactivated_at is null for update; -- two of one link take turns
    if not found or not kontor.operator_link_stands(link) then return false; end if;
    update operators set password_hash = new_hash where id = person;
    delete from operator_sessions where operator_id = person;
    delete from operator_links where operator_id = person or expires_at <= now();
    return true;
end $$;

-- What is told to all businesses, or to those with certain plans, in one text or in one for each language.
create table announcements (
    id         uuid primary key,
    kind       text not null check (kind in ('info', 'warning')),
    texts      jsonb not null check (jsonb_typeof(texts) = 'object' and texts <> '{}'), -- {"en": "…", "ar": "…"}
    plans      text[], -- codes; null: all
    starts_at  timestamptz not null default now(),
    ends_at    timestamptz not null,
    version    integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (ends_at > starts_at)
);
alter table announcements enable row level security, force row level security;
create policy migrations on announcements to current_user using (true) with check (true);
create policy everybody on announcements for select to kontor_app using (true);
create policy operator_all on announcements to kontor_operator using (true) with check (true);
grant select on announcements to kontor_app;
grant select, insert, update, delete on announcements to kontor_operator;

-- Who does not want to see one any more.
create table announcement_dismissals (
    announcement_id uuid not null references announcements on delete cascade,
    user_id         uuid not null references users on delete cascade,
    primary key (announcement_id, user_id)
);
create index on announcement_dismissals (user_id);
alter table announcement_dismissals enable row level security, force row level security;
create policy migrations on announcement_dismissals to current_user using (true) with check (true);

-- Nodes keep what is told now, and hear of it here: with no payload of all, with two ids of one dismissal.
create function kontor.announced() returns trigger language plpgsql as $$
begin
    perform pg_notify('kontor_announcements', '');
    return null;
end $$;
create trigger announced after insert or update or delete on announcements for each statement execute function kontor.announced();

create function kontor.dismiss_announcement(of_user uuid, of_announcement uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
    insert into announcement_dismissals
    select a.id, u.id from announcements a, users u where a.id = of_announcement and u.id = of_user
    on conflict do nothing;
    select pg_notify('kontor_announcements', of_announcement || ' ' || of_user);
$$;

-- Who has dismissed what is told now.
create function kontor.announcement_dismissals() returns table (announcement_id uuid, user_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select d.announcement_id, d.user_id from announcement_dismissals d join announcements a on a.id = d.announcement_id
     where a.ends_at > now()
$$;

revoke all on function kontor.acts_as_admin, kontor.end_person_sessions, kontor.send_reset, kontor.operators, kontor.add_operator,
    kontor.change_operator, kontor.operator_link_stands, kontor.set_operator_password, kontor.announced, kontor.dismiss_announcement,
    kontor.announcement_dismissals from public;
grant execute on function kontor.end_person_sessions, kontor.send_reset, kontor.operators, kontor.add_operator, kontor.change_operator,
    kontor.operator_link_stands, kontor.set_operator_password to kontor_operator;
grant execute on function kontor.dismiss_announcement, kontor.announcement_dismissals to kontor_app;
