/** Tests of the product by its processes, and of the drill's parts. */
@NullMarked
package io.logdrive.systemtest;

import org.jspecify.annotations.NullMarked;
