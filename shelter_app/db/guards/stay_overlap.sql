-- One person has one stay at a time; a stay that touches another, or has no length, is no overlap.
-- said stay_overlap (at, since, from_at, admitted_at, from_on, day, planned_at): This person already has a stay during that period. Check the dates.
CREATE TRIGGER guard_stay_overlap_insert BEFORE INSERT ON stay
WHEN EXISTS (
  SELECT 1 FROM stay s WHERE s.resident_id = NEW.resident_id AND s.id <> NEW.id
    AND (NEW.ended_at IS NULL OR s.admitted_at < NEW.ended_at) AND (s.ended_at IS NULL OR NEW.admitted_at < s.ended_at)
    AND (s.ended_at IS NULL OR s.ended_at > s.admitted_at) AND (NEW.ended_at IS NULL OR NEW.ended_at > NEW.admitted_at))
BEGIN SELECT RAISE(ABORT, 'stay_overlap'); END;

CREATE TRIGGER guard_stay_overlap_update BEFORE UPDATE OF resident_id, admitted_at, ended_at ON stay
WHEN EXISTS (
  SELECT 1 FROM stay s WHERE s.resident_id = NEW.resident_id AND s.id <> NEW.id
    AND (NEW.ended_at IS NULL OR s.admitted_at < NEW.ended_at) AND (s.ended_at IS NULL OR NEW.admitted_at < s.ended_at)
    AND (s.ended_at IS NULL OR s.ended_at > s.admitted_at) AND (NEW.ended_at IS NULL OR NEW.ended_at > NEW.admitted_at))
BEGIN SELECT RAISE(ABORT, 'stay_overlap'); END;
