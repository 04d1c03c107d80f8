-- What retention removed again: ledger_total.stored - ledger_total.removed rows are in message.
-- The ledger itself is untouched, so that what is removed is still known. Dialect H2.
ALTER TABLE ledger_total ADD COLUMN removed BIGINT DEFAULT 0 NOT NULL;
