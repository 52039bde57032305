-- Who has which role is changed behind these doors only. What a permission is, the program knows, and it asks first whether
-- whoever gives a role has all that it brings; what can be told here is told here once more.

-- Gives a colleague another role; answers whether they had another before. Nobody gives themself one, and nobody gives or takes
-- an owner's.
create function kontor.assign_role(of_member uuid, new_role text, new_custom uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    business uuid := current_setting('kontor.business_id')::uuid;
    actor    uuid := nullif((kontor.actor())[1], '')::uuid;
begin
    if new_role = 'owner' or actor is null or actor = of_member
        or not exists (select from members where business_id = business and id = actor and left_at is null) then
        raise exception 'this role cannot be given' using errcode = 'insufficient_privilege';
    end if;
    if exists (select from members where business_id = business and id = of_member and role = 'owner') then
        raise exception 'an owner keeps their role' using errcode = 'insufficient_privilege';
    end if;
    update members set role = new_role, role_id = new_custom -- the foreign key sees to it that the role is this business's, and on that rung
     where business_id = business and id = of_member and left_at is null and role <> 'owner' and (role, role_id) is distinct from (new_role, new_custom);
    return found;
end $$;

-- Ends a role; those who have it are left on its rung. Answers how many they were.
create function kontor.remove_role(of_role uuid) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    business uuid := current_setting('kontor.business_id')::uuid;
    fallen   bigint;
begin
    update members set role_id = null where business_id = business and role_id = of_role;
    get diagnostics fallen = row_count;
    delete from roles where business_id = business and id = of_role;
    return fallen;
end $$;

revoke all on function kontor.assign_role, kontor.remove_role from public;
grant execute on function kontor.assign_role, kontor.remove_role to kontor_app;
