package io.logdrive.agent.status;

import io.logdrive.agent.send.UplinkState;
import io.logdrive.agent.tail.TailState;
import java.time.Instant;
import java.util.Map;

/**
 * How an agent is at a moment.
 *
 * @param version of the agent
 * @param started when it was
 * @param at the moment
 * @param config where its configuration is from; empty: the command line
 * @param tail what is read
 * @param uplink the way to the server
 * @param counts what happened since the start, by the metric's name without {@code logdrive_agent_}
 *     and {@code _total}
 * @param heldSeconds how long files of each input waited because of its rate
 *     <p>Immutable.
 */
public record AgentState(
        String version,
        Instant started,
        Instant at,
        String config,
        TailState tail,
        UplinkState uplink,
        Map<Count, Long> counts,
        Map<String, Double> heldSeconds) {
    /** What is counted. Immutable. */
    public enum Count {
        EVENTS_READ("events_read", "Events that were handed on to be sent, or filtered"),
        BYTES_READ("bytes_read", "Bytes of files that these events are of"),
        BYTES_LOST("bytes_lost", "Bytes that were cut off files before they were read"),
        CONFIG_RELOADS("config_reloads", "Times that another configuration was taken"),
        CONFIG_REJECTIONS("config_rejections", "Times that a configuration was wrong, and left");

        private final String metric;
        private final String meaning;

        Count(String metric, String meaning) {
            this.metric = metric;
            this.meaning = meaning;
        }

        String metric() {
            return metric;
        }

        String meaning() {
            return meaning;
        }
    }

    /** What of the files is not acknowledged yet. */
    public long behindBytes() {
        return tail.files().stream().mapToLong(TailState.OfFile::lagBytes).sum();
    }
}
