/** Tests. */
@NullMarked
package io.logdrive.destination.query;

import org.jspecify.annotations.NullMarked;
