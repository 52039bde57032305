-- How much a business has used of what plans limit. What happens (a prediction, a call) is counted by the day and by the month,
-- in UTC; what there is (members, bytes) as it stands, under 'ever'.
create table usage (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    name        text not null,
    per         text not null check (per in ('ever', 'day', 'month')),
    since       date not null default '-infinity', -- the first day of it
    used        bigint not null default 0,
    primary key (business_id, name, per, since)
);
call kontor.wall('usage');
revoke insert, update, delete on usage from kontor_app; -- it changes behind the owner's doors only
create policy operator_reads on usage for select to kontor_operator using (true);
grant select on usage to kontor_operator;

-- Beyond this, nothing is taken any more; null where there is no limit. A limit with a grace may be exceeded by so many per cent.
create function kontor.ceiling(terms jsonb) returns bigint language sql immutable as $$
    select floor((terms ->> 'most')::numeric * (100 + coalesce((terms ->> 'grace')::numeric, 0)) / 100)::bigint
     where terms is not null and terms <> 'null'
$$;

create function kontor.refuse(limit_name text, most bigint, per text) returns void language plpgsql as $$
begin
    raise exception 'the plan allows no more of this' using errcode = 'KL001',
          constraint = limit_name, column = most::text, table = per;
end $$;

-- Counts what is about to happen, in the transaction in which it happens, or refuses it. Whoever counts the same at the same
-- time waits until this transaction is over, so that no number of them together exceeds a limit.
create function kontor.reserve(limit_name text, amount bigint) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    here  uuid := current_setting('kontor.business_id')::uuid;
    today date := (now() at time zone 'utc')::date;
    terms jsonb := kontor.entitlement(here) -> 'limits' -> limit_name;
    most  bigint := kontor.ceiling(terms);
    total bigint;
begin
    if amount < 1 then raise exception 'nothing is reserved' using errcode = 'invalid_parameter_value'; end if;
    with counted as (
        insert into usage as u (business_id, name, per, since, used)
        values (here, limit_name, 'day', today, amount), (here, limit_name, 'month', date_trunc('month', today)::date, amount)
        on conflict (business_id, name, per, since) do update set used = u.used + excluded.used
        returning per, used)
    select used into total from counted where per = coalesce(terms ->> 'per', 'month');
    if total > most then perform kontor.refuse(limit_name, (terms ->> 'most')::bigint, terms ->> 'per'); end if;
    return total;
end $$;

-- Takes back what was counted for something that came to nothing after all.
create function kontor.release(limit_name text, amount bigint) returns void
language sql security definer set search_path = public, pg_temp as $$
    update usage set used = greatest(0, used - amount)
     where business_id = current_setting('kontor.business_id')::uuid and name = limit_name
       and since = case per when 'day' then (now() at time zone 'utc')::date
                            when 'month' then date_trunc('month', (now() at time zone 'utc'))::date end
$$;

