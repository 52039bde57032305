create table seedlings (
    business_id    uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id             uuid not null, -- UUIDv7, made by the application
    name           text collate "und-x-icu" not null,
    sown           date,
    is_planted_out boolean not null default false,
    version        integer not null default 1,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    deleted_at     timestamptz,
    custom         jsonb not null default '{}', -- the fields that the business added
    search         text generated always as (lower(name)) stored,
    primary key (business_id, id),
    check (name <> '')
);
create index on seedlings (business_id, name, id) where deleted_at is null;
create index on seedlings using gin (business_id, search gin_trgm_ops);
call kontor.record('seedlings', '{name,is_planted_out}');
