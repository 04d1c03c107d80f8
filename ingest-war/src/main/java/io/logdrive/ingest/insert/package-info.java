/**
 * The consumer that runs a statement of the user's for each record, in any database that has a JDBC
 * driver.
 *
 * <p>Not here: the destination's own store. The invariant: what a record says is bound as a
 * parameter and never becomes part of a statement; the records and the text of their step are
 * committed in one transaction.
 */
@NullMarked
package io.logdrive.ingest.insert;

import org.jspecify.annotations.NullMarked;