-- Counts what there is, and refuses more than the plan allows; what there is already may always become less.
create function kontor.hold(of_business uuid, limit_name text, difference bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    total bigint;
    terms jsonb;
begin
    if difference = 0 then return; end if;
    insert into usage as u (business_id, name, per, used) values (of_business, limit_name, 'ever', difference)
    on conflict (business_id, name, per, since) do update set used = u.used + excluded.used
    returning used into total;
    if difference < 0 then return; end if;
    terms := kontor.entitlement(of_business) -> 'limits' -> limit_name;
    if total > kontor.ceiling(terms) then perform kontor.refuse(limit_name, (terms ->> 'most')::bigint, 'ever'); end if;
end $$;
revoke all on function kontor.hold, kontor.reserve, kontor.release, kontor.refuse, kontor.ceiling from public;
grant execute on function kontor.reserve, kontor.release, kontor.ceiling to kontor_app;

-- Seats. One that somebody has left is not counted.
create function kontor.seats_counted() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    before integer := case when tg_op <> 'INSERT' and to_jsonb(old) ->> 'left_at' is null then 1 else 0 end;
    after  integer := case when tg_op <> 'DELETE' and to_jsonb(new) ->> 'left_at' is null then 1 else 0 end;
begin
    perform kontor.hold(coalesce(new.business_id, old.business_id), 'members', after - before);
    return null;
end $$;
create trigger seats_counted after insert or update or delete on members for each row execute function kontor.seats_counted();

-- The bytes of files, from the moment all of them are stored until they are removed.
create function kontor.bytes_counted() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    before bigint := case when tg_op <> 'INSERT' and old.removed_at is null then coalesce(old.size, 0) else 0 end;
    after  bigint := case when tg_op <> 'DELETE' and new.removed_at is null then coalesce(new.size, 0) else 0 end;
begin
    perform kontor.hold(coalesce(new.business_id, old.business_id), 'storage', after - before);
    return null;
end $$;
create trigger bytes_counted after insert or update of size, removed_at or delete on files
    for each row execute function kontor.bytes_counted();
revoke all on function kontor.seats_counted, kontor.bytes_counted from public;

insert into usage (business_id, name, per, used) select business_id, 'members', 'ever', count(*) from members group by business_id;
insert into usage (business_id, name, per, used)
select business_id, 'storage', 'ever', sum(size) from files where removed_at is null and size > 0 group by business_id;

-- Records of a kind, where the plan limits it under <module>.<table>: tallied as before, and then, while whoever adds more of
-- them waits, counted.
create function kontor.grown(of_business uuid, of_record text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    limit_name text := (select module || '.' || record from declared_records where record = of_record);
    terms      jsonb := kontor.entitlement(of_business) -> 'limits' -> limit_name;
    most       bigint := kontor.ceiling(terms);
    total      bigint;
begin
    if most is null then return; end if;
    insert into usage as u (business_id, name, per) values (of_business, limit_name, 'ever')
    on conflict (business_id, name, per, since) do update set used = u.used;
    select sum(difference) into total from record_tallies where business_id = of_business and record = of_record;
    if total > most then perform kontor.refuse(limit_name, (terms ->> 'most')::bigint, 'records'); end if;
end $$;
revoke all on function kontor.grown from public;
grant execute on function kontor.grown to kontor_app; -- it tells nothing, and changes nothing but who waits

create or replace function kontor.tally() returns trigger language plpgsql as $$
declare
    grown uuid;
begin
    if tg_op = 'INSERT' then
        for grown in
            with added as (
                insert into record_tallies
                select business_id, tg_table_name, count(*) from changed where deleted_at is null
                 group by business_id having count(*) <> 0
                returning business_id)
            select business_id from added
        loop perform kontor.grown(grown, tg_table_name); end loop;
    elsif tg_op = 'DELETE' then
        insert into record_tallies
        select business_id, tg_table_name, -count(*) from changed where deleted_at is null
         group by business_id having count(*) <> 0;
    else
        for grown in
            with added as (
                insert into record_tallies
                select business_id, tg_table_name, sum(difference) from (
                    select business_id, 1 as difference from changed where deleted_at is null
                    union all
                    select business_id, -1 from before where deleted_at is null) as d
                 group by business_id having sum(difference) <> 0
                returning business_id, difference)
            select business_id from added where difference > 0
        loop perform kontor.grown(grown, tg_table_name); end loop;
    end if;
    if random() < 0.02 then
        with gone as (
            delete from record_tallies where ctid = any(array(
                select ctid from record_tallies where record = tg_table_name for update skip locked))
            returning business_id, difference)
        insert into record_tallies
        select business_id, tg_table_name, sum(difference) from gone group by business_id;
    end if;
    return null;
end $$;

-- What became of subscriptions, and who did it.
create table subscription_changes (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null,
    what        text not null check (what in ('started', 'chosen', 'scheduled', 'kept', 'cancelled', 'renewed', 'ended', 'given')),
    from_plan   uuid references plans,
    to_plan     uuid not null references plans,
    period      text not null default 'month',
    member_id   uuid, -- who asked for it; null: an operator, or the calendar
    operator_id uuid references operators,
    reason      text,
    created_at  timestamptz not null default now(),
    primary key (business_id, id),
    foreign key (business_id, member_id) references members
);
call kontor.wall('subscription_changes');
revoke update, delete on subscription_changes from kontor_app;
create policy operator_all on subscription_changes to kontor_operator using (true) with check (true);
grant select, insert on subscription_changes to kontor_operator;

alter table subscriptions add column next_period text check (next_period in ('month', 'year'));

-- An owner may choose another plan: the application writes what comes of it, of its own business.
grant update (plan_id, status, period, started_at, ends_at, next_plan_id, next_period, version, updated_at) on subscriptions to kontor_app;

-- Moves on what has come to its end: a trial or a cancelled plan to the next one, anything else to its next period. Answers how
-- many that were. Rows that another node moves are left to it.
create function kontor.renew_subscriptions() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    usual plans := (select p from plans p where p.is_default);
    moved bigint := 0;
    due   record;
    after plans;
begin
    for due in
        select s.* from subscriptions s where s.ends_at <= now() order by s.ends_at limit 1000 for update skip locked
    loop
        select * into after from plans p
         where p.id = coalesce(due.next_plan_id, case when due.status in ('trialing', 'cancelled') then usual.id end, due.plan_id);
        update subscriptions
           set plan_id = after.id, period = coalesce(due.next_period, due.period), next_plan_id = null, next_period = null, version = version + 1, updated_at = now(),
               status = case when due.status = 'past_due' then 'past_due' else 'active' end,
               ends_at = case when coalesce(after.price_month, 0) = 0 and coalesce(after.price_year, 0) = 0 then null
                              else greatest(due.ends_at, now() - interval '1 month')
                                   + case coalesce(due.next_period, due.period) when 'year' then interval '1 year' else interval '1 month' end end
         where business_id = due.business_id;
        insert into subscription_changes (business_id, id, what, from_plan, to_plan, period)
        values (due.business_id, gen_random_uuid(), case when after.id = due.plan_id then 'renewed' else 'ended' end, due.plan_id, after.id, due.period);
        moved := moved + 1;
    end loop;
    return moved;
end $$;

-- Days and months that nobody asks about any more.
create function kontor.sweep_usage() returns bigint language sql security definer set search_path = public, pg_temp as $$
    with gone as (
        delete from usage where per = 'day' and since < current_date - 92 or per = 'month' and since < current_date - 800 returning 1)
    select count(*) from gone
$$;
revoke all on function kontor.renew_subscriptions, kontor.sweep_usage from public;
grant execute on function kontor.renew_subscriptions, kontor.sweep_usage to kontor_app;

-- The plan a business chooses as it registers: in the same transaction, and never again by this. A plan with a trial begins with
-- it; what follows is chosen while it lasts. Answers false where nothing of that code is sold.
create function kontor.begin_subscription(of_business uuid, of_code text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    wish plans := (select p from plans p where p.code = of_code and p.retired_at is null);
begin
    if wish.id is null then return false; end if;
    update subscriptions
       set plan_id = wish.id, period = case when wish.price_month is null and wish.price_year > 0 then 'year' else 'month' end,
           status = case when wish.trial_days > 0 then 'trialing' else 'active' end,
           ends_at = case when wish.trial_days > 0 then now() + make_interval(days => wish.trial_days)
                          when coalesce(wish.price_month, wish.price_year, 0) = 0 then null
                          when wish.price_month is null then now() + interval '1 year' else now() + interval '1 month' end
     where business_id = of_business and created_at = now();
    if found then
        insert into subscription_changes (business_id, id, what, to_plan, period)
        values (of_business, gen_random_uuid(), case when wish.trial_days > 0 then 'started' else 'chosen' end, wish.id,
                case when wish.price_month is null and wish.price_year > 0 then 'year' else 'month' end);
    end if;
    return found;
end $$;
revoke all on function kontor.begin_subscription from public;
grant execute on function kontor.begin_subscription to kontor_app;
