-- A bed period lies inside its stay; a stay that ends takes its open bed period and absence with it.
-- said outside_stay (at, since, from_at, admitted_at, from_on, day, planned_at): This is outside the stay. Check the dates of the stay.
CREATE TRIGGER guard_bed_in_stay_insert BEFORE INSERT ON bed_period
WHEN EXISTS (
  SELECT 1 FROM stay s WHERE s.id = NEW.stay_id AND (NEW.from_at < s.admitted_at OR NEW.from_on < s.admitted_on
    OR (s.ended_at IS NOT NULL AND (NEW.to_at IS NULL OR NEW.to_at > s.ended_at OR NEW.to_on > s.ended_on))))
BEGIN SELECT RAISE(ABORT, 'outside_stay'); END;

CREATE TRIGGER guard_bed_in_stay_update BEFORE UPDATE OF stay_id, from_at, from_on, to_at, to_on ON bed_period
WHEN EXISTS (
  SELECT 1 FROM stay s WHERE s.id = NEW.stay_id AND (NEW.from_at < s.admitted_at OR NEW.from_on < s.admitted_on
    OR (s.ended_at IS NOT NULL AND (NEW.to_at IS NULL OR NEW.to_at > s.ended_at OR NEW.to_on > s.ended_on))))
BEGIN SELECT RAISE(ABORT, 'outside_stay'); END;

CREATE TRIGGER guard_absence_in_stay_insert BEFORE INSERT ON absence
WHEN EXISTS (
  SELECT 1 FROM stay s WHERE s.id = NEW.stay_id AND (NEW.from_at < s.admitted_at
    OR (s.ended_at IS NOT NULL AND (NEW.to_at IS NULL OR NEW.to_at > s.ended_at))))
BEGIN SELECT RAISE(ABORT, 'outside_stay'); END;

CREATE TRIGGER guard_absence_in_stay_update BEFORE UPDATE OF stay_id, from_at, to_at ON absence
WHEN EXISTS (
  SELECT 1 FROM stay s WHERE s.id = NEW.stay_id AND (NEW.from_at < s.admitted_at
    OR (s.ended_at IS NOT NULL AND (NEW.to_at IS NULL OR NEW.to_at > s.ended_at))))
BEGIN SELECT RAISE(ABORT, 'outside_stay'); END;

CREATE TRIGGER guard_stay_ends AFTER UPDATE OF ended_at, ended_on ON stay WHEN NEW.ended_at IS NOT NULL
BEGIN
  DELETE FROM bed_period WHERE stay_id = NEW.id AND to_at IS NULL AND from_at >= NEW.ended_at;
  UPDATE bed_period SET to_at = NEW.ended_at, to_on = NEW.ended_on WHERE stay_id = NEW.id AND to_at IS NULL;
  UPDATE absence SET to_at = NEW.ended_at, to_on = NEW.ended_on
    WHERE stay_id = NEW.id AND to_at IS NULL AND from_at < NEW.ended_at;
  SELECT RAISE(ABORT, 'outside_stay') FROM bed_period p WHERE p.stay_id = NEW.id AND (p.to_at > NEW.ended_at OR p.to_on > NEW.ended_on);
  SELECT RAISE(ABORT, 'outside_stay') FROM absence a WHERE a.stay_id = NEW.id AND (a.to_at IS NULL OR a.to_at > NEW.ended_at);
END;

CREATE TRIGGER guard_stay_begins AFTER UPDATE OF admitted_at, admitted_on ON stay
BEGIN
  SELECT RAISE(ABORT, 'outside_stay') FROM bed_period p
  WHERE p.stay_id = NEW.id AND (p.from_at < NEW.admitted_at OR p.from_on < NEW.admitted_on);
  SELECT RAISE(ABORT, 'outside_stay') FROM absence a WHERE a.stay_id = NEW.id AND a.from_at < NEW.admitted_at;
END;
