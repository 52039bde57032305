-- Where a business stands with its plan, and a member with their role: what every request asks first.

-- Roles that a business made for itself. Each stands on a rung of the ladder of roles and decides some permissions otherwise;
-- what it does not decide is as on its rung, also what a module brings later.
create table roles (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null, -- UUIDv7, made by the application
    name        text not null check (length(name) between 1 and 60),
    description text not null default '' check (length(description) <= 500),
    rung        text not null check (rung in ('viewer', 'staff', 'manager', 'admin')),
    decisions   jsonb not null default '{}' check (jsonb_typeof(decisions) = 'object'), -- {"crm.customers.export": false}
    version     integer not null default 1,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    primary key (business_id, id),
    unique (business_id, id, rung)
);
create unique index roles_name_key on roles (business_id, lower(name));
call kontor.wall('roles');
create policy operator_reads on roles for select to kontor_operator using (true);
grant select on roles to kontor_operator;

-- A member of such a role stands on its rung.
alter table members add column role_id uuid;
alter table members add constraint members_role_fkey
    foreign key (business_id, role_id, role) references roles (business_id, id, rung) on update cascade;
create index on members (business_id, role_id) where role_id is not null;

-- What is sold. Everybody may read what is on offer.
create table plans (
    id             uuid primary key,
    code           text not null unique check (code ~ '^[a-z][a-z0-9_]{0,39}$'),
    plan_name      text not null check (length(plan_name) between 1 and 60),
    summary        text not null default '' check (length(summary) <= 300),
    currency       text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
    price_month    bigint check (price_month >= 0), -- minor units; null: not sold by the month
    price_year     bigint check (price_year >= 0),
    features       jsonb not null default '{"*": true}' check (jsonb_typeof(features) = 'object'), -- {"*": true, "ai.prediction": false}
    limits         jsonb not null default '{}' check (jsonb_typeof(limits) = 'object'), -- {"ai.predictions": {"most": 100, "per": "day", "grace": 10}}
    trial_days     integer not null default 0 check (trial_days between 0 and 365),
    support        text not null default 'email' check (support in ('email', 'priority', 'phone', 'dedicated')),
    flags          text[] not null default '{}', -- what else it comes with, such as on_premise
    retention_days integer check (retention_days > 0), -- null: for ever
    position       integer not null default 0,
    is_default     boolean not null default false, -- what a new business has, and what follows a trial
    is_popular     boolean not null default false,
    retired_at     timestamptz, -- not sold any more; who has it keeps it
    version        integer not null default 1,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    check (not is_default or retired_at is null)
);
create unique index plans_default_key on plans (is_default) where is_default;
create unique index plans_popular_key on plans (is_popular) where is_popular;
alter table plans enable row level security, force row level security;
create policy migrations on plans to current_user using (true) with check (true);
create policy offers on plans for select to kontor_app using (true);
create policy operator_all on plans to kontor_operator using (true) with check (true);
grant select on plans to kontor_app;
grant select, insert, update, delete on plans to kontor_operator;

-- Which plan a business has. Suspended is what the business itself is.
create table subscriptions (
    business_id  uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id           uuid not null,
    plan_id      uuid not null references plans,
    status       text not null check (status in ('trialing', 'active', 'past_due', 'cancelled')),
    period       text not null default 'month' check (period in ('month', 'year')),
    started_at   timestamptz not null default now(),
    ends_at      timestamptz, -- of the trial or the period that is paid; null: it goes on
    next_plan_id uuid references plans, -- what it becomes then
    version      integer not null default 1,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    primary key (business_id, id),
    unique (business_id),
    check (status not in ('trialing', 'cancelled') or ends_at is not null)
);
create index on subscriptions (plan_id);
create index on subscriptions (ends_at) where ends_at is not null;
call kontor.wall('subscriptions');
revoke insert, update, delete on subscriptions from kontor_app;
create policy operator_all on subscriptions to kontor_operator using (true) with check (true);
grant select, update on subscriptions to kontor_operator;

-- What an operator gives or takes from one business, on top of its plan.
create table overrides (
    business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
    id          uuid not null,
    kind        text not null check (kind in ('feature', 'limit')),
    name        text not null check (length(name) between 1 and 100),
    value       jsonb not null, -- as in the plan; null: without a limit
    reason      text not null check (length(reason) between 1 and 500),
    until       timestamptz, -- null: for good
    operator_id uuid references operators,
    created_at  timestamptz not null default now(),
    primary key (business_id, id),
    unique (business_id, kind, name)
);
call kontor.wall('overrides');
revoke insert, update, delete on overrides from kontor_app;
create policy operator_all on overrides to kontor_operator using (true) with check (true);
grant select, insert, update, delete on overrides to kontor_operator;

