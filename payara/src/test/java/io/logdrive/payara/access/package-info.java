@NullMarked
package io.logdrive.payara.access;

import org.jspecify.annotations.NullMarked;
