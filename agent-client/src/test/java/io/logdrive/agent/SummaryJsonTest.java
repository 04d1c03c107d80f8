package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logdrive.agent.send.Batches;
import io.logdrive.agent.send.Bursts;
import io.logdrive.agent.send.Bursts.Burst;
import io.logdrive.agent.send.Load;
import io.logdrive.agent.send.Rate;
import io.logdrive.agent.send.SendConfig;
import io.logdrive.agent.send.SendReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class SummaryJsonTest {
    private static final Instant START = Instant.parse("2026-10-19T12:00:00Z");

    @Test
    void isOneLineWithAllFiguresInIt() {
        assertThat(json(Reports.CONFIRMED, 0))
                .isEqualTo(
                        "{\"sent\":10000,\"confirmed\":10000,\"unconfirmed\":0,\"unsent\":0,"
                            + "\"bytes\":1640000,\"seconds\":10.000,\"rate\":1000.000,"
                            + "\"rateAsked\":1000,\"secondsToConfirm\":0.250,\"reconnects\":0,"
                            + "\"connectFailures\":0,\"lastFailure\":\"\","
                            + "\"stopped\":\"duration\",\"exitCode\":0,\"host\":\"127.0.0.1\","
                            + "\"port\":5170,\"seed\":7,\"started\":\"2026-10-19T12:00:00Z\","
                            + "\"firstSent\":\"2026-10-19T12:00:00.001Z\","
                            + "\"lastSent\":\"2026-10-19T12:00:09.999Z\","
                            + "\"ended\":\"2026-10-19T12:00:10.250Z\",\"connections\":["
                            + "{\"index\":0,\"sent\":5000,\"confirmed\":5000,\"unconfirmed\":0,"
                            + "\"unsent\":0,\"reconnects\":0,\"sessions\":[{\"port\":40001,"
                            + "\"lines\":5000,\"end\":\"confirmed\"}],\"sessionsOmitted\":0},"
                            + "{\"index\":1,\"sent\":5000,\"confirmed\":5000,\"unconfirmed\":0,"
                            + "\"unsent\":0,\"reconnects\":0,\"sessions\":[{\"port\":40002,"
                            + "\"lines\":5000,\"end\":\"confirmed\"}],\"sessionsOmitted\":0}]}");
    }

    @Test
    void failuresWordsAreEscapedAndSessionsKeepTheirEnds() throws IOException {
        JsonNode json = new ObjectMapper().readTree(json(Reports.UNCONFIRMED, 1));

        assertThat(json.get("lastFailure").asText()).isEqualTo("Connection \"refused\"");
        assertThat(json.get("exitCode").asInt()).isEqualTo(1);
        assertThat(json.get("unsent").asLong()).isEqualTo(4_000);
        assertThat(json.at("/connections/0/sessions/0/end").asText()).isEqualTo("reset");
        assertThat(json.at("/connections/1/sessions/0/end").asText()).isEqualTo("timed-out");
    }

    @Test
    void whatNeverHappenedIsNullAndMaxIsAWord() throws IOException {
        SendConfig config =
                new SendConfig(
                        "127.0.0.1", 5170, 2, Rate.MAX, null, 10, Duration.ofSeconds(1), null);
        String text = new SummaryJson(config, Reports.NOTHING, START, 7).with(1);

        JsonNode json = new ObjectMapper().readTree(text);

        assertThat(json.get("firstSent").isNull()).isTrue();
        assertThat(json.get("lastSent").isNull()).isTrue();
        assertThat(json.get("rateAsked").asText()).isEqualTo("max");
    }

    @Test
    void askedRateOfBatchesAndBurstsIsTheirMean() throws IOException {
        Load batches = new Batches(200, Duration.ofMillis(300));
        Burst burst = new Burst(new Rate(600), Duration.ofSeconds(1), Duration.ofSeconds(4));

        assertThat(asked(batches).asText()).isEqualTo("666.667");
        assertThat(asked(batches).isNumber()).isTrue();
        assertThat(asked(new Bursts(new Rate(100), burst)).asDouble()).isEqualTo(250);
    }

    private static JsonNode asked(Load load) throws IOException {
        SendConfig config =
                new SendConfig("h", 5170, 2, load, null, 10, Duration.ofSeconds(1), null);
        String text = new SummaryJson(config, Reports.NOTHING, START, 7).with(1);
        return new ObjectMapper().readTree(text).get("rateAsked");
    }

    @Test
    void timesOfAcknowledgementsAreInMillisecondsAndNullWithoutAny() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode some =
                mapper.readTree(
                        new SummaryJson(Reports.ACK_CONFIG, Reports.ACKNOWLEDGED, START, 7)
                                .with(0));
        JsonNode none =
                mapper.readTree(
                        new SummaryJson(Reports.ACK_CONFIG, Reports.NOTHING, START, 7).with(1));

        assertThat(some.get("ackMillis").toString())
                .isEqualTo(
                        "{\"p50\":1.234,\"p90\":5.678,\"p99\":90.123,\"p99.9\":456.789,"
                                + "\"max\":1234.567}");
        assertThat(none.get("ackMillis").isNull()).isTrue();
    }

    private static String json(SendReport report, int exitCode) {
        return new SummaryJson(Reports.CONFIG, report, START, 7).with(exitCode);
    }
}
