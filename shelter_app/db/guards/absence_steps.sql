-- What was done about somebody who did not come back stays with the absence: the absence is ended, not unsaid.
-- said absence_has_steps: Steps have already been recorded for this absence. Record the person's return instead.
CREATE TRIGGER guard_absence_with_steps_delete BEFORE DELETE ON absence
WHEN EXISTS (SELECT 1 FROM absence_step s WHERE s.absence_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'absence_has_steps'); END;
