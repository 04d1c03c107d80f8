/**
 * The query API over HTTP: parameters, cursors, JSON, errors.
 *
 * <p>Not here: SQL ({@code .store}). The invariant: a parameter that is unknown, misspelt or wrong
 * is refused by name, never ignored, because a filter that is not applied widens the search; and an
 * answer of any size is streamed in the memory of one message.
 */
@NullMarked
package io.logdrive.destination.query;

import org.jspecify.annotations.NullMarked;
