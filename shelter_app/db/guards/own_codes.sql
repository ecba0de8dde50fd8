-- The shelter's own codes carry a prefix of theirs; the words of a shipped code are the program's.
-- said not_own_code: This is not a code of your own. Check its letters and its label.
-- said code_shipped: The label of a built-in code cannot be changed. Add a code of your own instead.
CREATE TRIGGER guard_code_insert BEFORE INSERT ON code
WHEN NEW.origin <> 'shipped' AND (NEW.origin <> 'own' OR NEW.code NOT GLOB 'X_[A-Z]*' OR NEW.code GLOB '*[^A-Z0-9_]*'
  OR trim(NEW.ro) = '' OR trim(NEW.en) = ''
  OR (NEW.counts_as IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM code WHERE list = NEW.list AND code = NEW.counts_as AND origin = 'shipped')))
BEGIN SELECT RAISE(ABORT, 'not_own_code'); END;
CREATE TRIGGER guard_code_words BEFORE UPDATE OF ro, en, origin, counts_as ON code
WHEN NEW.origin <> OLD.origin OR NEW.counts_as IS NOT OLD.counts_as OR trim(NEW.ro) = '' OR trim(NEW.en) = ''
  OR (OLD.origin = 'shipped' AND (NEW.ro <> OLD.ro OR NEW.en <> OLD.en))
BEGIN SELECT RAISE(ABORT, 'code_shipped'); END;
