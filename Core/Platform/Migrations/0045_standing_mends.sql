-- Nobody gets more by what ends: neither by the end of a role nor by the undoing of somebody else's decision. And what is counted,
-- paid and begun holds for whatever was stored.

-- Who took an invitation back by hand, and may take that back; null: it ended with a role or a seat.
alter table invitations
    add column revoked_by uuid,
    add foreign key (business_id, revoked_by) references members;
grant select (revoked_by), update (revoked_by) on invitations to kontor_app;

-- Ends a role; those who have it are left on its rung. Who was invited to it was not invited to its rung: such links are good no
-- more, and nobody makes them good again. Answers how many had it.
create or replace function kontor.remove_role(of_role uuid) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    business uuid := current_setting('kontor.business_id')::uuid;
    fallen   bigint;
begin
    update members set role_id = null where business_id = business and role_id = of_role;
    get diagnostics fallen = row_count;
    update invitations set revoked_at = coalesce(revoked_at, now()), revoked_by = null
     where business_id = business and role_id = of_role and accepted_at is null;
    delete from roles where business_id = business and id = of_role;
    return fallen;
end $$;

-- Beyond this, nothing is taken any more; null where there is no limit. A limit with a grace may be exceeded by so many per cent.
create or replace function kontor.ceiling(terms jsonb) returns bigint language sql immutable as $$
    select least(floor((terms ->> 'most')::numeric * (100 + coalesce((terms ->> 'grace')::numeric, 0)) / 100), 9223372036854775807)::bigint
     where terms is not null and terms <> 'null'
$$;

-- Whether the plan of a business has room for one more.
create or replace function kontor.has_seat(of_business uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((select count(*) from members where business_id = of_business and left_at is null)
                    < kontor.ceiling(kontor.entitlement(of_business) -> 'limits' -> 'members'), true)
$$;

-- What happens and says no period is counted by the month.
create or replace function kontor.reserve(limit_name text, amount bigint) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    here   uuid := current_setting('kontor.business_id')::uuid;
    today  date := (now() at time zone 'utc')::date;
    terms  jsonb := kontor.entitlement(here) -> 'limits' -> limit_name;
    most   bigint := kontor.ceiling(terms);
    period text := coalesce(terms ->> 'per', 'month');
    total  bigint;
begin
    if amount < 1 then raise exception 'nothing is reserved' using errcode = 'invalid_parameter_value'; end if;
    with counted as (
        insert into usage as u (business_id, name, per, since, used)
        values (here, limit_name, 'day', today, amount), (here, limit_name, 'month', date_trunc('month', today)::date, amount)
        on conflict (business_id, name, per, since) do update set used = u.used + excluded.used
        returning per, used)
    select used into total from counted where per = period;
    if total > most then perform kontor.refuse(limit_name, (terms ->> 'most')::bigint, period); end if;
    return total;
end $$;

-- A business without a plan opens nothing: there is rather no business.
create or replace function kontor.subscribe() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into subscriptions (business_id, id, plan_id, status)
    select new.id, new.id, id, 'active' from plans where is_default; -- there is one of a business, so its own id will do
    if not found then
        raise exception 'no plan is the default' using hint = 'Give new businesses a plan, in the operators'' portal under Plans.';
    end if;
    return null;
end $$;

-- When the period after this one is over: on the day of the month on which it all began, also where a shorter month lay between.
create function kontor.period_end(before timestamptz, started timestamptz, period text) returns timestamptz language plpgsql immutable as $$
declare
    ended timestamp := before at time zone 'utc';
    after timestamp := ended + case period when 'year' then interval '1 year' else interval '1 month' end;
    begun integer := extract(day from started at time zone 'utc');
    most  integer := extract(day from date_trunc('month', after) + interval '1 month - 1 day');
begin
    if extract(day from ended + interval '1 day') = 1 and begun > extract(day from ended) then
        after := after + make_interval(days => least(begun, most) - extract(day from after)::integer);
    end if;
    return after at time zone 'utc';
end $$;

-- Moves on what has come to its end: a trial or a cancelled plan to the next one, anything else to its next period. Answers how
-- many that were. Rows that another node moves are left to it.
create or replace function kontor.renew_subscriptions() returns bigint
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
                              else kontor.period_end(greatest(due.ends_at, now() - interval '1 month'), due.started_at, coalesce(due.next_period, due.period)) end
         where business_id = due.business_id;
        insert into subscription_changes (business_id, id, what, from_plan, to_plan, period)
        values (due.business_id, gen_random_uuid(), case when after.id = due.plan_id then 'renewed' else 'ended' end, due.plan_id, after.id, due.period);
        moved := moved + 1;
    end loop;
    return moved;
end $$;

-- The plan a business chooses as it registers: in the same transaction, and never again by this. A plan with a trial begins with
-- it; what follows is chosen while it lasts. Answers false where nothing of that code is sold: what has no price at all is not.
create or replace function kontor.begin_subscription(of_business uuid, of_code text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    wish plans := (select p from plans p where p.code = of_code and p.retired_at is null and (num_nonnulls(p.price_month, p.price_year) > 0 or p.is_default));
    paid text := case when wish.price_month is null and wish.price_year > 0 then 'year' else 'month' end;
begin
    if wish.id is null then return false; end if;
    update subscriptions
       set plan_id = wish.id, period = paid,
           status = case when wish.trial_days > 0 then 'trialing' else 'active' end,
           ends_at = case when wish.trial_days > 0 then now() + make_interval(days => wish.trial_days)
                          when coalesce(wish.price_month, wish.price_year, 0) = 0 then null
                          when paid = 'year' then now() + interval '1 year' else now() + interval '1 month' end
     where business_id = of_business and created_at = now();
    if found then
        insert into subscription_changes (business_id, id, what, to_plan, period)
        values (of_business, gen_random_uuid(), case when wish.trial_days > 0 then 'started' else 'chosen' end, wish.id, paid);
    end if;
    return found;
end $$;

-- Sends an operator who has no password yet another link to choose one by; the one before is good no more. Answers false where they
-- have one, or may not sign in.
create function kontor.send_operator_link(
    acting uuid, of_operator uuid, link bytea, lifetime interval, mail uuid, in_language text, subject text, plain text, html text
) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare
    address text;
begin
    perform kontor.acts_as_admin(acting);
    select o.email into address from operators o where o.id = of_operator and o.deactivated_at is null and o.password_hash = '' for update;
    if not found then return false; end if;
    delete from operator_links where operator_id = of_operator;
    perform kontor.post_mail(mail, 'operator', address, in_language, subject, plain, html, lifetime);
    insert into operator_links values (link, of_operator, now() + lifetime);
    insert into operator_actions (id, operator_id, action, subject_id) values (gen_random_uuid(), acting, 'operator.link_sent', of_operator);
    return true;
end $$;

revoke all on function kontor.period_end, kontor.send_operator_link from public;
grant execute on function kontor.send_operator_link to kontor_operator;
