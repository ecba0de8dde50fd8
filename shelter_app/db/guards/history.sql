-- What has history is ended, retired or withdrawn, never deleted.
-- said has_history: An item with a history cannot be deleted. End or retire it instead.
-- said code_fixed: A code cannot be deleted or renamed. Retire it instead.
CREATE TRIGGER guard_bed_delete BEFORE DELETE ON bed
WHEN EXISTS (SELECT 1 FROM bed_period WHERE bed_id = OLD.id) OR EXISTS (SELECT 1 FROM reservation WHERE bed_id = OLD.id)
  OR EXISTS (SELECT 1 FROM bed_outage WHERE bed_id = OLD.id) OR EXISTS (SELECT 1 FROM audit_event WHERE object_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'has_history'); END;
CREATE TRIGGER guard_room_delete BEFORE DELETE ON room 
WHEN EXISTS (SELECT 1 FROM bed WHERE room_id = OLD.id) OR EXISTS (SELECT 1 FROM audit_event WHERE object_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'has_history'); END;
-- Who came with an import that is taken back goes with it, even when somebody has looked at her since.
CREATE TRIGGER guard_resident_delete BEFORE DELETE ON resident
WHEN EXISTS (SELECT 1 FROM stay WHERE resident_id = OLD.id) OR EXISTS (SELECT 1 FROM resident_identity WHERE resident_id = OLD.id)
  OR EXISTS (SELECT 1 FROM session_attendance WHERE resident_id = OLD.id)
  OR EXISTS (SELECT 1 FROM service_delivery WHERE resident_id = OLD.id)
  OR (EXISTS (SELECT 1 FROM audit_event WHERE object_id = OLD.id) AND (OLD.version > 1 OR NOT EXISTS (
    SELECT 1 FROM import_source f JOIN import_run i ON i.id = f.run_id
    WHERE f.record_id = OLD.id AND f.record_type = 'resident' AND i.withdrawn_at IS NOT NULL)))
BEGIN SELECT RAISE(ABORT, 'has_history'); END;
-- Only a stay entered by mistake within the day goes: open, never changed, nothing of another table on it (foreign keys).
-- The day is told by the last entry of the trail, which every sign-in adds to: the store has one clock.
-- A stay that came with an import that is taken back goes with it, ended or not.
CREATE TRIGGER guard_stay_delete BEFORE DELETE ON stay
WHEN OLD.version > 1 OR EXISTS (SELECT 1 FROM correction WHERE record_id = OLD.id)
  OR ((OLD.ended_at IS NOT NULL
    OR OLD.created_at < (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', at, '-1 day') FROM audit_event ORDER BY seq DESC LIMIT 1))
    AND NOT EXISTS (SELECT 1 FROM import_source f JOIN import_run i ON i.id = f.run_id
    WHERE f.record_id = OLD.id AND f.record_type = 'stay' AND i.withdrawn_at IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'has_history'); END;
CREATE TRIGGER guard_account_delete BEFORE DELETE ON account
WHEN EXISTS (SELECT 1 FROM audit_event WHERE actor = OLD.id) OR EXISTS (SELECT 1 FROM audit_event WHERE object_id = OLD.id)
  OR EXISTS (SELECT 1 FROM case_assignment WHERE account_id = OLD.id)
  OR EXISTS (SELECT 1 FROM session_note WHERE author_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'has_history'); END;
CREATE TRIGGER guard_shelter_delete BEFORE DELETE ON shelter
WHEN OLD.version > 1 OR NOT EXISTS (SELECT 1 FROM import_source f JOIN import_run i ON i.id = f.run_id
  WHERE f.record_id = OLD.id AND f.record_type = 'shelter' AND i.withdrawn_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'has_history'); END;
-- A code may be retired, never taken from under the records that hold it.
CREATE TRIGGER guard_code_delete BEFORE DELETE ON code BEGIN SELECT RAISE(ABORT, 'code_fixed'); END;
CREATE TRIGGER guard_code_update BEFORE UPDATE OF list, code ON code
WHEN NEW.list <> OLD.list OR NEW.code <> OLD.code
BEGIN SELECT RAISE(ABORT, 'code_fixed'); END;
