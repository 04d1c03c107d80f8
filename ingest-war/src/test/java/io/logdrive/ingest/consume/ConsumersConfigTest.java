package io.logdrive.ingest.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.payara.ConfigurationException;
import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumersConfigTest {
    @TempDir private Path folder;

    @Test
    void hasNoConsumerByDefault() {
        assertThat(read(Map.of()).consumers()).isEmpty();
    }

    @Test
    void readsTheDefaultsOfAConsumer() {
        ConsumerConfig archive = read(Map.of("consumers", "archive")).consumers().get(0);

        assertThat(archive.name()).isEqualTo("archive");
        assertThat(archive.consumer().type()).isEqualTo("archive");
        assertThat(archive.commitBytes()).isEqualTo(4 << 20);
        assertThat(archive.commitAge()).isEqualTo(Duration.ofSeconds(1));
        assertThat(archive.ledgerAge()).isEqualTo(Duration.ofDays(1));
        assertThat(archive.ledgerOriginsMax()).isEqualTo(100_000);
    }

    @Test
    void readsEveryKeyOfSeveralConsumersOfOneType() {
        ConsumersConfig config =
                read(
                        Map.of(
                                "consumers",
                                "archive, errors",
                                "consumer.errors.type",
                                "archive",
                                "consumer.errors.directory",
                                "/var/errors",
                                "consumer.errors.commit-bytes",
                                "1MiB",
                                "consumer.errors.commit-age",
                                "PT0.5S",
                                "consumer.errors.ledger-age",
                                "PT1H",
                                "consumer.errors.ledger-origins-max",
                                "2000"));

        assertThat(config.names()).containsExactly("archive", "errors");
        ConsumerConfig errors = config.consumers().get(1);
        assertThat(errors.consumer()).isNotSameAs(config.consumers().get(0).consumer());
        assertThat(errors.commitBytes()).isEqualTo(1 << 20);
        assertThat(errors.commitAge()).isEqualTo(Duration.ofMillis(500));
        assertThat(errors.ledgerAge()).isEqualTo(Duration.ofHours(1));
        assertThat(errors.ledgerOriginsMax()).isEqualTo(2_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "consumers|Archive|names of a-z, 0-9 and -, each once, none of them forward or"
                        + " logs",
                "consumers|forward|names of a-z, 0-9 and -, each once, none of them forward or"
                        + " logs",
                "consumer.archive.type|archiv|a known one (nearest: archive)",
                "consumer.archive.commit-bytes|9MiB|1KiB..8MiB as 65536, 64KiB or 2GiB",
                "consumer.archive.commit-age|PT2M|PT0.01S..PT1M as PT10S or P7D",
                "consumer.archive.ledger-age|PT1S|PT1M..PT87600H as PT10S or P7D",
                "consumer.archive.ledger-origins-max|1|1000..10000000",
                "consumer.archive.format|xml|json, csv, text",
                "consumer.archive.compression|rar|none, gzip, zstd",
                "consumer.archive.prefix|a/b|1 to 64 of A-Z, a-z, 0-9, _, . and -",
                "consumer.archive.rotate-bytes|1KiB|64KiB..1TiB as 65536, 64KiB or 2GiB",
                "consumer.archive.rotate-age|PT0S|PT1S..PT8784H as PT10S or P7D",
                "consumer.archive.keep-age|-PT1S|PT0S..PT876000H as PT10S or P7D",
                "consumer.archive.keep-bytes|-1|0..1048576TiB as 65536, 64KiB or 2GiB",
                "consumer.archive.disk-free-min|-1|0..1024TiB as 65536, 64KiB or 2GiB"
            })
    void refusesAValueThatCannotBe(String key, String value, String expected) {
        Map<String, String> settings = new HashMap<>(Map.of("consumers", "archive"));
        settings.put(key, value);

        assertThatThrownBy(() -> read(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "configuration: logdrive.ingest.%s: expected %s, found %s"
                                .formatted(key, expected, value));
    }

    @Test
    void refusesAKeyThatTheConsumerDoesNotRead() {
        assertThatThrownBy(
                        () ->
                                read(
                                        Map.of(
                                                "consumers",
                                                "archive",
                                                "consumer.archive.keep-days",
                                                "3")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "configuration: logdrive.ingest.consumer.archive.keep-days: expected a"
                                + " known key (nearest:"
                                + " logdrive.ingest.consumer.archive.keep-age), found an unknown"
                                + " one");
    }

    @Test
    void findsTheConsumerOfTheDocumentationInAJarOfItsOwn() throws IOException {
        Path jar = PlugInJar.ofExample(folder.resolve("plug-ins").resolve("errors-file.jar"));
        Path file = folder.resolve("errors.log");

        ConsumerConfig found =
                read(Map.of(
                                "consumers",
                                "errors-file",
                                "consumers-path",
                                String.valueOf(jar.getParent()),
                                "consumer.errors-file.file",
                                file.toString()))
                        .consumers()
                        .get(0);

        assertThat(found.consumer().type()).isEqualTo("errors-file");
        assertThat(found.consumer().getClass().getClassLoader())
                .isNotSameAs(getClass().getClassLoader());
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(
                        () ->
                                read(
                                        Map.of(
                                                "consumers",
                                                "archive",
                                                "consumers-path",
                                                missing.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "configuration: logdrive.ingest.consumers-path: expected a readable folder,"
                                + " found "
                                + missing
                                + " (NoSuchFileException)");
    }

    @Test
    void refusesAJarWhoseConsumerCannotBeMade() throws IOException {
        Path jar = PlugInJar.naming(folder.resolve("broken.jar"), "example.NotThere");

        assertThatThrownBy(
                        () ->
                                read(
                                        Map.of(
                                                "consumers",
                                                "archive",
                                                "consumers-path",
                                                String.valueOf(jar.getParent()))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "logdrive.ingest.consumers-path: expected jars whose consumers can be made,"
                                + " found java.util.ServiceConfigurationError")
                .hasMessageContaining("example.NotThere");
    }

    private static ConsumersConfig read(Map<String, String> values) {
        Map<String, String> settings = new HashMap<>();
        values.forEach((key, value) -> settings.put("logdrive.ingest." + key, value));
        ConfigurationReader reader =
                new ConfigurationReader("logdrive.ingest.", Settings.ofMap(settings));
        ConsumersConfig config = ConsumersConfig.read(reader);
        reader.finish();
        return config;
    }
}
