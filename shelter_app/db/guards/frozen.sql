-- What was signed, chained or sent never changes and never goes.
-- said note_signed: A signed note cannot be changed. Write an addendum instead.
-- said note_not_signed: Sign the note before you add to it.
-- said audit_fixed: The audit trail cannot be changed.
-- said report_sent: A report that was sent cannot be changed. Make a new one; it shows the difference.
-- said disclosure_fixed: The record of data sent outside cannot be changed.
CREATE TRIGGER guard_signed_note_update BEFORE UPDATE ON session_note WHEN OLD.signed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'note_signed'); END;
CREATE TRIGGER guard_signed_note_delete BEFORE DELETE ON session_note WHEN OLD.signed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'note_signed'); END;
CREATE TRIGGER guard_addendum_insert BEFORE INSERT ON note_addendum
WHEN (SELECT signed_at FROM session_note WHERE id = NEW.note_id) IS NULL
BEGIN SELECT RAISE(ABORT, 'note_not_signed'); END;
CREATE TRIGGER guard_addendum_update BEFORE UPDATE ON note_addendum BEGIN SELECT RAISE(ABORT, 'note_signed'); END;
CREATE TRIGGER guard_addendum_delete BEFORE DELETE ON note_addendum BEGIN SELECT RAISE(ABORT, 'note_signed'); END;
CREATE TRIGGER guard_audit_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_fixed'); END;
CREATE TRIGGER guard_audit_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_fixed'); END;
CREATE TRIGGER guard_audit_insert BEFORE INSERT ON audit_event
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_event)
BEGIN SELECT RAISE(ABORT, 'audit_fixed'); END;
CREATE TRIGGER guard_head_update BEFORE UPDATE ON signed_head BEGIN SELECT RAISE(ABORT, 'audit_fixed'); END;
CREATE TRIGGER guard_head_delete BEFORE DELETE ON signed_head BEGIN SELECT RAISE(ABORT, 'audit_fixed'); END;
CREATE TRIGGER guard_sent_report_update BEFORE UPDATE ON report_run WHEN OLD.state = 'SENT'
BEGIN SELECT RAISE(ABORT, 'report_sent'); END;
CREATE TRIGGER guard_sent_report_delete BEFORE DELETE ON report_run WHEN OLD.state = 'SENT'
BEGIN SELECT RAISE(ABORT, 'report_sent'); END;
CREATE TRIGGER guard_disclosure_update BEFORE UPDATE ON disclosure BEGIN SELECT RAISE(ABORT, 'disclosure_fixed'); END;
CREATE TRIGGER guard_disclosure_delete BEFORE DELETE ON disclosure BEGIN SELECT RAISE(ABORT, 'disclosure_fixed'); END;
