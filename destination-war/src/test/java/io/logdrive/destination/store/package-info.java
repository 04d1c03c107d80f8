/** Tests. */
@NullMarked
package io.logdrive.destination.store;

import org.jspecify.annotations.NullMarked;
