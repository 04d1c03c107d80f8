package io.logdrive.ingest;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in the metrics what each of them counts. Immutable. */
final class MetricDescriptions implements MeterFilter {
    private static final String PREFIX = "logdrive.";

    private static final Map<String, String> TEXTS =
            Map.ofEntries(
                    Map.entry("access.refused.requests", "Requests over HTTP turned away"),
                    Map.entry("https.certificate.expiry.days", "Until that of HTTPS expires"),
                    Map.entry("consumer.commits", "Commits of a further consumer"),
                    Map.entry("consumer.dead.chunks", "Chunks that a consumer refused for good"),
                    Map.entry("consumer.depth.bytes", "Bytes in a consumer's queue now"),
                    Map.entry("consumer.depth.chunks", "Chunks in a consumer's queue now"),
                    Map.entry("consumer.depth.lines", "Lines in a consumer's queue now"),
                    Map.entry("consumer.disordered.chunks", "Chunks given without waiting longer"),
                    Map.entry("consumer.duplicate.lines", "Lines that a consumer had already"),
                    Map.entry("consumer.failures", "How often a consumer failed"),
                    Map.entry("consumer.forgotten.origins", "Forgotten as there were too many"),
                    Map.entry("consumer.lines", "Lines that a consumer has committed"),
                    Map.entry("consumer.missing.lines", "Lines that did not come to a consumer"),
                    Map.entry("consumer.running", "1 while a consumer works, else 0"),
                    Map.entry("forward.batches", "Batches that the destination acknowledged"),
                    Map.entry("forward.certificate.expiry.days", "Until our certificate expires"),
                    Map.entry("forward.certificate.kept", "1 while its files cannot be used"),
                    Map.entry("forward.tls.refusals", "Handshakes that failed, by reason"),
                    Map.entry("forward.connection.failures", "Connections to it that failed"),
                    Map.entry("forward.disordered.chunks", "Chunks sent without waiting longer"),
                    Map.entry("forward.overtaking.chunks", "Chunks that came early and waited"),
                    Map.entry("forward.records", "Records that the destination acknowledged"),
                    Map.entry("forward.unknown.acknowledgements", "Answers to no batch of ours"),
                    Map.entry("forward.unprocessable.chunks", "Attempts to process that failed"),
                    Map.entry("ingest.invariant.violations", "Own figures that did not agree"),
                    Map.entry("ingest.invariants.violated", "Own figures that do not agree now"),
                    Map.entry("listen.accept.failures", "Connections that could not be accepted"),
                    Map.entry("listen.bytes", "Bytes of the lines taken"),
                    Map.entry("listen.certificate.expiry.days", "Until the certificate expires"),
                    Map.entry("listen.certificate.kept", "1 while its files cannot be used"),
                    Map.entry("listen.tls.refused.connections", "Not trusted, by reason"),
                    Map.entry("listen.chunks", "Chunks made of the lines taken"),
                    Map.entry("listen.connections", "Connections opened, by protocol"),
                    Map.entry("listen.evicted.connections", "Reset: they held most unfinished"),
                    Map.entry("listen.failed.connections", "Connections that failed, by reason"),
                    Map.entry("listen.filtered.lines", "Lines that their agent dropped by a rule"),
                    Map.entry("listen.held.chunks", "Chunks offered again to a full queue"),
                    Map.entry(
                            "listen.late.confirmations", "Chunks on disk after their sender left"),
                    Map.entry("listen.lines", "Lines taken"),
                    Map.entry("listen.open.connections", "Connections open now"),
                    Map.entry("listen.refused.chunks", "Chunks left with their sender at a stop"),
                    Map.entry("listen.rejected.connections", "Connections refused, by reason"),
                    Map.entry("listen.skipped.bytes", "Bytes behind the limit of a line"),
                    Map.entry("listen.timed.out.connections", "Connections ended, by timeout"),
                    Map.entry("listen.truncated.lines", "Lines cut at the limit of a line"),
                    Map.entry("listen.udp.kernel.drops", "Datagrams that the kernel dropped"),
                    Map.entry("listen.udp.lost.lines", "Datagrams taken and lost at a stop"),
                    Map.entry("listen.unconfirmed.bytes", "Bytes taken and not yet on disk"),
                    Map.entry("listen.unfinished.bytes", "Bytes of lines without an end yet"),
                    Map.entry("process.filtered.lines", "Lines that a rule dropped, by rule"),
                    Map.entry("process.forgotten.names", "Names without a count of their own"),
                    Map.entry("process.level.lines", "Lines by their level"),
                    Map.entry("process.lines", "Lines that were processed"),
                    Map.entry("process.redacted.lines", "Lines in which something was replaced"),
                    Map.entry("process.rule.lines", "Lines that a rule was for, by rule"),
                    Map.entry("process.tag.lines", "Lines by a tag of the rules"),
                    Map.entry("process.time.assumed.lines", "Lines without a time of their own"),
                    Map.entry("process.unparsed.lines", "Lines that no format fitted"),
                    Map.entry("process.rules.loads", "Times that rules came into force"),
                    Map.entry("process.rules.refusals", "Rules files with something wrong"),
                    Map.entry("process.rules.refused", "1 while the rules file is not in force"),
                    Map.entry("queue.acknowledged.lines", "Lines that have left the queue"),
                    Map.entry("queue.broker.stops", "How often the embedded broker stopped"),
                    Map.entry("queue.connection.failures", "Connections to the broker that failed"),
                    Map.entry("queue.damaged", "Parts of the queue that could not be read"),
                    Map.entry("queue.dead", "Chunks that became dead letters"),
                    Map.entry("queue.dead.letters", "Dead letters there are now"),
                    Map.entry("queue.depth.bytes", "Bytes in the queue now"),
                    Map.entry("queue.depth.chunks", "Chunks in the queue now"),
                    Map.entry("queue.depth.lines", "Lines in the queue now"),
                    Map.entry("queue.duplicate", "Lines that came again and were dropped"),
                    Map.entry("queue.enqueued.lines", "Lines that have entered the queue"),
                    Map.entry("queue.missing", "Lines that went in and did not come out"),
                    Map.entry("queue.refused", "Messages in the queue that are no chunk"),
                    Map.entry("queue.resent", "Chunks sent to the broker again"),
                    Map.entry("queue.wait", "From the socket until a chunk leaves the queue"));

    @Override
    public Meter.Id map(Meter.Id id) {
        String text = text(id.getName());
        return text == null
                ? id
                : new Meter.Id(
                        id.getName(),
                        Tags.of(id.getTagsAsIterable()),
                        id.getBaseUnit(),
                        text,
                        id.getType());
    }

    private static @Nullable String text(String name) {
        return name.startsWith(PREFIX) ? TEXTS.get(name.substring(PREFIX.length())) : null;
    }
}
