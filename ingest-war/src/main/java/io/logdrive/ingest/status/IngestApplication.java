package io.logdrive.ingest.status;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** All resources of ingest, at {@code /ingest}. Thread-safe. */
@ApplicationPath("/")
public class IngestApplication extends Application {}
