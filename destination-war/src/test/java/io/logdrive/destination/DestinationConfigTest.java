package io.logdrive.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.query.QueryConfig;
import io.logdrive.destination.receive.ReceiveConfig;
import io.logdrive.destination.security.AccessConfig;
import io.logdrive.destination.store.DatabaseConfig;
import io.logdrive.destination.store.DatabaseKind;
import io.logdrive.destination.store.RetentionConfig;
import io.logdrive.destination.store.StoreConfig;
import io.logdrive.payara.ConfigurationException;
import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.PortProtection;
import io.logdrive.payara.ServerTlsConfig;
import io.logdrive.payara.Settings;
import io.logdrive.wire.ForwardLimits;
import io.logdrive.wire.Level;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationConfigTest {
    @Test
    void hasDefaultsForEverything() {
        DestinationConfig config = config(Map.of());

        assertThat(config.store())
                .isEqualTo(
                        new StoreConfig(
                                Path.of("logdrive-data").toAbsolutePath(),
                                new DatabaseConfig(
                                        DatabaseKind.H2,
                                        "",
                                        "logdrive",
                                        "",
                                        "",
                                        Duration.ofSeconds(65),
                                        Duration.ofSeconds(90)),
                                new RetentionConfig(Duration.ZERO, Map.of(), 0),
                                new StoreConfig.Bounds(20_000, 32L << 20),
                                new StoreConfig.Bounds(2_000, 8L << 20),
                                256L << 20,
                                Duration.ofDays(30),
                                4,
                                Duration.ofSeconds(2)));
        assertThat(config.receive())
                .isEqualTo(
                        new ReceiveConfig(
                                new InetSocketAddress("127.0.0.1", 9090),
                                2,
                                1_000,
                                new ForwardLimits(16 << 20, 32 << 20, 200_000, 32),
                                64L << 20,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(60),
                                PortProtection.NONE));
        assertThat(config.query())
                .isEqualTo(
                        new QueryConfig(
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(60),
                                4,
                                new QueryConfig.Tails(100, 1_000, 10_000, Duration.ofSeconds(15))));
        assertThat(config.access())
                .isEqualTo(new AccessConfig(Duration.ofHours(12), Duration.ofHours(1)));
        assertThat(config.insecure()).isFalse();
    }

    @Test
    void readsEveryKey() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("data", "/var/lib/logdrive");
        values.put("database.url", "jdbc:postgresql://db/logs?sslpassword=s");
        values.put("database.user", "u");
        values.put("database.password", "p");
        values.put("database.statement-timeout", "PT61S");
        values.put("database.socket-timeout", "PT62S");
        values.put("retention.age", "P90D");
        values.put("retention.age.trace", "P1D");
        values.put("retention.age.debug", "P3D");
        values.put("retention.age.info", "P90D");
        values.put("retention.age.warn", "P91D");
        values.put("retention.age.error", "P365D");
        values.put("retention.age.fatal", "PT0S");
        values.put("retention.size", "63GiB");
        values.put("store.queue.records-max", "11");
        values.put("store.queue.bytes-max", "12MiB");
        values.put("store.group.records-max", "13");
        values.put("store.group.bytes-max", "14MiB");
        values.put("store.disk-free-min", "27MiB");
        values.put("store.origin-close-after", "P28D");
        values.put("store.query-connections-max", "15");
        values.put("store.query-wait-max", "PT16S");
        values.put("receive.address", "127.0.0.2:17");
        values.put("receive.threads", "18");
        values.put("receive.connections-max", "19");
        values.put("receive.frame-bytes-max", "20KiB");
        values.put("receive.inflated-bytes-max", "21KiB");
        values.put("receive.buffer-bytes-max", "22KiB");
        values.put("receive.idle-max", "PT23S");
        values.put("receive.frame-age-max", "PT24S");
        values.put("access.insecure", "true");
        values.put("console.ingest", "/in/");
        values.put("receive.tls.certificate", "");
        values.put("receive.tls.key", "");
        values.put("receive.tls.client-ca", "");
        values.put("receive.tls.client-auth", "none");
        values.put("receive.shared-key", "key one");
        values.put("receive.insecure", "true");
        values.put("query.timeout-default", "PT25S");
        values.put("query.timeout-max", "PT26S");
        values.put("query.exports-max", "33");
        values.put("query.tails-max", "34");
        values.put("query.tail-queue-max", "35");
        values.put("query.tail-rate-max", "36");
        values.put("query.tail-heartbeat", "PT37S");
        values.put("access.session-max", "PT38M");
        values.put("access.session-idle", "PT39M");

        DestinationConfig config = config(values);

        assertThat(config.store())
                .isEqualTo(
                        new StoreConfig(
                                Path.of("/var/lib/logdrive"),
                                new DatabaseConfig(
                                        DatabaseKind.POSTGRESQL,
                                        "jdbc:postgresql://db/logs?sslpassword=s",
                                        "u",
                                        "p",
                                        "",
                                        Duration.ofSeconds(61),
                                        Duration.ofSeconds(62)),
                                new RetentionConfig(
                                        Duration.ofDays(90),
                                        Map.of(
                                                Level.TRACE,
                                                Duration.ofDays(1),
                                                Level.DEBUG,
                                                Duration.ofDays(3),
                                                Level.WARN,
                                                Duration.ofDays(91),
                                                Level.ERROR,
                                                Duration.ofDays(365),
                                                Level.FATAL,
                                                Duration.ZERO),
                                        63L << 30),
                                new StoreConfig.Bounds(11, 12L << 20),
                                new StoreConfig.Bounds(13, 14L << 20),
                                27L << 20,
                                Duration.ofDays(28),
                                15,
                                Duration.ofSeconds(16)));
        assertThat(config.receive())
                .isEqualTo(
                        new ReceiveConfig(
                                new InetSocketAddress("127.0.0.2", 17),
                                18,
                                19,
                                new ForwardLimits(20 << 10, 21 << 10, 200_000, 32),
                                22L << 10,
                                Duration.ofSeconds(23),
                                Duration.ofSeconds(24),
                                new PortProtection(ServerTlsConfig.OFF, "key one", true)));
        assertThat(config.query())
                .isEqualTo(
                        new QueryConfig(
                                Duration.ofSeconds(25),
                                Duration.ofSeconds(26),
                                33,
                                new QueryConfig.Tails(34, 35, 36, Duration.ofSeconds(37))));
        assertThat(config.access())
                .isEqualTo(new AccessConfig(Duration.ofMinutes(38), Duration.ofMinutes(39)));
        assertThat(config.insecure()).isTrue();
        assertThat(config.effective())
                .contains("logdrive.destination.database.password=********")
                .contains(
                        "logdrive.destination.database.url=jdbc:postgresql://db/logs?sslpassword=********")
                .contains("logdrive.destination.store.queue.records-max=11");
        values.put("database.password-file", "");
        values.put("receive.shared-key-file", "");
        // Their values: OpenIdConfigTest.
        for (String key :
                List.of(
                        "issuer",
                        "client-id",
                        "client-secret",
                        "client-secret-file",
                        "redirect-url",
                        "scopes",
                        "name-claim",
                        "role-claim",
                        "admins",
                        "operators",
                        "readers",
                        "ca")) {
            values.put("openid." + key, "");
        }
        assertThat(effective(Map.of()).keySet()).containsExactlyInAnyOrderElementsOf(keys(values));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data | /a;INIT=x | data: expected a path without ';' and 'INIT=', found"
                        + " /a;INIT=x",
                "data | /a/init=b | data: expected a path without ';' and 'INIT=', found"
                        + " /a/init=b",
                "database.url | jdbc:h2:x | database.url: expected"
                    + " jdbc:postgresql://host:port/database, jdbc:sqlite:file, or nothing for H2,"
                    + " found jdbc:h2:x",
                "database.url | jdbc:postgresql://h/d?user=u&password=p | database.url: expected no"
                        + " user and no password in it, but in database.user and database.password,"
                        + " found jdbc:postgresql://h/d?user=u&password=********",
                "database.url | jdbc:sqlite::memory: | database.url: expected jdbc:sqlite: and the"
                        + " path of a file, found jdbc:sqlite::memory:",
                "database.url | jdbc:sqlite:/a?mode=ro | database.url: expected jdbc:sqlite: and"
                        + " the path of a file, found jdbc:sqlite:/a?mode=ro",
                "database.statement-timeout | PT0S | database.statement-timeout: expected"
                        + " PT1S..PT2H as PT10S or P7D, found PT0S",
                "database.socket-timeout | PT4H | database.socket-timeout: expected PT1S..PT3H as"
                        + " PT10S or P7D, found PT4H",
                "database.socket-timeout | PT65S | database.socket-timeout: expected more than"
                        + " database.statement-timeout, PT1M5S, found PT1M5S",
                "retention.age | P1Y | retention.age: expected PT0S for ever, or PT1M..PT876000H as"
                        + " P90D, found P1Y",
                "retention.age.debug | PT1S | retention.age.debug: expected PT0S for ever, or"
                        + " PT1M..PT876000H as P90D, found PT1S",
                "retention.size | -1 | retention.size: expected 0..1024TiB as 65536, 64KiB or 2GiB,"
                        + " found -1",
                "store.queue.records-max | 0 | store.queue.records-max: expected 1..10000000,"
                        + " found 0",
                "store.queue.bytes-max | 0 | store.queue.bytes-max: expected 1..16GiB as 65536,"
                        + " 64KiB or 2GiB, found 0",
                "store.group.records-max | 0 | store.group.records-max: expected 1..1000000,"
                        + " found 0",
                "store.group.bytes-max | x | store.group.bytes-max: expected 1..1GiB as 65536,"
                        + " 64KiB or 2GiB, found x",
                "store.disk-free-min | -1 | store.disk-free-min: expected 0..1TiB as 65536,"
                        + " 64KiB or 2GiB, found -1",
                "store.origin-close-after | PT59M | store.origin-close-after: expected"
                        + " PT1H..PT87600H as PT10S or P7D, found PT59M",
                "store.query-connections-max | 101 | store.query-connections-max: expected"
                        + " 1..100, found 101",
                "store.query-wait-max | PT0.1S | store.query-wait-max: expected PT0.25S..PT1M as"
                        + " PT10S or P7D, found PT0.1S",
                "receive.address | 9090 | receive.address: expected host:port with a port of"
                        + " 0..65535, found 9090",
                "receive.threads | 65 | receive.threads: expected 1..64, found 65",
                "receive.connections-max | 0 | receive.connections-max: expected 1..1000000,"
                        + " found 0",
                "receive.frame-bytes-max | 1 | receive.frame-bytes-max: expected 1KiB..1GiB as"
                        + " 65536, 64KiB or 2GiB, found 1",
                "receive.inflated-bytes-max | 2GiB | receive.inflated-bytes-max: expected"
                        + " 1KiB..1GiB as 65536, 64KiB or 2GiB, found 2GiB",
                "receive.buffer-bytes-max | 1 | receive.buffer-bytes-max: expected 1KiB..64GiB as"
                        + " 65536, 64KiB or 2GiB, found 1",
                "receive.buffer-bytes-max | 1MiB | receive.buffer-bytes-max: expected at least"
                        + " receive.frame-bytes-max, 16777216, found 1048576",
                "receive.idle-max | 30 | receive.idle-max: expected PT0.1S..PT24H as PT10S or P7D,"
                        + " found 30",
                "receive.frame-age-max | PT0S | receive.frame-age-max: expected PT0.1S..PT24H as"
                        + " PT10S or P7D, found PT0S",
                "access.insecure | yes | access.insecure: expected true or false, found yes",
                "console.ingest | ingest | console.ingest: expected /path/ of this server or"
                        + " https://host:port/path/, found ingest",
                "query.timeout-default | PT0S | query.timeout-default: expected PT0.1S..PT1H as"
                        + " PT10S or P7D, found PT0S",
                "query.timeout-max | PT2H | query.timeout-max: expected PT0.1S..PT1H as PT10S or"
                        + " P7D, found PT2H",
                "access.session-max | PT1M | access.session-max: expected PT5M..PT720H as PT10S or"
                        + " P7D, found PT1M",
                "access.session-idle | P31D | access.session-idle: expected PT5M..PT720H as PT10S"
                        + " or P7D, found P31D",
                "query.timeout-max | PT5S | query.timeout-default: expected at most"
                        + " query.timeout-max, PT5S, found PT10S",
            })
    void refusesWhatIsOutOfBounds(String key, String value, String message) {
        assertThatThrownBy(() -> config(Map.of(key, value)))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e ->
                                assertThat(e.problems())
                                        .containsExactly("logdrive.destination." + message));
    }

    @Test
    void refusesAnUnknownKeyWithTheNearestName() {
        assertThatThrownBy(() -> config(Map.of("recieve.address", "127.0.0.1:1")))
                .hasMessage(
                        "configuration: logdrive.destination.recieve.address: expected a known key"
                                + " (nearest: logdrive.destination.receive.address), found an"
                                + " unknown one");
    }

    @Test
    void isDocumentedKeyByKeyWithItsDefaults() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        Pattern row = Pattern.compile("\\| `(logdrive\\.destination\\.[^`]+)` \\|([^|]*)\\|.*");
        Path file = Path.of("..", "docs", "configuration-destination.md");
        for (String line : Files.readAllLines(file)) {
            Matcher matcher = row.matcher(line);
            if (matcher.matches()) {
                documented.put(matcher.group(1), matcher.group(2).strip().replace("`", ""));
            }
        }
        Map<String, String> effective = new TreeMap<>(effective(Map.of()));
        assertThat(documented).isEqualTo(effective);
    }

    private static DestinationConfig config(Map<String, String> values) {
        return DestinationConfig.from(settings(values));
    }

    private static Map<String, String> effective(Map<String, String> values) {
        ConfigurationReader reader =
                new ConfigurationReader(DestinationConfig.PREFIX, settings(values));
        DestinationConfig.from(reader);
        return reader.effectiveByKey();
    }

    private static Settings settings(Map<String, String> values) {
        Map<String, String> all = new HashMap<>();
        values.forEach((key, value) -> all.put(DestinationConfig.PREFIX + key, value));
        return Settings.ofMap(all);
    }

    private static List<String> keys(Map<String, String> values) {
        return values.keySet().stream().map(key -> DestinationConfig.PREFIX + key).toList();
    }
}
