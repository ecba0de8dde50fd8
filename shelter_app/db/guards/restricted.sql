-- A restricted person is known to the named accounts only: nobody else writes what is said of her, or lifts it.
-- said restricted: This case is not assigned to you. Ask a director.
-- said restriction_fixed: An access restriction can only be ended; it cannot be moved to somebody else or resumed. Enter a new one.
CREATE TRIGGER guard_restriction_update BEFORE UPDATE ON restriction
WHEN OLD.ended_at IS NOT NULL OR NEW.resident_id IS NOT OLD.resident_id OR NEW.created_by IS NOT OLD.created_by
BEGIN SELECT RAISE(ABORT, 'restriction_fixed'); END;
CREATE TRIGGER guard_restriction_delete BEFORE DELETE ON restriction BEGIN SELECT RAISE(ABORT, 'has_history'); END;
-- Where none of the named can sign in nobody is kept out here: the program then shows the person to directors.
CREATE TRIGGER guard_restricted_resident_update BEFORE UPDATE ON resident
WHEN EXISTS (SELECT 1 FROM restriction r WHERE r.resident_id = OLD.id AND r.ended_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM restriction_name n WHERE n.restriction_id = r.id AND n.account_id = NEW.updated_by)
  AND EXISTS (SELECT 1 FROM restriction_name n JOIN account a ON a.id = n.account_id WHERE n.restriction_id = r.id
    AND a.suspended_at IS NULL AND (a.active_to IS NULL OR a.active_to > substr(NEW.updated_at, 1, 10))))
BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER guard_restricted_end BEFORE UPDATE ON restriction
WHEN EXISTS (SELECT 1 FROM restriction r WHERE r.resident_id = OLD.resident_id AND r.ended_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM restriction_name n WHERE n.restriction_id = r.id AND n.account_id = NEW.updated_by)
  AND EXISTS (SELECT 1 FROM restriction_name n JOIN account a ON a.id = n.account_id WHERE n.restriction_id = r.id
    AND a.suspended_at IS NULL AND (a.active_to IS NULL OR a.active_to > substr(NEW.updated_at, 1, 10))))
BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER guard_restricted_resident_identity_insert BEFORE INSERT ON resident_identity
WHEN EXISTS (SELECT 1 FROM restriction r WHERE r.resident_id = NEW.resident_id AND r.ended_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM restriction_name n WHERE n.restriction_id = r.id AND n.account_id = NEW.created_by)
  AND EXISTS (SELECT 1 FROM restriction_name n JOIN account a ON a.id = n.account_id WHERE n.restriction_id = r.id
    AND a.suspended_at IS NULL AND (a.active_to IS NULL OR a.active_to > substr(NEW.created_at, 1, 10))))
BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER guard_restricted_resident_identity_update BEFORE UPDATE ON resident_identity
WHEN EXISTS (SELECT 1 FROM restriction r WHERE r.resident_id = OLD.resident_id AND r.ended_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM restriction_name n WHERE n.restriction_id = r.id AND n.account_id = NEW.updated_by)
  AND EXISTS (SELECT 1 FROM restriction_name n JOIN account a ON a.id = n.account_id WHERE n.restriction_id = r.id
    AND a.suspended_at IS NULL AND (a.active_to IS NULL OR a.active_to > substr(NEW.updated_at, 1, 10))))
BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER guard_restricted_resident_alert_insert BEFORE INSERT ON resident_alert
WHEN EXISTS (SELECT 1 FROM restriction r WHERE r.resident_id = NEW.resident_id AND r.ended_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM restriction_name n WHERE n.restriction_id = r.id AND n.account_id = NEW.created_by)
  AND EXISTS (SELECT 1 FROM restriction_name n JOIN account a ON a.id = n.account_id WHERE n.restriction_id = r.id
    AND a.suspended_at IS NULL AND (a.active_to IS NULL OR a.active_to > substr(NEW.created_at, 1, 10))))
BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER guard_restricted_resident_alert_update BEFORE UPDATE ON resident_alert
WHEN EXISTS (SELECT 1 FROM restriction r WHERE r.resident_id = OLD.resident_id AND r.ended_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM restriction_name n WHERE n.restriction_id = r.id AND n.account_id = NEW.updated_by)
  AND EXISTS (SELECT 1 FROM restriction_name n JOIN account a ON a.id = n.account_id WHERE n.restriction_id = r.id
    AND a.suspended_at IS NULL AND (a.active_to IS NULL OR a.active_to > substr(NEW.updated_at, 1, 10))))
BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER guard_restricted_milestone_insert BEFORE INSERT ON milestone
WHEN EXISTS (SELECT 1 FROM restriction r WHERE r.resident_id = NEW.resident_id AND r.ended_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM restriction_name n WHERE n.restriction_id = r.id AND n.account_id = NEW.created_by)
  AND EXISTS (SELECT 1 FROM restriction_name n JOIN account a ON a.id = n.account_id WHERE n.restriction_id = r.id
    AND a.suspended_at IS NULL AND (a.active_to IS NULL OR a.active_to > substr(NEW.created_at, 1, 10))))
BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER guard_restricted_milestone_update BEFORE UPDATE ON milestone
WHEN EXISTS (SELECT 1 FROM restriction r WHERE r.resident_id = OLD.resident_id AND r.ended_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM restriction_name n WHERE n.restriction_id = r.id AND n.account_id = NEW.updated_by)
  AND EXISTS (SELECT 1 FROM restriction_name n JOIN account a ON a.id = n.account_id WHERE n.restriction_id = r.id
    AND a.suspended_at IS NULL AND (a.active_to IS NULL OR a.active_to > substr(NEW.updated_at, 1, 10))))
BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER guard_restricted_handover_insert BEFORE INSERT ON handover
WHEN EXISTS (SELECT 1 FROM restriction r WHERE r.resident_id = NEW.resident_id AND r.ended_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM restriction_name n WHERE n.restriction_id = r.id AND n.account_id = NEW.created_by)
  AND EXISTS (SELECT 1 FROM restriction_name n JOIN account a ON a.id = n.account_id WHERE n.restriction_id = r.id
    AND a.suspended_at IS NULL AND (a.active_to IS NULL OR a.active_to > substr(NEW.created_at, 1, 10))))
BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER guard_restricted_handover_update BEFORE UPDATE ON handover
WHEN EXISTS (SELECT 1 FROM restriction r WHERE r.resident_id = OLD.resident_id AND r.ended_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM restriction_name n WHERE n.restriction_id = r.id AND n.account_id = NEW.updated_by)
  AND EXISTS (SELECT 1 FROM restriction_name n JOIN account a ON a.id = n.account_id WHERE n.restriction_id = r.id
    AND a.suspended_at IS NULL AND (a.active_to IS NULL OR a.active_to > substr(NEW.updated_at, 1, 10))))
BEGIN SELECT RAISE(ABORT, 'restricted'); END;
