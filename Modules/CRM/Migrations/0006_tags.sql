-- Words of its own by which a business sorts its customers.
alter table customers add column tags jsonb not null default '[]' check (jsonb_typeof(tags) = 'array');
update searchable_records set columns = columns || '{tags}' where record = 'customers';
call kontor.ruled('customers');
