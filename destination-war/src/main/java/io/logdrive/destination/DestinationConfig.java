package io.logdrive.destination;

import io.logdrive.destination.query.QueryConfig;
import io.logdrive.destination.receive.ReceiveConfig;
import io.logdrive.destination.security.AccessConfig;
import io.logdrive.destination.store.StoreConfig;
import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.Settings;
import io.logdrive.payara.console.ConsoleConfig;
import java.util.Map;

/**
 * All settings of the destination, checked as a whole; {@code docs/configuration-destination.md}
 * has the keys.
 *
 * <p>Immutable.
 *
 * @param store the database and the queue before it
 * @param receive the batch intake
 * @param query the query API
 * @param access users and sessions
 * @param console where the console finds ingest
 * @param insecure whether credentials are taken over connections that are not encrypted
 * @param effective every key with the value in force, secrets masked
 * @param effectiveByKey the same, by key
 */
public record DestinationConfig(
        StoreConfig store,
        ReceiveConfig receive,
        QueryConfig query,
        AccessConfig access,
        ConsoleConfig console,
        boolean insecure,
        String effective,
        Map<String, String> effectiveByKey) {
    /** What all keys begin with. */
    public static final String PREFIX = "logdrive.destination.";

    /** What says that credentials are taken over connections that are not encrypted. */
    static final String INSECURE = "access.insecure";

    /**
     * Reads all keys.
     *
     * @throws io.logdrive.payara.ConfigurationException with every problem there is
     */
    public static DestinationConfig from(Settings settings) {
        return from(new ConfigurationReader(PREFIX, settings));
    }

    static DestinationConfig from(ConfigurationReader reader) {
        StoreConfig store = StoreConfig.from(reader);
        ReceiveConfig receive = ReceiveConfig.from(reader);
        QueryConfig query = QueryConfig.from(reader);
        AccessConfig access = AccessConfig.from(reader);
        ConsoleConfig console = ConsoleConfig.read(reader, "destination", "ingest");
        boolean insecure = reader.flag(INSECURE, false);
        reader.finish();
        return new DestinationConfig(
                store,
                receive,
                query,
                access,
                console,
                insecure,
                reader.effective(),
                reader.effectiveByKey());
    }
}
