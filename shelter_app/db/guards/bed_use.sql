-- A bed is slept in or reserved only while it is in use, in service and not held for somebody else.
-- A reservation has no local days: the house's clock is two or three hours ahead of UTC.
-- said bed_not_in_use (bed, room): This bed is not in use during that period. Choose another bed.
-- said bed_out_of_service (bed, room): This bed is out of service during that period. Choose another bed.
-- said bed_reserved (bed, room): This bed is reserved during that period. Choose another bed or cancel the reservation.
-- said bed_occupied (bed, room): Somebody is sleeping in this bed during that period. Move the person first.
-- said outage_overlap (bed, room): This bed is already out of service during that period.
CREATE TRIGGER guard_bed_use_insert BEFORE INSERT ON bed_period
BEGIN
  SELECT RAISE(ABORT, 'bed_not_in_use') FROM bed b JOIN room r ON r.id = b.room_id
  WHERE b.id = NEW.bed_id AND (NEW.from_on < b.in_use_from
    OR (b.retired_on IS NOT NULL AND (NEW.to_on IS NULL OR NEW.to_on > b.retired_on))
    OR (r.retired_on IS NOT NULL AND (NEW.to_on IS NULL OR NEW.to_on > r.retired_on)));
  SELECT RAISE(ABORT, 'bed_out_of_service') FROM bed_outage o
  WHERE o.bed_id = NEW.bed_id AND (NEW.to_at IS NULL OR o.from_at < NEW.to_at) AND (o.to_at IS NULL OR NEW.from_at < o.to_at);
  SELECT RAISE(ABORT, 'bed_reserved') FROM reservation v
  WHERE v.bed_id = NEW.bed_id AND v.outcome IS NULL AND (NEW.to_at IS NULL OR v.from_at < NEW.to_at) AND NEW.from_at < v.to_at;
END;

CREATE TRIGGER guard_bed_use_update BEFORE UPDATE OF bed_id, from_at, from_on, to_at, to_on ON bed_period
BEGIN
  SELECT RAISE(ABORT, 'bed_not_in_use') FROM bed b JOIN room r ON r.id = b.room_id
  WHERE b.id = NEW.bed_id AND (NEW.from_on < b.in_use_from
    OR (b.retired_on IS NOT NULL AND (NEW.to_on IS NULL OR NEW.to_on > b.retired_on))
    OR (r.retired_on IS NOT NULL AND (NEW.to_on IS NULL OR NEW.to_on > r.retired_on)));
  SELECT RAISE(ABORT, 'bed_out_of_service') FROM bed_outage o
  WHERE o.bed_id = NEW.bed_id AND (NEW.to_at IS NULL OR o.from_at < NEW.to_at) AND (o.to_at IS NULL OR NEW.from_at < o.to_at);
  SELECT RAISE(ABORT, 'bed_reserved') FROM reservation v
  WHERE v.bed_id = NEW.bed_id AND v.outcome IS NULL AND (NEW.to_at IS NULL OR v.from_at < NEW.to_at) AND NEW.from_at < v.to_at;
END;

CREATE TRIGGER guard_outage_insert BEFORE INSERT ON bed_outage
BEGIN
  SELECT RAISE(ABORT, 'bed_occupied') FROM bed_period p
  WHERE p.bed_id = NEW.bed_id AND (NEW.to_at IS NULL OR p.from_at < NEW.to_at) AND (p.to_at IS NULL OR NEW.from_at < p.to_at);
  SELECT RAISE(ABORT, 'bed_reserved') FROM reservation v
  WHERE v.bed_id = NEW.bed_id AND v.outcome IS NULL AND (NEW.to_at IS NULL OR v.from_at < NEW.to_at) AND NEW.from_at < v.to_at;
  SELECT RAISE(ABORT, 'outage_overlap') FROM bed_outage o
  WHERE o.bed_id = NEW.bed_id AND o.id <> NEW.id AND (NEW.to_at IS NULL OR o.from_at < NEW.to_at) AND (o.to_at IS NULL OR NEW.from_at < o.to_at);
END;

