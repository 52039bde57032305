-- Whose customers and companies they are. When somebody's seat goes, what was theirs belongs to nobody.
alter table customers add column owner uuid, add foreign key (business_id, owner) references members on delete set null (owner);
create index on customers (business_id, owner, id) where deleted_at is null;
update searchable_records set columns = columns || '{owner}'::name[] where record = 'customers';
call kontor.ruled('customers');

alter table companies add column owner uuid, add foreign key (business_id, owner) references members on delete set null (owner);
create index on companies (business_id, owner, id) where deleted_at is null;
update searchable_records set columns = columns || '{owner}'::name[] where record = 'companies';
call kontor.ruled('companies');
