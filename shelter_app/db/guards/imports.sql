-- An import is taken back whole, within the day, once: then its rows may go, and only its.
-- said import_fixed: The content of an import cannot be changed afterwards. Undo the import instead.
-- said import_too_old: This import is older than a day. Correct its records one by one.
-- said import_built_upon: Records from this import have since been changed. Correct them one by one.
CREATE TRIGGER guard_import_insert BEFORE INSERT ON import_run WHEN NEW.withdrawn_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'import_fixed'); END;
CREATE TRIGGER guard_import_update BEFORE UPDATE ON import_run
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.sha256 <> OLD.sha256 OR NEW.profile <> OLD.profile
  OR NEW.counts <> OLD.counts OR NEW.created_at <> OLD.created_at OR NEW.created_by <> OLD.created_by
BEGIN SELECT RAISE(ABORT, 'import_fixed'); END;
CREATE TRIGGER guard_import_delete BEFORE DELETE ON import_run BEGIN SELECT RAISE(ABORT, 'has_history'); END;
-- Taken back is only what the trail tells of, not a day old by the trail's last entry, with no record changed since.
CREATE TRIGGER guard_import_withdrawn BEFORE UPDATE OF withdrawn_at ON import_run WHEN NEW.withdrawn_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'import_fixed')
  WHERE NOT EXISTS (SELECT 1 FROM audit_event WHERE object_id = OLD.id AND action = 'residents.import_register');
  SELECT RAISE(ABORT, 'import_too_old') FROM (SELECT at FROM audit_event ORDER BY seq DESC LIMIT 1)
  WHERE OLD.created_at < strftime('%Y-%m-%dT%H:%M:%SZ', at, '-1 day');
  SELECT RAISE(ABORT, 'import_built_upon') FROM import_source f WHERE f.run_id = OLD.id AND (
    EXISTS (SELECT 1 FROM stay r WHERE r.id = f.record_id AND r.version > 1)
    OR EXISTS (SELECT 1 FROM resident r WHERE r.id = f.record_id AND r.version > 1)
    OR EXISTS (SELECT 1 FROM session r WHERE r.id = f.record_id AND r.version > 1)
    OR EXISTS (SELECT 1 FROM service_delivery r WHERE r.id = f.record_id AND r.version > 1)
    OR EXISTS (SELECT 1 FROM goal r WHERE r.id = f.record_id AND r.version > 1)
    OR EXISTS (SELECT 1 FROM correction c WHERE c.record_id = f.record_id OR c.stay_id = f.record_id));
END;
-- A record is said to come from an import only when it came with it; nobody says it afterwards, or unsays it.
CREATE TRIGGER guard_import_source_insert BEFORE INSERT ON import_source
BEGIN
  SELECT RAISE(ABORT, 'import_fixed') FROM import_run i WHERE i.id = NEW.run_id AND i.withdrawn_at IS NOT NULL;
  SELECT RAISE(ABORT, 'import_fixed') FROM import_run i WHERE i.id = NEW.run_id
    AND NEW.record_type IN ('stay', 'resident', 'shelter')
    AND NOT EXISTS (SELECT 1 FROM stay r WHERE NEW.record_type = 'stay'
      AND r.id = NEW.record_id AND r.created_at = i.created_at AND r.created_by = i.created_by)
    AND NOT EXISTS (SELECT 1 FROM resident r WHERE NEW.record_type = 'resident'
      AND r.id = NEW.record_id AND r.created_at = i.created_at AND r.created_by = i.created_by)
    AND NOT EXISTS (SELECT 1 FROM shelter r WHERE NEW.record_type = 'shelter'
      AND r.id = NEW.record_id AND r.created_at = i.created_at AND r.created_by = i.created_by);
END;
CREATE TRIGGER guard_import_source_update BEFORE UPDATE ON import_source BEGIN SELECT RAISE(ABORT, 'import_fixed'); END;
CREATE TRIGGER guard_import_source_delete BEFORE DELETE ON import_source
WHEN (SELECT withdrawn_at FROM import_run WHERE id = OLD.run_id) IS NULL
BEGIN SELECT RAISE(ABORT, 'has_history'); END;
CREATE TRIGGER guard_import_change_insert BEFORE INSERT ON import_change
WHEN (SELECT withdrawn_at FROM import_run WHERE id = NEW.run_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'import_fixed'); END;
CREATE TRIGGER guard_import_change_update BEFORE UPDATE ON import_change BEGIN SELECT RAISE(ABORT, 'import_fixed'); END;
CREATE TRIGGER guard_import_change_delete BEFORE DELETE ON import_change
WHEN (SELECT withdrawn_at FROM import_run WHERE id = OLD.run_id) IS NULL
BEGIN SELECT RAISE(ABORT, 'has_history'); END;
