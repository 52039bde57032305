-- Files that are being imported. They lie here in pieces, so that any node can go on with them.
create table imports (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null,
    record      text not null,
    file_name   text not null,
    bytes       bigint not null default 0,
    mapping     jsonb not null default '{}',
    state       text not null default 'uploaded'
                check (state in ('uploaded', 'checking', 'checked', 'running', 'done', 'failed')),
    rows_read   bigint not null default 0,
    rows_total  bigint,
    report      jsonb not null default '{}',
    member_id   uuid not null,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    primary key (business_id, id)
);
call kontor.wall('imports');

create table import_pieces (
    business_id uuid not null default current_setting('kontor.business_id')::uuid,
    import_id   uuid not null,
    number      integer not null,
    bytes       bytea not null,
    primary key (business_id, import_id, number),
    foreign key (business_id, import_id) references imports on delete cascade
);
alter table import_pieces alter column bytes set storage external; -- compressing costs more than it saves here
call kontor.wall('import_pieces');

-- Rows of the file that cannot be taken, each with its line and why.
create table import_problems (
    business_id uuid not null default current_setting('kontor.business_id')::uuid,
    import_id   uuid not null,
    number      bigint not null,
    line        bigint not null,
    field       text not null,
    problem     jsonb not null,
    primary key (business_id, import_id, number),
    foreign key (business_id, import_id) references imports on delete cascade
);
call kontor.wall('import_problems');
