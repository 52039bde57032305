-- Where the fields lie that a business adds itself.
alter table customers add column custom jsonb not null default '{}';
alter table companies add column custom jsonb not null default '{}';