CREATE TRIGGER guard_outage_update BEFORE UPDATE OF bed_id, from_at, to_at ON bed_outage
BEGIN
  SELECT RAISE(ABORT, 'bed_occupied') FROM bed_period p
  WHERE p.bed_id = NEW.bed_id AND (NEW.to_at IS NULL OR p.from_at < NEW.to_at) AND (p.to_at IS NULL OR NEW.from_at < p.to_at);
  SELECT RAISE(ABORT, 'bed_reserved') FROM reservation v
  WHERE v.bed_id = NEW.bed_id AND v.outcome IS NULL AND (NEW.to_at IS NULL OR v.from_at < NEW.to_at) AND NEW.from_at < v.to_at;
  SELECT RAISE(ABORT, 'outage_overlap') FROM bed_outage o
  WHERE o.bed_id = NEW.bed_id AND o.id <> NEW.id AND (NEW.to_at IS NULL OR o.from_at < NEW.to_at) AND (o.to_at IS NULL OR NEW.from_at < o.to_at);
END;

CREATE TRIGGER guard_reservation_insert BEFORE INSERT ON reservation WHEN NEW.outcome IS NULL
BEGIN
  SELECT RAISE(ABORT, 'bed_occupied') FROM bed_period p
  WHERE p.bed_id = NEW.bed_id AND p.from_at < NEW.to_at AND (p.to_at IS NULL OR NEW.from_at < p.to_at);
  SELECT RAISE(ABORT, 'bed_out_of_service') FROM bed_outage o
  WHERE o.bed_id = NEW.bed_id AND o.from_at < NEW.to_at AND (o.to_at IS NULL OR NEW.from_at < o.to_at);
  SELECT RAISE(ABORT, 'bed_reserved') FROM reservation v
  WHERE v.bed_id = NEW.bed_id AND v.id <> NEW.id AND v.outcome IS NULL AND v.from_at < NEW.to_at AND NEW.from_at < v.to_at;
  SELECT RAISE(ABORT, 'bed_not_in_use') FROM bed b JOIN room r ON r.id = b.room_id
  WHERE b.id = NEW.bed_id AND (date(NEW.from_at, '+3 hours') < b.in_use_from
    OR date(NEW.to_at, '+2 hours') > b.retired_on OR date(NEW.to_at, '+2 hours') > r.retired_on);
END;

CREATE TRIGGER guard_reservation_update BEFORE UPDATE OF bed_id, from_at, to_at, outcome ON reservation WHEN NEW.outcome IS NULL
BEGIN
  SELECT RAISE(ABORT, 'bed_occupied') FROM bed_period p
  WHERE p.bed_id = NEW.bed_id AND p.from_at < NEW.to_at AND (p.to_at IS NULL OR NEW.from_at < p.to_at);
  SELECT RAISE(ABORT, 'bed_out_of_service') FROM bed_outage o
  WHERE o.bed_id = NEW.bed_id AND o.from_at < NEW.to_at AND (o.to_at IS NULL OR NEW.from_at < o.to_at);
  SELECT RAISE(ABORT, 'bed_reserved') FROM reservation v
  WHERE v.bed_id = NEW.bed_id AND v.id <> NEW.id AND v.outcome IS NULL AND v.from_at < NEW.to_at AND NEW.from_at < v.to_at;
  SELECT RAISE(ABORT, 'bed_not_in_use') FROM bed b JOIN room r ON r.id = b.room_id
  WHERE b.id = NEW.bed_id AND (date(NEW.from_at, '+3 hours') < b.in_use_from
    OR date(NEW.to_at, '+2 hours') > b.retired_on OR date(NEW.to_at, '+2 hours') > r.retired_on);
END;

CREATE TRIGGER guard_bed_retired BEFORE UPDATE OF retired_on, in_use_from ON bed
BEGIN
  SELECT RAISE(ABORT, 'bed_occupied') FROM bed_period p
  WHERE p.bed_id = NEW.id AND (p.from_on < NEW.in_use_from
    OR (NEW.retired_on IS NOT NULL AND (p.to_on IS NULL OR p.to_on > NEW.retired_on)));
  SELECT RAISE(ABORT, 'bed_reserved') FROM reservation v
  WHERE v.bed_id = NEW.id AND v.outcome IS NULL AND NEW.retired_on IS NOT NULL AND date(v.to_at, '+2 hours') > NEW.retired_on;
END;

CREATE TRIGGER guard_room_retired BEFORE UPDATE OF retired_on ON room WHEN NEW.retired_on IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'bed_occupied') FROM bed b JOIN bed_period p ON p.bed_id = b.id
  WHERE b.room_id = NEW.id AND (p.to_on IS NULL OR p.to_on > NEW.retired_on);
  SELECT RAISE(ABORT, 'bed_reserved') FROM bed b JOIN reservation v ON v.bed_id = b.id
  WHERE b.room_id = NEW.id AND v.outcome IS NULL AND date(v.to_at, '+2 hours') > NEW.retired_on;
END;
