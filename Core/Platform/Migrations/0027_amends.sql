-- As before, but both ends of what is sealed are looked at behind the lock. A node that had looked before another one sealed
-- further sealed nothing, and then set the progress back: the same entries were sealed twice.
--
-- Seals what has happened since the last time, about so many entries at most.
-- Returns how many; 0 when nothing is new, or what is new is not over yet.
create or replace function kontor.seal_events(most bigint default 100000) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    since bigint := (select next_tx from audit_progress);
    until bigint := kontor.horizon();
    first bigint;
    done  bigint;
begin
    if not exists (select from events where tx >= since and tx < until) then return 0; end if;
    perform pg_advisory_xact_lock(7566047373982435);
    -- Another node may have been faster, and have seen further.
    select next_tx into since from audit_progress;
    until := kontor.horizon();
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
    update audit_progress set next_tx = greatest(next_tx, until);
    select count(*) into done from events where tx >= since and tx < until;
    return done;
end $$;

-- Whose records these speak of, so that they go when a business leaves that module. Null in what was written before, which
-- is kept for a day only.
alter table bulk_changes add column record text;
alter table kept_answers add column module text;

-- Whoever follows a few quiet records beside many busy ones does not read past all of these each time.
create index on events (business_id, record, tx, id);
