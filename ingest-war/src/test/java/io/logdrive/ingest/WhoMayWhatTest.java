package io.logdrive.ingest;

import io.logdrive.payara.access.WhoMayWhat;

/** web.xml against what the WAR answers, and against docs/security.md. */
class WhoMayWhatTest extends WhoMayWhat {
    WhoMayWhatTest() {
        super("/ingest");
    }
}
