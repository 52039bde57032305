-- What a customer looks like.
alter table customers add column photo uuid;
call kontor.file('customers', 'photo', 'image');
