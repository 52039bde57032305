-- What happened, written in the transaction that made it happen.
create table events (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null, -- UUIDv7, made by the application
    name        text not null, -- such as crm.customers.created
    record      text not null,
    record_id   uuid not null,
    version     integer not null default 1, -- of the payload's shape
    payload     jsonb not null default '{}',
    member_id   uuid,
    created_at  timestamptz not null default now(),
    primary key (business_id, id)
);
create index on events (business_id, record_id, id desc);
call kontor.wall('events');
revoke update, delete on events from kontor_app;
