create table customers (
    business_id             uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id                      uuid not null, -- UUIDv7, made by the application
    name                    text collate "und-x-icu" not null,
    email                   text,
    phone                   text,
    segment                 text not null default 'lead',
    company_id              uuid,
    notes                   text not null default '',
    churn_risk              double precision check (churn_risk between 0 and 1),
    lifetime_value          bigint, -- minor units
    lifetime_value_currency text,
    next_best_product       text not null default '',
    version                 integer not null default 1,
    created_at              timestamptz not null default now(),
    updated_at              timestamptz not null default now(),
    deleted_at              timestamptz,
    search                  text generated always as (lower(
        name || ' ' || coalesce(email, '') || ' ' || coalesce(phone, ''))) stored,
    primary key (business_id, id),
    -- Both, because foreign keys ignore row policies.
    foreign key (business_id, company_id) references companies,
    check (name <> ''),
    check ((lifetime_value is null) = (lifetime_value_currency is null))
);
create index on customers (business_id, name, id) where deleted_at is null;
create index on customers (business_id, lower(email)) where deleted_at is null;
create index on customers (business_id, segment, id) where deleted_at is null;
create index on customers (business_id, company_id, id) where deleted_at is null;
create index on customers using gin (business_id, search gin_trgm_ops);
call kontor.record('customers', '{name,segment,company_id}');
