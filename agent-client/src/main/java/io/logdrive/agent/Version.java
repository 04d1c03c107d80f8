package io.logdrive.agent;

import picocli.CommandLine.IVersionProvider;

/** The version, from the jar's manifest. Thread-safe. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "agent-client " + (version == null ? "(not from a jar)" : version),
            "Java "
                    + System.getProperty("java.version")
                    + " ("
                    + System.getProperty("java.vendor")
                    + ")"
        };
    }
}
