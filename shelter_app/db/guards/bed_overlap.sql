-- Nobody sleeps in two beds, and no bed holds two people, for even a second, in the past, now or in the future.
-- said bed_taken (bed, room): This bed is occupied during that period. Choose another bed or other dates.
-- said two_beds (at, since, from_at, admitted_at, from_on, day, planned_at): This person already has a bed during that period. Use a move instead.
CREATE TRIGGER guard_bed_taken_insert BEFORE INSERT ON bed_period
WHEN EXISTS (
  SELECT 1 FROM bed_period p WHERE p.bed_id = NEW.bed_id AND p.id <> NEW.id
    AND (NEW.to_at IS NULL OR p.from_at < NEW.to_at) AND (p.to_at IS NULL OR NEW.from_at < p.to_at))
BEGIN SELECT RAISE(ABORT, 'bed_taken'); END;

CREATE TRIGGER guard_bed_taken_update BEFORE UPDATE OF bed_id, stay_id, from_at, to_at ON bed_period
WHEN EXISTS (
  SELECT 1 FROM bed_period p WHERE p.bed_id = NEW.bed_id AND p.id <> NEW.id
    AND (NEW.to_at IS NULL OR p.from_at < NEW.to_at) AND (p.to_at IS NULL OR NEW.from_at < p.to_at))
BEGIN SELECT RAISE(ABORT, 'bed_taken'); END;

CREATE TRIGGER guard_two_beds_insert BEFORE INSERT ON bed_period
WHEN EXISTS (
  SELECT 1 FROM stay mine JOIN stay s ON s.resident_id = mine.resident_id JOIN bed_period p ON p.stay_id = s.id
  WHERE mine.id = NEW.stay_id AND p.id <> NEW.id
    AND (NEW.to_at IS NULL OR p.from_at < NEW.to_at) AND (p.to_at IS NULL OR NEW.from_at < p.to_at))
BEGIN SELECT RAISE(ABORT, 'two_beds'); END;

CREATE TRIGGER guard_two_beds_update BEFORE UPDATE OF bed_id, stay_id, from_at, to_at ON bed_period
WHEN EXISTS (
  SELECT 1 FROM stay mine JOIN stay s ON s.resident_id = mine.resident_id JOIN bed_period p ON p.stay_id = s.id
  WHERE mine.id = NEW.stay_id AND p.id <> NEW.id
    AND (NEW.to_at IS NULL OR p.from_at < NEW.to_at) AND (p.to_at IS NULL OR NEW.from_at < p.to_at))
BEGIN SELECT RAISE(ABORT, 'two_beds'); END;
