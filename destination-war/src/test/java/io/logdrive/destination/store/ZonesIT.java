package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.TestRecords;
import io.logdrive.wire.LogRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T23 of RELIABILITY.md: whatever the zone, instants of the nights that change come back equal. */
class ZonesIT {
    private static final List<String> ZONES =
            List.of(
                    "UTC",
                    "Europe/Berlin",
                    "America/Sao_Paulo",
                    "Asia/Kathmandu",
                    "Australia/Lord_Howe",
                    "Pacific/Apia");

    private static final List<Instant> NIGHTS =
            List.of(
                    Instant.parse("2026-03-29T01:00:00Z"),
                    Instant.parse("2026-10-25T01:00:00Z"),
                    Instant.parse("2018-02-18T02:00:00Z"),
                    Instant.parse("2026-04-04T15:00:00Z"),
                    // Apia left out a whole day.
                    Instant.parse("2011-12-30T10:00:00Z"));

    @TempDir private Path data;
    private final TimeZone before = TimeZone.getDefault();

    @AfterEach
    void restore() {
        TimeZone.setDefault(before);
    }

    @Test
    void instantsComeBackEqualInEveryZoneAndEveryNight() throws Exception {
        List<Long> expected = new ArrayList<>();
        for (String zone : ZONES) {
            TimeZone.setDefault(TimeZone.getTimeZone(ZoneId.of(zone)));
            List<LogRecord> records = new ArrayList<>();
            for (Instant night : NIGHTS) {
                for (long minutes : new long[] {-61, -30, -1, 0, 1, 30, 61}) {
                    Instant time = night.plus(minutes, ChronoUnit.MINUTES).plusNanos(123_456_000);
                    expected.add(ChronoUnit.MICROS.between(Instant.EPOCH, time));
                    records.add(record(expected.get(expected.size() - 1)));
                }
            }
            try (TestStore test = new TestStore(data)) {
                long first = (long) expected.size() - records.size();
                test.store(TestRecords.origin(1), first, records);
            }
        }

        for (String zone : ZONES) {
            TimeZone.setDefault(TimeZone.getTimeZone(ZoneId.of(zone)));
            assertThat(stored()).as(zone).isEqualTo(expected);
        }
    }

    private List<Long> stored() throws Exception {
        List<Long> micros = new ArrayList<>();
        try (TestStore test = new TestStore(data);
                Connection connection = test.database.connectReader();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT event_time FROM message ORDER BY id")) {
            while (rows.next()) {
                Instant time = rows.getObject(1, OffsetDateTime.class).toInstant();
                micros.add(ChronoUnit.MICROS.between(Instant.EPOCH, time));
            }
        }
        return micros;
    }

    private static LogRecord record(long micros) {
        LogRecord any = TestRecords.record(0, "at " + micros);
        return new LogRecord(
                micros,
                micros,
                any.level(),
                any.service(),
                any.host(),
                any.body(),
                any.tags(),
                any.fields(),
                any.flags());
    }
}
