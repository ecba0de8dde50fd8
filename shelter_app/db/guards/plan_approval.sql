-- Nobody approves her own plan, and one stay has one plan in force at a time; a stopped plan was in force too.
-- said own_plan: People cannot approve their own plan. Ask a colleague or the director.
-- said plan_author_fixed: The author of a plan cannot be changed.
-- said two_plans (at, since, from_at, admitted_at, from_on, day, planned_at): This stay already has a plan in force for that period.
CREATE TRIGGER guard_plan_approver_insert BEFORE INSERT ON care_plan WHEN NEW.approved_by = NEW.author_id
BEGIN SELECT RAISE(ABORT, 'own_plan'); END;
CREATE TRIGGER guard_plan_approver_update BEFORE UPDATE ON care_plan WHEN NEW.approved_by = NEW.author_id
BEGIN SELECT RAISE(ABORT, 'own_plan'); END;
CREATE TRIGGER guard_plan_author BEFORE UPDATE OF author_id, origin ON care_plan
WHEN NEW.author_id <> OLD.author_id OR NEW.origin <> OLD.origin
BEGIN SELECT RAISE(ABORT, 'plan_author_fixed'); END;
CREATE TRIGGER guard_plan_once_insert BEFORE INSERT ON care_plan
WHEN (NEW.status IN ('IN_FORCE', 'UNDER_REVIEW', 'SUPERSEDED', 'COMPLETED') OR NEW.approved_by IS NOT NULL)
  AND (NEW.valid_to IS NULL OR NEW.valid_to > NEW.valid_from) AND EXISTS (
  SELECT 1 FROM care_plan p WHERE p.stay_id = NEW.stay_id AND p.id <> NEW.id
    AND (p.status IN ('IN_FORCE', 'UNDER_REVIEW', 'SUPERSEDED', 'COMPLETED') OR p.approved_by IS NOT NULL)
    AND (p.valid_to IS NULL OR p.valid_to > p.valid_from)
    AND (NEW.valid_to IS NULL OR p.valid_from < NEW.valid_to) AND (p.valid_to IS NULL OR NEW.valid_from < p.valid_to))
BEGIN SELECT RAISE(ABORT, 'two_plans'); END;
CREATE TRIGGER guard_plan_once_update BEFORE UPDATE OF stay_id, status, approved_by, valid_from, valid_to ON care_plan
WHEN (NEW.status IN ('IN_FORCE', 'UNDER_REVIEW', 'SUPERSEDED', 'COMPLETED') OR NEW.approved_by IS NOT NULL)
  AND (NEW.valid_to IS NULL OR NEW.valid_to > NEW.valid_from) AND EXISTS (
  SELECT 1 FROM care_plan p WHERE p.stay_id = NEW.stay_id AND p.id <> NEW.id
    AND (p.status IN ('IN_FORCE', 'UNDER_REVIEW', 'SUPERSEDED', 'COMPLETED') OR p.approved_by IS NOT NULL)
    AND (p.valid_to IS NULL OR p.valid_to > p.valid_from)
    AND (NEW.valid_to IS NULL OR p.valid_from < NEW.valid_to) AND (p.valid_to IS NULL OR NEW.valid_from < p.valid_to))
BEGIN SELECT RAISE(ABORT, 'two_plans'); END;
