/**
 * Users, passwords, tokens, sessions: who somebody is, and the API to manage that.
 *
 * <p>Not here: tables ({@code .store}), what a request shows and which role a path needs (the
 * container, {@code payara.access}). Uses {@code .query} for parameters and errors; {@code .query}
 * does not know this package.
 *
 * <p>The invariants: nobody is let in because something could not be asked; a wrong password costs
 * and answers the same whether there is such a user or not; no secret is in a text of ours, be it a
 * log line, an exception or an answer but the one that makes a token.
 */
@NullMarked
package io.logdrive.destination.security;

import org.jspecify.annotations.NullMarked;
