-- The people who run the platform. The application's login cannot reach these tables.
create table operators (
    id             uuid primary key,
    email          text not null,
    name           text not null check (length(name) between 1 and 200),
    password_hash  text not null,
    role           text not null check (role in ('support', 'admin')),
    language       text,
    deactivated_at timestamptz,
    last_login     timestamptz,
    created_at     timestamptz not null default now()
);
create unique index operators_email_key on operators (lower(email));

create table operator_sessions (
    token_digest bytea primary key, -- SHA-256
    operator_id  uuid not null references operators on delete cascade,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz not null
);

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

grant select, update (last_login) on operators to kontor_operator;
grant select, insert, delete on operator_sessions to kontor_operator;
grant select, insert on operator_actions to kontor_operator;

create policy operator_ends on sessions to kontor_operator using (true);
grant select (user_id), delete on sessions to kontor_operator;

create policy operator_throttles on sign_in_failures to kontor_operator using (true) with check (true);
grant execute on function kontor.sign_in_wait, kontor.sign_in_failed, kontor.sign_in_succeeded to kontor_operator;
