@NullMarked
package io.logdrive.ingest.workers;

import org.jspecify.annotations.NullMarked;
