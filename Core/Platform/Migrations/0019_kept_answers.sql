-- The first answer to each request that came with an Idempotency-Key, for a day.
create table kept_answers (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    member_id   uuid not null,
    key         text not null check (length(key) <= 255),
    request     bytea not null, -- SHA-256 of the address and the body
    status      integer, -- these three are null until the transaction that does it ends, which nobody else sees
    headers     jsonb,
    body        bytea,
    created_at  timestamptz not null default now(),
    primary key (business_id, member_id, key),
    foreign key (business_id, member_id) references members on delete cascade
);
create index on kept_answers (created_at);
call kontor.wall('kept_answers');

-- Forgets answers that were kept long enough.
create function kontor.sweep_kept_answers() returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from kept_answers where created_at < now() - interval '1 day' returning 1)
    select count(*) from gone
$$;
revoke all on function kontor.sweep_kept_answers from public;
grant execute on function kontor.sweep_kept_answers to kontor_app;
