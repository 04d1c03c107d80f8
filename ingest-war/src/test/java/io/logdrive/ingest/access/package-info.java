@NullMarked
package io.logdrive.ingest.access;

import org.jspecify.annotations.NullMarked;