-- What a business has now: its plan's features and limits under its overrides. A trial or a cancelled plan that is over has
-- become the next one, whether or not anybody has come by to write that down.
create function kontor.entitlement(of_business uuid) returns jsonb language sql stable as $$
    select jsonb_build_object(
               'plan', p.code, 'name', p.plan_name, 'support', p.support, 'flags', p.flags, 'retention_days', p.retention_days,
               'status', case when s.ends_at <= now() and s.status in ('trialing', 'cancelled') then 'active' else s.status end,
               'features', p.features || coalesce(o.features, '{}'), 'limits', p.limits || coalesce(o.limits, '{}'))
      from public.subscriptions s
      join public.plans p on p.id = case when s.ends_at > now() or s.ends_at is null then s.plan_id
                                         when s.status in ('trialing', 'cancelled') then coalesce(s.next_plan_id, (select d.id from public.plans d where d.is_default))
                                         else coalesce(s.next_plan_id, s.plan_id) end
     cross join lateral (
           select jsonb_object_agg(v.name, v.value) filter (where v.kind = 'feature') as features,
                  jsonb_object_agg(v.name, v.value) filter (where v.kind = 'limit') as limits
             from public.overrides v where v.business_id = s.business_id and (v.until is null or v.until > now())) as o
     where s.business_id = of_business
$$;

-- Everything one learns from a seat. Nobody is granted it: the doors below show one row each.
create view kontor.seats as
    select u.id as user_id, u.name as user_name, u.email, u.language as user_language,
           m.id as member_id, m.role, r.id as role_id, r.name as role_name, r.decisions,
           b.id as business_id, b.name as business_name, b.suspended_reason, b.suspended_at, b.language as business_language,
           b.currency, b.time_zone, b.hue, b.features_off, b.custom_fields, b.access_rules,
           kontor.entitlement(b.id) as entitlement, kontor.teammates(b.id, m.id) as teammates
      from public.members m
      join public.users u on u.id = m.user_id and u.deactivated_at is null
      join public.businesses b on b.id = m.business_id
      left join public.roles r on r.business_id = m.business_id and r.id = m.role_id;

drop function kontor.access(bytea);
-- Who a cookie stands for, in which business; no row for one that is unknown, expired or deactivated.
create function kontor.access(digest bytea)
returns table (
    expires_at timestamptz, user_id uuid, user_name text, email text, user_language text,
    member_id uuid, role text, role_id uuid, role_name text, decisions jsonb,
    business_id uuid, business_name text, suspended_reason text, suspended_at timestamptz, business_language text,
    currency text, time_zone text, hue integer, features_off text[], custom_fields jsonb, access_rules jsonb,
    entitlement jsonb, teammates uuid[])
language sql stable security definer set search_path = public, pg_temp as $$
    select s.expires_at, t.user_id, t.user_name, t.email, t.user_language, t.member_id, t.role, t.role_id, t.role_name, t.decisions,
           t.business_id, t.business_name, t.suspended_reason, t.suspended_at, t.business_language,
           t.currency, t.time_zone, t.hue, t.features_off, t.custom_fields, t.access_rules, t.entitlement, t.teammates
      from sessions s join kontor.seats t on t.user_id = s.user_id and t.business_id = s.business_id
     where s.token_digest = digest and s.expires_at > now()
$$;

drop function kontor.family_access(uuid);
-- Whom an access token of this family stands for; no row once it has ended.
create function kontor.family_access(of_family uuid)
returns table (
    expires_at timestamptz, user_id uuid, user_name text, email text, user_language text,
    member_id uuid, role text, role_id uuid, role_name text, decisions jsonb,
    business_id uuid, business_name text, suspended_reason text, suspended_at timestamptz, business_language text,
    currency text, time_zone text, hue integer, features_off text[], custom_fields jsonb, access_rules jsonb,
    entitlement jsonb, teammates uuid[])
language sql stable security definer set search_path = public, pg_temp as $$
    select f.expires_at, t.user_id, t.user_name, t.email, t.user_language, t.member_id, t.role, t.role_id, t.role_name, t.decisions,
           t.business_id, t.business_name, t.suspended_reason, t.suspended_at, t.business_language,
           t.currency, t.time_zone, t.hue, t.features_off, t.custom_fields, t.access_rules, t.entitlement, t.teammates
      from token_families f join kontor.seats t on t.business_id = f.business_id and t.member_id = f.member_id
     where f.id = of_family and f.ended_at is null and f.expires_at > now()
$$;

