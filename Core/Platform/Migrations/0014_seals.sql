-- The log is sealed every few seconds, each business's in a chain of its own: whoever changes, removes or slips in an
-- entry later would have to make every seal after it anew.
create table audit_seals (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    number      bigint not null, -- from 1
    upto_tx     bigint not null, -- seals everything after the seal before it, up to and with this transaction
    entries     bigint not null,
    digests     bytea not null,  -- SHA-256 of each entry, in the order of (tx, id): tells which one was changed
    made_at     timestamptz not null,
    hash        bytea not null,  -- over all of this and the hash of the seal before it
    primary key (business_id, number)
);
alter table audit_seals alter column digests set storage external; -- does not get shorter
call kontor.wall('audit_seals');
revoke insert, update, delete on audit_seals from kontor_app;

create table audit_progress (
    is_one  boolean primary key default true check (is_one),
    next_tx bigint not null default 0 -- everything before is sealed
);
insert into audit_progress default values;

-- SHA-256 over all that an entry says.
create function kontor.event_digest(e public.events) returns bytea language sql stable as $$
    select sha256(convert_to(jsonb_build_array(
        e.business_id, e.id, e.name, e.record, e.record_id, e.version, e.payload, e.member_id, extract(epoch from e.created_at),
        e.source, e.address, e.record_version, e.changes, encode(e.personal, 'hex'), e.tx)::text, 'UTF8'))
$$;

create function kontor.seal_hash(s public.audit_seals, previous bytea) returns bytea language sql stable as $$
    select sha256(coalesce(previous, '') || convert_to(
        concat_ws(' ', s.business_id, s.number, s.upto_tx, s.entries, extract(epoch from s.made_at)), 'UTF8') || s.digests)
$$;

-- Seals what has happened since the last time, about so many entries at most.
-- Returns how many; 0 when nothing is new, or what is new is not over yet.
create function kontor.seal_events(most bigint default 100000) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    since bigint := (select next_tx from audit_progress);
    until bigint := kontor.horizon();
    first bigint;
    done  bigint;
begin
    if not exists (select from events where tx >= since and tx < until) then return 0; end if;
    perform pg_advisory_xact_lock(7566047373982435);
    select next_tx into since from audit_progress; -- another node may have been faster
    select min(tx) into first from events where tx >= since and tx < until;
    -- A transaction is sealed whole.
    until := coalesce((select greatest(tx, first + 1) from events
                        where tx >= since and tx < until order by tx offset most limit 1), until);
    insert into audit_seals
    select (made.seal).business_id, (made.seal).number, (made.seal).upto_tx, (made.seal).entries, (made.seal).digests,
           (made.seal).made_at, kontor.seal_hash(made.seal, made.previous)
      from (select l.hash as previous, row(
                       n.business_id, coalesce(l.number, 0) + 1, until - 1, n.entries, n.digests, now(), null)::audit_seals as seal
              from (select e.business_id, count(*) as entries,
                           string_agg(kontor.event_digest(e), '' order by e.tx, e.id) as digests
                      from events e where e.tx >= since and e.tx < until group by e.business_id) n
              left join lateral (select s.number, s.hash from audit_seals s
                                  where s.business_id = n.business_id order by s.number desc limit 1) l on true) made;
    update audit_progress set next_tx = until;
    select count(*) into done from events where tx >= since and tx < until;
    return done;
end $$;
revoke all on function kontor.seal_events from public;
grant execute on function kontor.seal_events to kontor_app;

-- A restored backup lies on a server whose transactions count from another number. They go on from the greatest that
-- is known, so that what comes after stays after. Called by the owner with each migration.
create function kontor.keep_counting() returns void language plpgsql as $$
declare
    known bigint := greatest((select max(tx) from events), (select max(next_tx) - 1 from audit_progress));
    next  bigint := pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
begin
    update transaction_offset set value = known + 1 - next where next + value <= known;
end $$;
revoke all on function kontor.keep_counting from public;
