ALTER TABLE "releases" ADD COLUMN "corrects" uuid;--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_correction" CHECK ("releases"."corrects" is null or "releases"."mail" = 'send');
--> statement-breakpoint
alter table releases add constraint releases_corrects_launches_id_fk foreign key (corrects) references launches (id);
