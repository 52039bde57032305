-- What each business decided about its modules, by the settings' names; one that is not here has its standard value.
create table settings (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    name        text not null, -- such as crm.first_segment
    value       text not null, -- as a form holds it
    updated_at  timestamptz not null default now(),
    primary key (business_id, name)
);
call kontor.wall('settings');
