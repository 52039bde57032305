create table businesses (
    id               uuid primary key,
    name             text not null check (length(name) between 1 and 200),
    suspended_reason text check (length(suspended_reason) between 1 and 500), -- null: active
    suspended_at     timestamptz,
    language         text,
    currency         text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
    time_zone        text not null default 'UTC',
    hue              integer not null default 240 check (hue between 0 and 359),
    features_off     text[] not null default '{}',
    version          integer not null default 1,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    check ((suspended_reason is null) = (suspended_at is null))
);
alter table businesses enable row level security, force row level security;
create policy own_business on businesses to kontor_app
    using (id = (select current_setting('kontor.business_id')::uuid));
create policy migrations on businesses to current_user using (true) with check (true);
create policy operator_all on businesses to kontor_operator using (true) with check (true);
-- The application may change a business's settings, but not lift its suspension.
grant select, update (name, language, currency, time_zone, hue, version, updated_at) on businesses to kontor_app;
grant select, update (suspended_reason, suspended_at, version, updated_at) on businesses to kontor_operator;
create index on businesses (created_at desc, id desc);
create index on businesses using gin (lower(name) gin_trgm_ops);

-- People with an account. The application reaches them through a seat in the business, or
-- through the functions below: before sign-in nobody's rows can be listed.
create table users (
    id             uuid primary key,
    email          text not null check (length(email) between 3 and 254),
    name           text not null check (length(name) between 1 and 200),
    password_hash  text not null,
    language       text,
    deactivated_at timestamptz,
    last_login     timestamptz,
    version        integer not null default 1,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now()
);
create unique index users_email_key on users (lower(email));
create index on users (created_at desc, id desc);
create index on users using gin (lower(name || ' ' || email) gin_trgm_ops);

create table members (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null,
    user_id     uuid not null references users,
    role        text not null check (role in ('viewer', 'staff', 'manager', 'admin', 'owner')),
    created_at  timestamptz not null default now(),
    primary key (business_id, id),
    unique (business_id, user_id)
);
create index on members (user_id);
call kontor.wall('members');
create policy operator_reads on members for select to kontor_operator using (true);
grant select on members to kontor_operator;

alter table users enable row level security, force row level security;
create policy fellow_members on users for select to kontor_app
    using (exists (select 1 from members m where m.user_id = users.id)); -- behind the wall of members
create policy migrations on users to current_user using (true) with check (true);
create policy operator_all on users to kontor_operator using (true) with check (true);
grant select (id, email, name, language, deactivated_at, last_login, created_at) on users to kontor_app;
grant select (id, email, name, language, deactivated_at, last_login, created_at, updated_at),
      update (deactivated_at, updated_at, version) on users to kontor_operator;

-- Signed-in browsers. Only a digest of the cookie is kept, so that who reads this table cannot sign in.
create table sessions (
    token_digest bytea primary key, -- SHA-256
    user_id      uuid not null references users on delete cascade,
    business_id  uuid references businesses,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz not null,
    agent        text not null default ''
);
create index on sessions (user_id);
create index on sessions (expires_at);
alter table sessions enable row level security, force row level security;
create policy migrations on sessions to current_user using (true) with check (true);

-- Failed sign-ins, by account and by address, so that guessing gets slower and slower.
create table sign_in_failures (
    subject      text primary key, -- 'account:…' or 'address:…', digested
    failures     integer not null,
    last_failure timestamptz not null
);
alter table sign_in_failures enable row level security, force row level security;
create policy migrations on sign_in_failures to current_user using (true) with check (true);
