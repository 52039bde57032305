-- Mail on its way. It is written in the transaction that causes it, so it goes out exactly when that is kept. A link in it may
-- open an account: its words go when it has been sent, and no login reads them but through the functions that send them.
create table mails (
    id            uuid primary key,
    kind          text not null,       -- what causes it, such as 'reset'
    recipient     text not null check (length(recipient) between 3 and 254),
    language      text not null,
    subject       text not null check (length(subject) between 1 and 400),
    plain         text,                -- null once sent
    html          text,                -- null once sent
    attempts      integer not null default 0,
    next_at       timestamptz not null default now(), -- not tried before
    expires_at    timestamptz,         -- not tried later: what it speaks of is over by then
    runner        uuid,                -- who tries it now
    claimed_until timestamptz,
    sent_at       timestamptz,
    failed_at     timestamptz,         -- given up
    error         text,                -- of the last try
    created_at    timestamptz not null default now()
);
create index on mails (next_at) where sent_at is null and failed_at is null;
create index on mails (created_at desc, id desc);
alter table mails enable row level security, force row level security;
create policy migrations on mails to current_user using (true) with check (true);
create policy operator_all on mails to kontor_operator using (true) with check (true);
grant select (id, kind, recipient, language, subject, attempts, next_at, sent_at, failed_at, error, created_at),
      update (next_at, failed_at, attempts) on mails to kontor_operator;

create function kontor.post_mail(
    new_id uuid, new_kind text, new_recipient text, new_language text, new_subject text, new_plain text, new_html text,
    lifetime interval
) returns void language sql security definer set search_path = public, pg_temp as $$
    insert into mails (id, kind, recipient, language, subject, plain, html, expires_at)
    values (new_id, new_kind, new_recipient, new_language, new_subject, new_plain, new_html, now() + lifetime);
    select pg_notify('kontor_mail', '');
$$;

-- Takes the next mail to be sent, or one whose runner has not been heard of since; but none that ten runners died with.
create function kontor.claim_mail(new_runner uuid, patience interval)
returns table (mail_id uuid, mail_recipient text, mail_kind text, mail_language text, mail_subject text, mail_plain text, mail_html text, mail_attempts integer)
language sql security definer set search_path = public, pg_temp as $$
    update mails set runner = new_runner, claimed_until = now() + patience, attempts = attempts + 1
     where id = (select id from mails
                  where sent_at is null and failed_at is null and next_at <= now() and (claimed_until is null or claimed_until < now())
                    and (expires_at is null or expires_at > now()) and attempts < 10
                  order by next_at limit 1 for update skip locked)
    returning id, recipient, kind, language, subject, plain, html, attempts
$$;

create function kontor.mail_sent(of_id uuid, by_runner uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
    update mails set sent_at = now(), plain = null, html = null, runner = null, claimed_until = null, error = null
     where id = of_id and runner = by_runner
$$;

-- Says why it could not be sent, and when it is tried again: never, without `retry_after`.
create function kontor.mail_not_sent(of_id uuid, by_runner uuid, why text, retry_after interval) returns void
language sql security definer set search_path = public, pg_temp as $$
    update mails set error = left(why, 500), runner = null, claimed_until = null, next_at = now() + coalesce(retry_after, '0'),
           failed_at = case when retry_after is null then now() end
     where id = of_id and runner = by_runner
$$;

-- The newest ones with their words, for the outbox that stands in for a mail server while developing.
create function kontor.outbox()
returns table (mail_id uuid, mail_recipient text, mail_subject text, mail_plain text, mail_created timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select id, recipient, subject, plain, created_at from mails where plain is not null order by created_at desc, id desc limit 50
$$;

-- What was sent is forgotten after thirty days, and what was not, after ninety. What will not be tried any more is given up.
create function kontor.sweep_mails() returns bigint
language sql security definer set search_path = public, pg_temp as $$
    update mails set failed_at = now(), error = coalesce(error, case when attempts < 10 then 'not sent in time' else 'never finished' end)
     where sent_at is null and failed_at is null and (attempts >= 10 or expires_at < now()) and (claimed_until is null or claimed_until < now());
    with gone as (
        delete from mails where sent_at < now() - interval '30 days' or created_at < now() - interval '90 days' returning 1)
    select count(*) from gone
$$;

revoke all on function kontor.post_mail(uuid, text, text, text, text, text, text, interval), kontor.claim_mail(uuid, interval),
    kontor.mail_sent(uuid, uuid), kontor.mail_not_sent(uuid, uuid, text, interval), kontor.outbox(), kontor.sweep_mails() from public;
grant execute on function kontor.post_mail(uuid, text, text, text, text, text, text, interval), kontor.claim_mail(uuid, interval),
    kontor.mail_sent(uuid, uuid), kontor.mail_not_sent(uuid, uuid, text, interval), kontor.outbox(), kontor.sweep_mails() to kontor_app;
