package io.logdrive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.ingest.access.AccessConfig;
import io.logdrive.ingest.forward.ForwardConfig;
import io.logdrive.ingest.listen.ListenConfig;
import io.logdrive.ingest.listen.SyslogUdpConfig;
import io.logdrive.ingest.queue.QueueConfig;
import io.logdrive.payara.ClientProtection;
import io.logdrive.payara.ConfigurationException;
import io.logdrive.payara.PortProtection;
import io.logdrive.payara.ServerTlsConfig;
import io.logdrive.payara.Settings;
import io.logdrive.tls.TlsFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestConfigTest {
    private static final long MIB = 1 << 20;

    @Test
    void hasDefaults() {
        IngestConfig config = read(Map.of());

        assertThat(config.listen())
                .isEqualTo(
                        new ListenConfig(
                                new InetSocketAddress("127.0.0.1", 5170),
                                2,
                                12_000,
                                12_000,
                                (int) MIB,
                                1_000,
                                MIB,
                                16 * MIB,
                                64 * MIB,
                                Duration.ZERO,
                                Duration.ZERO,
                                new SyslogUdpConfig(
                                        new InetSocketAddress("127.0.0.1", 5514), (int) (4 * MIB)),
                                PortProtection.NONE));
        assertThat(config.queue())
                .isEqualTo(
                        new QueueConfig(
                                "",
                                "",
                                "",
                                "",
                                Path.of("logdrive-data/broker").toAbsolutePath(),
                                32 * MIB,
                                512 * MIB,
                                64 * MIB,
                                false));
        assertThat(config.queue().embedded()).isTrue();
        assertThat(config.forward())
                .isEqualTo(
                        new ForwardConfig(
                                100,
                                Duration.ofSeconds(10),
                                MIB,
                                new InetSocketAddress("127.0.0.1", 9090),
                                ClientProtection.none(new InetSocketAddress("127.0.0.1", 9090)),
                                256,
                                4 * MIB));
        assertThat(config.access())
                .isEqualTo(new AccessConfig(false, null, false, Duration.ofMinutes(10)));
        assertThat(config.stopTimeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void readsEveryKey() {
        IngestConfig config =
                read(
                        Map.ofEntries(
                                Map.entry("listen.address", "127.0.0.2:1"),
                                Map.entry("listen.threads", "3"),
                                Map.entry("listen.connections-max", "7"),
                                Map.entry("listen.connections-per-address-max", "5"),
                                Map.entry("listen.idle-timeout", "PT1H"),
                                Map.entry("listen.unfinished-timeout", "PT2M"),
                                Map.entry("listen.line-bytes-max", "64KiB"),
                                Map.entry("listen.syslog-udp.address", "[::1]:514"),
                                Map.entry("listen.tls.certificate", ""),
                                Map.entry("listen.tls.key", ""),
                                Map.entry("listen.tls.client-ca", ""),
                                Map.entry("listen.tls.client-auth", "none"),
                                Map.entry("listen.shared-key", "key one"),
                                Map.entry("listen.insecure", "true"),
                                Map.entry("listen.syslog-udp.insecure", "true"),
                                Map.entry("forward.tls", "on"),
                                Map.entry("forward.tls.server-name", "mill"),
                                Map.entry("forward.shared-key", "key two"),
                                Map.entry("listen.syslog-udp.receive-buffer", "8MiB"),
                                Map.entry("listen.chunk-lines-max", "700"),
                                Map.entry("listen.unconfirmed-bytes-max", "2MiB"),
                                Map.entry("listen.unfinished-bytes-max", "32MiB"),
                                Map.entry("queue.url", "tcp://127.0.0.1:61616"),
                                Map.entry("queue.user", "ingest"),
                                Map.entry("queue.password", "open sesame"),
                                Map.entry("queue.unconfirmed-bytes-max", "64MiB"),
                                Map.entry("queue.disk-free-min", "1GiB"),
                                Map.entry("queue.disk-ballast", "8MiB"),
                                Map.entry("queue.jmx", "true"),
                                Map.entry("data", "/var/lib/logdrive"),
                                Map.entry("batch.records-max", "500"),
                                Map.entry("batch.age-max", "PT0.1S"),
                                Map.entry("batch.bytes-max", "2MiB"),
                                Map.entry("forward.address", "[::1]:9091"),
                                Map.entry("forward.batches-in-flight-max", "8"),
                                Map.entry("forward.bytes-in-flight-max", "4MiB"),
                                Map.entry("access.insecure", "true"),
                                Map.entry("access.url", "http://logs:81/destination/"),
                                Map.entry("access.remember", "PT0S"),
                                Map.entry("console.destination", "https://logs:8443/destination/"),
                                Map.entry("access.ca", ""),
                                Map.entry("stop-timeout", "PT5S")));

        assertThat(config.listen())
                .isEqualTo(
                        new ListenConfig(
                                new InetSocketAddress("127.0.0.2", 1),
                                3,
                                7,
                                5,
                                64 << 10,
                                700,
                                2 * MIB,
                                32 * MIB,
                                32 * MIB,
                                Duration.ofHours(1),
                                Duration.ofMinutes(2),
                                new SyslogUdpConfig(
                                        new InetSocketAddress("::1", 514), (int) (8 * MIB)),
                                new PortProtection(ServerTlsConfig.OFF, "key one", true)));
        assertThat(config.queue())
                .isEqualTo(
                        new QueueConfig(
                                "tcp://127.0.0.1:61616",
                                "ingest",
                                "open sesame",
                                "",
                                Path.of("/var/lib/logdrive/broker"),
                                64 * MIB,
                                1024 * MIB,
                                8 * MIB,
                                true));
        assertThat(config.queue().embedded()).isFalse();
        assertThat(config.forward())
                .isEqualTo(
                        new ForwardConfig(
                                500,
                                Duration.ofMillis(100),
                                2 * MIB,
                                new InetSocketAddress("::1", 9091),
                                new ClientProtection(
                                        true, new TlsFiles(null, null, null), "mill", "key two"),
                                8,
                                4 * MIB));
        assertThat(config.access())
                .isEqualTo(
                        new AccessConfig(
                                true,
                                URI.create("http://logs:81/destination"),
                                false,
                                Duration.ZERO));
        assertThat(config.stopTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.effective())
                .containsEntry("logdrive.ingest.queue.password", "********")
                .containsEntry("logdrive.ingest.batch.records-max", "500");
        assertThat(config.toString()).doesNotContain("sesame", "key one", "key two");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen.address|5170|host:port with a port of 0..65535",
                "listen.threads|0|1..64",
                "listen.connections-max|many|1..1000000",
                "listen.connections-per-address-max|0|1..1000000",
                "listen.idle-timeout|PT0.5S|PT0S for none, or at least PT1S",
                "listen.idle-timeout|forever|PT0S..PT8760H as PT10S or P7D",
                "listen.unfinished-timeout|PT0.999S|PT0S for none, or at least PT1S",
                "listen.unfinished-timeout|-PT1S|PT0S..PT8760H as PT10S or P7D",
                "listen.syslog-udp.address|on|off or host:port with a port of 0..65535",
                "listen.syslog-udp.receive-buffer|1KiB|64KiB..1GiB as 65536, 64KiB or 2GiB",
                "listen.line-bytes-max|2MiB|1KiB..1MiB as 65536, 64KiB or 2GiB",
                "listen.unconfirmed-bytes-max|1KiB|64KiB..1GiB as 65536, 64KiB or 2GiB",
                "listen.unfinished-bytes-max|1MiB|16MiB..1TiB as 65536, 64KiB or 2GiB",
                "queue.unconfirmed-bytes-max|-1|1MiB..1GiB as 65536, 64KiB or 2GiB",
                "queue.disk-free-min|1KiB|16MiB..1024TiB as 65536, 64KiB or 2GiB",
                "queue.disk-ballast|2TiB|0..1TiB as 65536, 64KiB or 2GiB",
                "listen.chunk-lines-max|0|1..10000",
                "batch.records-max|0|1..10000",
                "batch.age-max|10|PT0.1S..PT1H as PT10S or P7D",
                "batch.age-max|PT0.05S|PT0.1S..PT1H as PT10S or P7D",
                "batch.bytes-max|9MiB|1KiB..8MiB as 65536, 64KiB or 2GiB",
                "forward.address|somewhere|host:port with a port of 0..65535",
                "forward.batches-in-flight-max|10001|1..10000",
                "forward.bytes-in-flight-max|1|1MiB..1GiB as 65536, 64KiB or 2GiB",
                "access.insecure|yes|true or false",
                "access.remember|P2D|PT0S..PT24H as PT10S or P7D",
                "access.url|here|process or the destination's URL as"
                        + " https://host:8081/destination",
                "access.url|ftp://logs/destination|process or the destination's URL as"
                        + " https://host:8081/destination",
                "access.url|https://logs/x?y=z|process or the destination's URL as"
                        + " https://host:8081/destination",
                "access.url|http://10.0.0.1:8081/destination|https://, or http:// to this machine,"
                        + " or access.insecure=true",
                "console.destination|destination|/path/ of this server or https://host:port/path/",
                "console.destination|//elsewhere/|/path/ of this server or https://host:port/path/",
                "console.destination|javascript:x/|/path/ of this server or"
                        + " https://host:port/path/",
                "stop-timeout|PT0S|PT1S..PT10M as PT10S or P7D"
            })
    void refusesAValueOutOfBounds(String key, String value, String expected) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "configuration: logdrive.ingest.%s: expected %s, found %s"
                                .formatted(key, expected, value));
    }

    @Test
    void readsTheQueuesPasswordFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "open sesame\n");

        IngestConfig config = read(Map.of("queue.password-file", file.toString()));

        assertThat(config.queue().password()).isEqualTo("open sesame");
        assertThat(config.queue().passwordFile()).isEqualTo(file.toString());
        assertThat(config.effective())
                .containsEntry("logdrive.ingest.queue.password-file", file.toString())
                .doesNotContainValue("open sesame");
    }

    @Test
    void refusesAPasswordBesideItsFileAndAFileThatIsNotThere(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "open sesame");
        Path missing = folder.resolve("missing");

        assertThatThrownBy(
                        () ->
                                read(
                                        Map.of(
                                                "queue.password",
                                                "x",
                                                "queue.password-file",
                                                file.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "configuration: logdrive.ingest.queue.password: expected either this or"
                                + " logdrive.ingest.queue.password-file, found both");
        assertThatThrownBy(() -> read(Map.of("queue.password-file", missing.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "configuration: logdrive.ingest.queue.password-file: expected a readable"
                                + " file, found "
                                + missing
                                + " (NoSuchFileException)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://broker:61616 | http://broker:61616",
                "vm://0 | vm://0",
                "broker:61616 | broker:61616",
                "amqp://me:sesame@broker | amqp://me:********@broker",
                "(vm://0,tcp://broker:61616) | (vm://0,tcp://broker:61616)"
            })
    void refusesAQueueUrlThatIsNotOfAnExternalBrokerAndShowsNoPassword(String url, String shown) {
        assertThatThrownBy(() -> read(Map.of("queue.url", url)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "configuration: logdrive.ingest.queue.url: expected tcp://… or"
                                + " (tcp://…,tcp://…), found "
                                + shown);
    }

    @Test
    void showsTheQueueUrlWithoutItsPassword() {
        IngestConfig config =
                read(Map.of("queue.url", "(tcp://a:1?password=sesame,tcp://me:sesame@b:2)"));

        assertThat(config.effective().get("logdrive.ingest.queue.url"))
                .contains("tcp://a:1", "@b:2")
                .doesNotContain("sesame");
        assertThat(config.toString()).doesNotContain("sesame");
    }

    @Test
    void knowsWhereUsersAre() {
        assertThat(read(Map.of("access.url", "process")).access())
                .isEqualTo(new AccessConfig(false, null, true, Duration.ofMinutes(10)));
        assertThat(read(Map.of("access.url", "http://127.0.0.1:8081/destination")).access().url())
                .isEqualTo(URI.create("http://127.0.0.1:8081/destination"));
        assertThatThrownBy(() -> read(Map.of("access.url", "https://me:sesame@logs/destination")))
                .hasMessage(
                        "configuration: logdrive.ingest.access.url: expected process or the"
                                + " destination's URL as https://host:8081/destination, found"
                                + " https://********@logs/destination");
    }

    @Test
    void listensToNoDatagramsWhenThatIsOff() {
        IngestConfig config = read(Map.of("listen.syslog-udp.address", "off"));

        assertThat(config.listen().syslogUdp().address()).isNull();
        assertThat(config.effective())
                .containsEntry("logdrive.ingest.listen.syslog-udp.address", "off");
    }

    @Test
    void allowsAnAddressAsManyConnectionsAsAll() {
        IngestConfig config = read(Map.of("listen.connections-max", "20000"));

        assertThat(config.listen().connectionsPerAddressMax()).isEqualTo(20_000);
    }

    @Test
    void refusesAKeyThatNothingReads() {
        assertThatThrownBy(() -> read(Map.of("batch.record-max", "1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "configuration: logdrive.ingest.batch.record-max: expected a known key"
                                + " (nearest: logdrive.ingest.batch.records-max), found an unknown"
                                + " one");
    }

    @Test
    void saysAllProblemsAtOnce() {
        assertThatThrownBy(() -> read(Map.of("batch.records-max", "0", "listen.threads", "x")))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        refused -> assertThat(refused.problems()).hasSize(2));
    }

    private static IngestConfig read(Map<String, String> values) {
        Map<String, String> settings = new HashMap<>();
        values.forEach((key, value) -> settings.put(IngestConfig.PREFIX + key, value));
        return IngestConfig.read(Settings.ofMap(settings));
    }
}
