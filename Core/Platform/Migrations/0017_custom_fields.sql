-- The fields that a business added to its records, by their table: {"customers": [{"name": "x_vat", …}]}. They lie
-- beside the business, because every page needs them, and finds them where it learns who is asking.
alter table businesses add column custom_fields jsonb not null default '{}' check (jsonb_typeof(custom_fields) = 'object');
grant update (custom_fields) on businesses to kontor_app;

drop function kontor.access(bytea);
-- Who a cookie stands for, in which business; no row for one that is unknown, expired or deactivated.
create function kontor.access(digest bytea)
returns table (
    user_id uuid, user_name text, email text, user_language text, expires_at timestamptz,
    member_id uuid, role text,
    business_id uuid, business_name text, suspended_reason text, suspended_at timestamptz, business_language text,
    currency text, time_zone text, hue integer, features_off text[], custom_fields jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select u.id, u.name, u.email, u.language, s.expires_at, m.id, m.role,
           b.id, b.name, b.suspended_reason, b.suspended_at, b.language, b.currency, b.time_zone, b.hue, b.features_off,
           b.custom_fields
      from sessions s
      join users u on u.id = s.user_id and u.deactivated_at is null
      join members m on m.user_id = u.id and m.business_id = s.business_id
      join businesses b on b.id = s.business_id
     where s.token_digest = digest and s.expires_at > now()
$$;
revoke all on function kontor.access from public;
grant execute on function kontor.access to kontor_app;
