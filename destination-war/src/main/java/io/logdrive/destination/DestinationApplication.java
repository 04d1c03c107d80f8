package io.logdrive.destination;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** All resources of the WAR, at its root. Immutable. */
@ApplicationPath("/")
public class DestinationApplication extends Application {}
