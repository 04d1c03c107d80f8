package io.logdrive.payara.figures;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which Logdrive this is, and on which Java. Immutable. */
public final class Version {
    /** Maven writes it into the jar in which this class is. */
    private static final String FILE = "/META-INF/maven/io.logdrive/payara/pom.properties";

    private static final String LOGDRIVE = read();

    private Version() {}

    /** Of Logdrive; {@code development} where it runs from classes that are in no jar. */
    public static String logdrive() {
        return LOGDRIVE;
    }

    /** Of the Java that runs it. */
    public static String java() {
        return Runtime.version().toString();
    }

    private static String read() {
        try (InputStream file = Version.class.getResourceAsStream(FILE)) {
            Properties properties = new Properties();
            if (file != null) {
                properties.load(file);
            }
            return properties.getProperty("version", "development");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
