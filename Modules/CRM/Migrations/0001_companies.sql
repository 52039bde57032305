create table companies (
    business_id    uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id             uuid not null, -- UUIDv7, made by the application
    name           text collate "und-x-icu" not null,
    industry       text not null default '',
    website        text,
    size           text,
    status         text not null default 'prospect',
    contact_person text not null default '',
    email          text,
    phone          text,
    version        integer not null default 1,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    deleted_at     timestamptz,
    search         text generated always as (lower(
        name || ' ' || industry || ' ' || contact_person || ' ' || coalesce(email, ''))) stored,
    primary key (business_id, id),
    check (name <> '')
);
create index on companies (business_id, name, id) where deleted_at is null;
create index on companies using gin (business_id, search gin_trgm_ops);
call kontor.record('companies', '{name,status,size}');
