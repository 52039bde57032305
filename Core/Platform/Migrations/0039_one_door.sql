-- A role is given through one door: the one that holds the seats while it looks, takes back what was invited to above the new role, and
-- writes it into the history, by the names the business has for its roles.

drop function kontor.assign_role(uuid, text, uuid);

-- Another role for somebody else: never above one's own, never the owner's. What somebody invited to above their new role is off.
create or replace function kontor.change_role(of_member uuid, by_member uuid, new_role text, new_role_id uuid) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    here   uuid := current_setting('kontor.business_id')::uuid;
    target members;
    actor  members;
begin
    -- First, as whoever joins holds their invitation before they take a seat.
    perform from invitations where business_id = here and invited_by = of_member and accepted_at is null and revoked_at is null order by id for update;
    perform kontor.hold_seats(array[of_member, by_member]);
    select * into target from members where business_id = here and id = of_member and left_at is null;
    select * into actor from members where business_id = here and id = by_member and left_at is null;
    if target.id is null or actor.id is null then return 'gone'; end if;
    if target.id = actor.id then return 'self'; end if;
    if new_role = 'owner' or target.role = 'owner' then return 'owner'; end if;
    if greatest(kontor.rank(target.role), kontor.rank(new_role)) > kontor.rank(actor.role) then return 'rank'; end if;
    if target.role = new_role and target.role_id is not distinct from new_role_id then return 'same'; end if;
    -- Held until the transaction ends, so that it is neither deleted nor moved to another rung meanwhile.
    perform from roles where business_id = here and id = new_role_id and rung = new_role for share;
    if new_role_id is not null and not found then return 'role'; end if;
    update members set role = new_role, role_id = new_role_id where business_id = here and id = target.id;
    update invitations set revoked_at = now()
     where business_id = here and invited_by = target.id and accepted_at is null and revoked_at is null and kontor.rank(role) > kontor.rank(new_role);
    perform kontor.note_people(here, 'role_changed', target.id, actor.id, jsonb_build_object('role', jsonb_build_array(
        coalesce((select name from roles where business_id = here and id = target.role_id), target.role),
        coalesce((select name from roles where business_id = here and id = new_role_id), new_role))));
    return 'done';
end $$;
