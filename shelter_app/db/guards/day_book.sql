-- A roll call is of people who were in the house on that day; a correction and a look at a room are never unsaid.
-- said correction_fixed: A correction cannot be changed. Enter another one.
-- said handover_fixed: A handover entry cannot be changed. Withdraw it and write another one.
CREATE TRIGGER guard_presence_in_stay_insert BEFORE INSERT ON presence
WHEN EXISTS (SELECT 1 FROM stay s WHERE s.id = NEW.stay_id
  AND (NEW.day < s.admitted_on OR (s.ended_on IS NOT NULL AND NEW.day > s.ended_on)))
BEGIN SELECT RAISE(ABORT, 'outside_stay'); END;
CREATE TRIGGER guard_presence_in_stay_update BEFORE UPDATE OF stay_id, day ON presence
WHEN EXISTS (SELECT 1 FROM stay s WHERE s.id = NEW.stay_id
  AND (NEW.day < s.admitted_on OR (s.ended_on IS NOT NULL AND NEW.day > s.ended_on)))
BEGIN SELECT RAISE(ABORT, 'outside_stay'); END;
CREATE TRIGGER guard_correction_update BEFORE UPDATE ON correction BEGIN SELECT RAISE(ABORT, 'correction_fixed'); END;
CREATE TRIGGER guard_correction_delete BEFORE DELETE ON correction BEGIN SELECT RAISE(ABORT, 'correction_fixed'); END;
CREATE TRIGGER guard_inspection_delete BEFORE DELETE ON room_inspection BEGIN SELECT RAISE(ABORT, 'has_history'); END;
CREATE TRIGGER guard_defect_delete BEFORE DELETE ON room_defect BEGIN SELECT RAISE(ABORT, 'has_history'); END;
CREATE TRIGGER guard_bed_decision_delete BEFORE DELETE ON bed_decision BEGIN SELECT RAISE(ABORT, 'has_history'); END;
-- A mattress over the capacity takes nobody in after its last day; who lies on it then stays until she is moved.
CREATE TRIGGER guard_extra_bed_insert BEFORE INSERT ON bed_period
WHEN EXISTS (SELECT 1 FROM extra_bed e WHERE e.bed_id = NEW.bed_id AND NEW.from_on >= e.until_on)
BEGIN SELECT RAISE(ABORT, 'bed_not_in_use'); END;
CREATE TRIGGER guard_extra_bed_update BEFORE UPDATE OF bed_id, from_on ON bed_period
WHEN EXISTS (SELECT 1 FROM extra_bed e WHERE e.bed_id = NEW.bed_id AND NEW.from_on >= e.until_on)
BEGIN SELECT RAISE(ABORT, 'bed_not_in_use'); END;
CREATE TRIGGER guard_extra_bed_delete BEFORE DELETE ON extra_bed BEGIN SELECT RAISE(ABORT, 'has_history'); END;
-- A line of the handover is read as it was written: it is withdrawn, never reworded; who read it stays.
CREATE TRIGGER guard_handover_update BEFORE UPDATE ON handover
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR NEW.text IS NOT OLD.text
  OR NEW.shelter_id IS NOT OLD.shelter_id OR NEW.resident_id IS NOT OLD.resident_id
  OR NEW.shift IS NOT OLD.shift OR NEW.written_at IS NOT OLD.written_at OR NEW.created_by IS NOT OLD.created_by
BEGIN SELECT RAISE(ABORT, 'handover_fixed'); END;
CREATE TRIGGER guard_handover_delete BEFORE DELETE ON handover BEGIN SELECT RAISE(ABORT, 'handover_fixed'); END;
CREATE TRIGGER guard_handover_read_update BEFORE UPDATE ON handover_read
BEGIN SELECT RAISE(ABORT, 'handover_fixed'); END;
CREATE TRIGGER guard_handover_read_delete BEFORE DELETE ON handover_read
BEGIN SELECT RAISE(ABORT, 'handover_fixed'); END;
