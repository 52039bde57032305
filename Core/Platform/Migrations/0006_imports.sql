-- Files that are being imported. They lie here in pieces, so that any node can go on with them.
create table imports (
    business_id  uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id           uuid not null, -- UUIDv7, made by the application
    record       text not null,
    file_name    text not null,
    bytes        bigint not null default 0,
    pieces       integer not null default 0,
    format       jsonb not null, -- encoding and delimiter, as they were detected
    plan         jsonb, -- which column goes where; null until somebody has said so
    state        text not null default 'uploading' check (state in
                 ('uploading', 'uploaded', 'checking', 'checked', 'running', 'done', 'failed')),
    rows_read    bigint not null default 0,
    rows_total   bigint not null default 0, -- below the header
    report       jsonb, -- what the last check or run came to
    failure      jsonb, -- why it failed, in a phrase
    attempts     integer not null default 0,
    runner       uuid, -- who works on it; whoever is not named here any more must not finish it
    heartbeat_at timestamptz, -- when the runner was last seen
    member_id    uuid not null,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    primary key (business_id, id),
    foreign key (business_id, member_id) references members
);
create index on imports (updated_at) where state in ('checking', 'running');
call kontor.wall('imports');

create table import_pieces (
    business_id uuid not null default current_setting('kontor.business_id')::uuid,
    import_id   uuid not null,
    number      integer not null, -- from 0
    bytes       bytea not null,
    primary key (business_id, import_id, number),
    foreign key (business_id, import_id) references imports on delete cascade
);
alter table import_pieces alter column bytes set storage external; -- compressing costs more than it saves here
call kontor.wall('import_pieces');

-- What is wrong with the rows that cannot be taken, in the file's order.
create table import_problems (
    business_id uuid not null default current_setting('kontor.business_id')::uuid,
    import_id   uuid not null,
    number      bigint not null,
    line        bigint not null,
    column_name text not null, -- the file's own heading; empty where the whole row is meant
    value       text not null, -- shortened
    reason      jsonb not null, -- a phrase
    primary key (business_id, import_id, number),
    foreign key (business_id, import_id) references imports on delete cascade
);
call kontor.wall('import_problems');

-- Finds the records a file means: for each text, by its place in the array from 1, the oldest
-- record of the business that has it in that column, and how many have it. Case does not matter.
--
-- A function of the owner, because under a row policy an index on lower(…) cannot be used: lower
-- is not leakproof. It therefore takes the business from the setting itself, as the policies do.
create function kontor.match(records name, key name, texts text[])
returns table (place bigint, id uuid, times bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    folding text;
begin
    if not exists (select from searchable_records where record = records) then
        raise exception 'there are no records "%" to match', records using errcode = 'undefined_table';
    end if;
    -- Both sides must be folded by the rules of the column.
    select format(' collate %I.%I', n.nspname, c.collname) into strict folding
      from pg_attribute a join pg_collation c on c.oid = a.attcollation join pg_namespace n on n.oid = c.collnamespace
     where a.attrelid = records::text::regclass and a.attname = key;
    return query execute format($q$
        select k.place, (array_agg(r.id order by r.id))[1], count(*)
          from unnest($1) with ordinality as k (text, place)
          join %I r on r.business_id = %L::uuid and lower(r.%I) = lower(k.text%s) and r.deleted_at is null
         group by k.place$q$, records, current_setting('kontor.business_id')::uuid, key, folding) using texts;
end $$;