drop function kontor.key_access(bytea);
-- Whom a key stands for; no row for one that is unknown, expired, revoked or of a person who was deactivated.
create function kontor.key_access(of_digest bytea)
returns table (
    expires_at timestamptz, user_id uuid, user_name text, email text, user_language text,
    member_id uuid, role text, role_id uuid, role_name text, decisions jsonb,
    business_id uuid, business_name text, suspended_reason text, suspended_at timestamptz, business_language text,
    currency text, time_zone text, hue integer, features_off text[], custom_fields jsonb, access_rules jsonb,
    entitlement jsonb, teammates uuid[], key_id uuid, scopes text[])
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(k.expires_at, now() + interval '100 years'),
           t.user_id, t.user_name, t.email, t.user_language, t.member_id, t.role, t.role_id, t.role_name, t.decisions,
           t.business_id, t.business_name, t.suspended_reason, t.suspended_at, t.business_language,
           t.currency, t.time_zone, t.hue, t.features_off, t.custom_fields, t.access_rules, t.entitlement, t.teammates, k.id, k.scopes
      from api_keys k join kontor.seats t on t.business_id = k.business_id and t.member_id = k.member_id
     where k.digest = of_digest and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
$$;

revoke all on function kontor.access, kontor.family_access, kontor.key_access, kontor.entitlement from public;
grant execute on function kontor.access, kontor.family_access, kontor.key_access, kontor.entitlement to kontor_app;
grant execute on function kontor.entitlement to kontor_operator;

-- Nodes keep for a moment what these say. A plan may be anybody's.
create trigger access_changed after update or delete on roles for each row execute function kontor.access_changed('business_id');
create trigger access_changed after update or delete on subscriptions for each row execute function kontor.access_changed('business_id');
create trigger access_changed after update or delete on overrides for each row execute function kontor.access_changed('business_id');
create trigger access_changed after update on plans for each row execute function kontor.access_changed('nobody');
create function kontor.override_added() returns trigger language plpgsql as $$
begin
    perform pg_notify('kontor_access', new.business_id::text);
    return null;
end $$;
create trigger override_added after insert on overrides for each row execute function kontor.override_added();
revoke all on function kontor.override_added from public;

-- The ladder that is shipped; operators change it as they like.
insert into plans (id, code, plan_name, summary, price_month, price_year, features, limits, support, flags, retention_days, position, is_default, is_popular, trial_days) values
    ('0192f000-0000-7000-8000-000000000001', 'free', 'Free', 'For trying it out, and for the smallest businesses.', 0, 0,
     '{"*": true, "ai.prediction": false, "ai.anomaly.full": false, "ai.automation": false, "branding": false}',
     '{"members": {"most": 5}, "storage": {"most": 5368709120}, "ai.queries": {"most": 100, "per": "month"}, "ai.models": {"most": 2},
       "ai.predictions": {"most": 100, "per": "day"}, "workflows": {"most": 0}}',
     'email', '{}', 30, 1, true, false, 0),
    ('0192f000-0000-7000-8000-000000000002', 'basic', 'Basic', 'For a business that grows.', 2900, 29000,
     '{"*": true, "ai.prediction": false, "branding": false}',
     '{"members": {"most": 25}, "storage": {"most": 107374182400}, "ai.queries": {"most": 1000, "per": "month"}, "ai.models": {"most": 5},
       "ai.predictions": {"most": 500, "per": "day"}, "workflows": {"most": 3}}',
     'priority', '{}', 90, 2, false, false, 14),
    ('0192f000-0000-7000-8000-000000000003', 'pro', 'Pro', 'Everything, for as many people as you like.', 9900, 99000, '{"*": true}',
     '{"storage": {"most": 1099511627776}, "ai.queries": {"most": 10000, "per": "month"}, "ai.models": {"most": 15},
       "ai.predictions": {"most": 2000, "per": "day"}, "workflows": {"most": 10}}',
     'phone', '{custom_algorithms,batch_processing}', 365, 3, false, true, 14),
    ('0192f000-0000-7000-8000-000000000004', 'enterprise', 'Enterprise', 'With people of ours at your side.', 29900, 299000, '{"*": true}',
     '{"storage": {"most": 1099511627776}, "ai.queries": {"most": 10000, "per": "month"}, "ai.models": {"most": 50},
       "ai.predictions": {"most": 10000, "per": "day"}, "workflows": {"most": 25}}',
     'dedicated', '{custom_algorithms,batch_processing,real_time_analytics,custom_ai,custom_development,on_premise}', 1095, 4, false, false, 30);

-- Every business has a plan from its first moment. Those that are here already lose nothing.
insert into subscriptions (business_id, id, plan_id, status)
select id, id, '0192f000-0000-7000-8000-000000000004', 'active' from businesses;
create function kontor.subscribe() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into subscriptions (business_id, id, plan_id, status)
    select new.id, new.id, id, 'active' from plans where is_default; -- there is one of a business, so its own id will do
    return null;
end $$;
create trigger subscribe after insert on businesses for each row execute function kontor.subscribe();
revoke all on function kontor.subscribe from public;
