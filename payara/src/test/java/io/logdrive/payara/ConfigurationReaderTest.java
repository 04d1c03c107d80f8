package io.logdrive.payara;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReaderTest {
    private static final String PREFIX = "logdrive.ingest.";

    @Test
    void readsDefaultsWhenNothingIsSet() {
        ConfigurationReader reader = readerOf(Map.of());

        assertThat(reader.text("name", "x")).isEqualTo("x");
        assertThat(reader.integer("records-max", 100, 1, 10_000)).isEqualTo(100);
        assertThat(reader.bytes("line-bytes-max", 1 << 20, 1, 1 << 30)).isEqualTo(1 << 20);
        assertThat(reader.duration("age-max", Duration.ofSeconds(10), ms(1), ms(60_000)))
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(reader.flag("insecure", false)).isFalse();
        assertThat(reader.address("address", "127.0.0.1:5170"))
                .isEqualTo(new InetSocketAddress("127.0.0.1", 5170));
        assertThat(reader.path("data", "./d")).isAbsolute().hasFileName("d");
        assertThat(reader.secret("password", "")).isEmpty();
        reader.finish();
    }

    @Test
    void readsEveryKindOfValue() {
        ConfigurationReader reader =
                readerOf(
                        Map.of(
                                PREFIX + "records-max", "7",
                                PREFIX + "line-bytes-max", "64KiB",
                                PREFIX + "age-max", "PT0.1S",
                                PREFIX + "insecure", "TRUE",
                                PREFIX + "address", "[::1]:0"));

        assertThat(reader.integer("records-max", 100, 1, 10_000)).isEqualTo(7);
        assertThat(reader.bytes("line-bytes-max", 1, 1, 1 << 30)).isEqualTo(65_536);
        assertThat(reader.duration("age-max", ms(1), ms(1), ms(60_000))).isEqualTo(ms(100));
        assertThat(reader.flag("insecure", false)).isTrue();
        assertThat(reader.address("address", "127.0.0.1:1").getPort()).isZero();
        reader.finish();
    }

    @Test
    void readsOffForNoAddress() {
        ConfigurationReader reader =
                readerOf(Map.of(PREFIX + "none", "off", PREFIX + "one", "[::1]:7"));

        assertThat(reader.addressOrOff("none", "127.0.0.1:1")).isNull();
        assertThat(reader.addressOrOff("one", "127.0.0.1:1"))
                .isEqualTo(new InetSocketAddress("::1", 7));
        assertThat(reader.addressOrOff("unset", "127.0.0.1:1"))
                .isEqualTo(new InetSocketAddress("127.0.0.1", 1));
        reader.finish();
    }

    @Test
    void saysEveryProblemInOneMessage() {
        ConfigurationReader reader =
                readerOf(
                        Map.of(
                                PREFIX + "records-max",
                                "0",
                                PREFIX + "line-bytes-max",
                                "much",
                                PREFIX + "age-max",
                                "10s",
                                PREFIX + "insecure",
                                "yes",
                                PREFIX + "address",
                                "localhost:99999",
                                PREFIX + "adress",
                                "x",
                                "logdrive.ingset.a",
                                "x"));
        reader.integer("records-max", 100, 1, 10_000);
        reader.bytes("line-bytes-max", 1 << 20, 1024, 1 << 30);
        reader.duration("age-max", ms(1), ms(100), ms(60_000));
        reader.flag("insecure", false);
        reader.address("address", "127.0.0.1:5170");

        assertThatThrownBy(reader::finish)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        """
                        configuration: logdrive.ingest.records-max: expected 1..10000, found 0
                        configuration: logdrive.ingest.line-bytes-max: expected 1KiB..1GiB as 65536, 64KiB or 2GiB, found much
                        configuration: logdrive.ingest.age-max: expected PT0.1S..PT1M as PT10S or P7D, found 10s
                        configuration: logdrive.ingest.insecure: expected true or false, found yes
                        configuration: logdrive.ingest.address: expected host:port with a port of 0..65535, found localhost:99999
                        configuration: logdrive.ingest.adress: expected a known key (nearest: logdrive.ingest.address), found an unknown one
                        configuration: logdrive.ingset.a: expected a known key (nearest: logdrive.ingest.address), found an unknown one\
                        """);
    }

    @Test
    void leavesTheOtherWarsKeysToIt() {
        ConfigurationReader reader = readerOf(Map.of("logdrive.destination.anything", "x"));

        reader.finish();
    }

    @Test
    void takesTheEnvironmentBeforeProperties() {
        Settings settings =
                Settings.of(
                        Map.of(PREFIX + "records-max", "5"),
                        Map.of("LOGDRIVE_INGEST_RECORDS_MAX", "6", "PATH", "/bin"));
        ConfigurationReader reader = new ConfigurationReader(PREFIX, settings);

        assertThat(reader.integer("records-max", 100, 1, 10_000)).isEqualTo(6);
        reader.finish();
    }

    @Test
    void refusesAnUnknownVariable() {
        Settings settings = Settings.of(Map.of(), Map.of("LOGDRIVE_INGEST_RECORDSMAX", "6"));
        ConfigurationReader reader = new ConfigurationReader(PREFIX, settings);
        reader.integer("records-max", 100, 1, 10_000);

        assertThatThrownBy(reader::finish)
                .hasMessage(
                        "configuration: LOGDRIVE_INGEST_RECORDSMAX: expected a known key (nearest:"
                                + " LOGDRIVE_INGEST_RECORDS_MAX), found an unknown one");
    }

    @Test
    void readsTheNamedFileBeneathEverythingElse(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("logdrive.properties");
        Files.writeString(file, PREFIX + "a=1\n" + PREFIX + "b=2\n");
        Settings settings =
                Settings.of(
                        Map.of(Settings.FILE_KEY, file.toString(), PREFIX + "b", "3"), Map.of());
        ConfigurationReader reader = new ConfigurationReader(PREFIX, settings);

        assertThat(reader.text("a", "")).isEqualTo("1");
        assertThat(reader.text("b", "")).isEqualTo("3");
        reader.finish();
    }

    @Test
    void refusesAFileThatIsNotThere(@TempDir Path folder) {
        Path file = folder.resolve("none.properties");

        assertThatThrownBy(() -> Settings.of(Map.of(Settings.FILE_KEY, file.toString()), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(
                        "configuration: logdrive.config: expected a readable properties file,"
                                + " found "
                                + file);
    }

    @Test
    void showsATextAsItIsToldTo() {
        ConfigurationReader reader = readerOf(Map.of(PREFIX + "url", " tcp://me:canary-3@broker "));

        String url = reader.text("url", "", text -> text.replace("canary-3", "********"));
        String byDefault = reader.text("other-url", "tcp://canary-4", text -> "hidden");

        assertThat(url).isEqualTo("tcp://me:canary-3@broker");
        assertThat(byDefault).isEqualTo("tcp://canary-4");
        assertThat(reader.effectiveByKey())
                .containsEntry(PREFIX + "url", "tcp://me:********@broker")
                .containsEntry(PREFIX + "other-url", "hidden");
        assertThat(reader.effective()).doesNotContain("canary");
        reader.finish();
    }

    @Test
    void masksSecretsAndReadsThemFromAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("password");
        Files.writeString(file, "canary-1\n");
        ConfigurationReader reader =
                readerOf(
                        Map.of(
                                PREFIX + "password-file",
                                file.toString(),
                                PREFIX + "token",
                                "canary-2"));

        assertThat(reader.secret("password", "")).isEqualTo("canary-1");
        assertThat(reader.secret("token", "")).isEqualTo("canary-2");
        assertThat(reader.effective()).doesNotContain("canary").contains("token=********");
        reader.finish();
    }

    @Test
    void refusesASecretSetTwice(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("password");
        Files.writeString(file, "canary-1\n");
        ConfigurationReader reader =
                readerOf(
                        Map.of(
                                PREFIX + "password-file",
                                file.toString(),
                                PREFIX + "password",
                                "canary-2"));
        reader.secret("password", "");

        assertThatThrownBy(reader::finish)
                .hasMessage(
                        "configuration: logdrive.ingest.password: expected either this or"
                                + " logdrive.ingest.password-file, found both");
    }

    private static ConfigurationReader readerOf(Map<String, String> texts) {
        return new ConfigurationReader(PREFIX, Settings.ofMap(texts));
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }
}
