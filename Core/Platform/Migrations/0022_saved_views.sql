-- Names for what a list shows. A view without a member is shared: it belongs to the business, and stays when whoever made it leaves.
create table saved_views (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null, -- UUIDv7, made by the application
    record      text not null, -- the records' table
    member_id   uuid,
    name        text not null check (name <> '' and length(name) <= 60),
    page        text not null check (page in ('list', 'board', 'calendar')),
    query       text not null check (length(query) <= 2000), -- as in an address
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    primary key (business_id, id),
    foreign key (business_id, member_id) references members on delete cascade
);
create unique index saved_views_own_name on saved_views (business_id, record, member_id, lower(name)) where member_id is not null;
create unique index saved_views_shared_name on saved_views (business_id, record, lower(name)) where member_id is null;
create index on saved_views (business_id, member_id);
call kontor.wall('saved_views');

-- The view that a member's list opens with, at most one for each kind of record.
create table first_views (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    member_id   uuid not null,
    record      text not null,
    view_id     uuid not null,
    primary key (business_id, member_id, record),
    foreign key (business_id, member_id) references members on delete cascade,
    foreign key (business_id, view_id) references saved_views on delete cascade
);
create index on first_views (business_id, view_id);
call kontor.wall('first_views');
