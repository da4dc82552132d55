insert into site_state (singleton, revision) values (true, 1);
--> statement-breakpoint
alter table site_state add constraint site_state_one_row check (singleton);
--> statement-breakpoint
alter table editions add constraint editions_launch_id_launches_id_fk foreign key (launch_id) references launches (id);
--> statement-breakpoint
insert into flag_connections (id, kind, name) values ('builtin', 'builtin', 'Built-in flags');
--> statement-breakpoint
create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only: % on % is refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end
$$;
--> statement-breakpoint
create trigger audit_records_append_only before update or delete or truncate on audit_records for each statement execute function refuse_rewriting();
--> statement-breakpoint
create trigger audit_seals_append_only before update or delete or truncate on audit_seals for each statement execute function refuse_rewriting();
--> statement-breakpoint
create schema site;
--> statement-breakpoint
create view site.current_revision with (security_barrier) as
  select revision from site_state;
--> statement-breakpoint
-- A withdrawn edition stays readable for five seconds: an answer made as of the revision before the recall may still be under way.
create view site.editions with (security_barrier) as
  select documents.public_id, documents.kind, editions.locale, editions.title, editions.slug, editions.body, editions.tags, editions.hash,
         editions.published_at, editions.updated_at, editions.live_from, editions.live_until
  from editions join documents on documents.id = editions.document_id
  where editions.live_from is not null
    and (editions.withdrawn_at is null or editions.withdrawn_at > clock_timestamp() - interval '5 seconds');
--> statement-breakpoint
create view site.flag_states with (security_barrier) as
  select flags.key, flags.environment, states.enabled, states.rollout, states.targeting, states.live_from, states.live_until
  from built_in_flag_states states join flags on flags.id = states.flag_id
  where states.withdrawn_at is null or states.withdrawn_at > clock_timestamp() - interval '5 seconds';
