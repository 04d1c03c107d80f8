/** Tests of users, passwords, tokens and sessions. */
@NullMarked
package io.logdrive.destination.security;

import org.jspecify.annotations.NullMarked;
