-- The people who run the platform. No portal's login reaches these tables but through the doors below.
create table operators (
    id             uuid primary key,
    email          text not null check (length(email) between 3 and 254),
    name           text not null check (length(name) between 1 and 200),
    password_hash  text not null,
    role           text not null check (role in ('support', 'admin')),
    deactivated_at timestamptz,
    last_login     timestamptz,
    created_at     timestamptz not null default now()
);
create unique index operators_email_key on operators (lower(email));
grant select (id, name) on operators to kontor_operator; -- to say who did something

create table operator_sessions (
    token_digest bytea primary key, -- SHA-256
    operator_id  uuid not null references operators on delete cascade,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz not null
);
create index on operator_sessions (operator_id);
create index on operator_sessions (expires_at);

-- What operators did, and why: append-only for the portal.
create table operator_actions (
    id          uuid primary key,
    operator_id uuid not null references operators,
    action      text not null, -- such as business.suspended
    subject_id  uuid not null,
    reason      text,
    created_at  timestamptz not null default now()
);
create index on operator_actions (subject_id, created_at desc);
grant select, insert on operator_actions to kontor_operator;

-- What a sign-in needs to check a password. One row whatever the case of the address, or none.
create function kontor.operator_credentials(of_email text)
returns table (operator_id uuid, password_hash text, deactivated boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select id, password_hash, deactivated_at is not null from operators where lower(email) = lower(of_email)
$$;

-- Opens a session, and sweeps away those that are over.
create function kontor.start_operator_session(digest bytea, of_operator uuid, lifetime interval)
returns void language sql security definer set search_path = public, pg_temp as $$
    delete from operator_sessions where expires_at <= now();
    insert into operator_sessions (token_digest, operator_id, expires_at) values (digest, of_operator, now() + lifetime);
    update operators set last_login = now() where id = of_operator;
$$;

create function kontor.end_operator_session(digest bytea) returns void
language sql security definer set search_path = public, pg_temp as $$
    delete from operator_sessions where token_digest = digest
$$;

-- Whom a cookie stands for; no row for one that is unknown, expired or deactivated.
create function kontor.operator_access(digest bytea)
returns table (operator_id uuid, operator_name text, email text, role text)
language sql stable security definer set search_path = public, pg_temp as $$
    select o.id, o.name, o.email, o.role
      from operator_sessions s join operators o on o.id = s.operator_id and o.deactivated_at is null
     where s.token_digest = digest and s.expires_at > now()
$$;

revoke all on function kontor.operator_credentials, kontor.start_operator_session,
    kontor.end_operator_session, kontor.operator_access from public;
grant execute on function kontor.operator_credentials, kontor.start_operator_session,
    kontor.end_operator_session, kontor.operator_access,
    kontor.sign_in_begin, kontor.sign_in_succeeded to kontor_operator;

-- Deactivating a person signs them out everywhere.
create policy operator_ends on sessions to kontor_operator using (true);
grant select (user_id), delete on sessions to kontor_operator;
grant select (version) on users to kontor_operator; -- to count it up

-- The portal's lists, narrowed to the few that are shut out.
create index on businesses (created_at desc, id desc) where suspended_reason is not null;
create index on users (created_at desc, id desc) where deactivated_at is not null;
