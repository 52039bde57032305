-- Links that open something once: who follows one reads the mailbox it was sent to. Only digests are kept, so that who reads
-- this table can follow none.
create table links (
    digest     bytea primary key, -- SHA-256
    kind       text not null check (kind in ('reset')),
    user_id    uuid not null references users on delete cascade,
    expires_at timestamptz not null,
    created_at timestamptz not null default now()
);
create index on links (user_id);
create index on links (expires_at);
alter table links enable row level security, force row level security;
create policy migrations on links to current_user using (true) with check (true);

-- Sends somebody a link to choose another password by. Where there is no such account as much is done as where there is one,
-- so that the time it takes does not tell them apart. The mail goes to the address that is kept: another one may fold to the same.
create function kontor.ask_reset(
    of_email text, link bytea, lifetime interval, mail uuid, in_language text, subject text, plain text, html text
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    -- Whoever has three links already gets no more of them: others may be asking in their name.
    person users := (select u from users u where lower(u.email) = lower(of_email) and u.deactivated_at is null
                        and (select count(*) from links l where l.user_id = u.id and l.expires_at > now()) < 3);
begin
    perform kontor.post_mail(mail, 'reset', coalesce(person.email, of_email), in_language, subject, plain, html, lifetime);
    if person.id is null then
        delete from mails where id = mail;
    else
        insert into links values (link, 'reset', person.id, now() + lifetime);
    end if;
end $$;

create function kontor.link_stands(link bytea, of_kind text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from links where digest = link and kind = of_kind and expires_at > now())
$$;

-- A new password for whoever the link was sent to. It ends all their sessions, and forgives the throttle.
-- Answers false when the link does not stand any more.
create function kontor.reset_password(link bytea, new_hash text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid := (select user_id from links where digest = link and kind = 'reset');
begin
    perform from users where id = person and deactivated_at is null for update; -- two links of one person take turns
    if not found or not kontor.link_stands(link, 'reset') then return false; end if;
    update users set password_hash = new_hash, version = version + 1, updated_at = now() where id = person;
    delete from sessions where user_id = person;
    delete from sign_in_failures f using users u
     where u.id = person and f.subject = 'account:' || encode(sha256(convert_to(lower(u.email), 'UTF8')), 'hex');
    return true;
end $$;

-- A new password, and an operator who shuts an account or opens it again, end the links that were sent before.
create function kontor.end_links() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from links where user_id = new.id;
    return null;
end $$;
create trigger end_links after update of password_hash, deactivated_at on users for each row
    when (old.password_hash is distinct from new.password_hash or old.deactivated_at is distinct from new.deactivated_at)
    execute function kontor.end_links();

-- Opens a session for somebody whose password has just been checked. The account is locked, and looked at once more: a password
-- that is changed or an account that is shut at this moment either stops the session here or ends it afterwards.
create function kontor.start_session(digest bytea, of_user uuid, lifetime interval, from_agent text, checked_hash text)
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform from users where id = of_user and password_hash = checked_hash and deactivated_at is null for update;
    if not found then return false; end if;
    perform kontor.start_session(digest, of_user, lifetime, from_agent);
    return true;
end $$;

create function kontor.sweep_links() returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from links where expires_at < now() returning 1) select count(*) from gone
$$;

revoke all on function kontor.ask_reset(text, bytea, interval, uuid, text, text, text, text), kontor.link_stands(bytea, text),
    kontor.reset_password(bytea, text), kontor.sweep_links(), kontor.end_links(), kontor.start_session(bytea, uuid, interval, text, text)
    from public;
grant execute on function kontor.ask_reset(text, bytea, interval, uuid, text, text, text, text), kontor.link_stands(bytea, text),
    kontor.reset_password(bytea, text), kontor.sweep_links(), kontor.start_session(bytea, uuid, interval, text, text) to kontor_app;
