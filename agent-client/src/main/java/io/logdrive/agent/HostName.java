package io.logdrive.agent;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this machine calls itself. Thread-safe. */
final class HostName {
    private HostName() {}

    /** Empty when the system cannot say. */
    static String own() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
