-- What members add to one record of any kind, beside its fields. Which record it is stands in two columns, because there
-- is a table for each kind: whoever reads or writes here goes through that table.
create table notes (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null, -- UUIDv7, made by the application
    record      text not null,
    record_id   uuid not null,
    body        text not null check (body <> '' and length(body) <= 20000),
    author      uuid not null,
    created_at  timestamptz not null default now(),
    edited_at   timestamptz,
    primary key (business_id, id),
    foreign key (business_id, author) references members
);
create index on notes (business_id, record, record_id, id);
call kontor.wall('notes');

create table attachments (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null, -- UUIDv7, made by the application
    record      text not null,
    record_id   uuid not null,
    file_id     uuid not null,
    added_by    uuid not null,
    created_at  timestamptz not null default now(),
    primary key (business_id, id),
    unique (business_id, file_id),
    foreign key (business_id, file_id) references files,
    foreign key (business_id, added_by) references members
);
create index on attachments (business_id, record, record_id, id);
call kontor.wall('attachments');

-- What was added to a record is seen by those who see the record; so are its files.
do $$
declare
    part name;
begin
    foreach part in array '{notes,attachments,files}'::name[] loop
        execute format($p$create policy record_rules on %I as restrictive for select to kontor_app using (
            record is null
            or (select current_setting('kontor.rules')::jsonb = '{}')
            or (select current_setting('kontor.rules')::jsonb) -> record ->> 'column' is null
            or kontor.sees(record::name, record_id))$p$, part);
    end loop;
end $$;
