package io.logdrive.ingest.listen;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Who has sent datagrams of late, by address: a program takes another port for each message. An
 * address is easily forged, so they are bounded; those beyond the bound are one sender.
 *
 * <p>Confined to the thread that receives, apart from {@link #statuses}.
 */
final class DatagramSenders {
    static final int SENDERS_MAX = 1_024;
    static final long SILENT_NANOS_MAX = TimeUnit.HOURS.toNanos(1);
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Map<InetAddress, DatagramSender> byAddress = new ConcurrentHashMap<>();
    private final DatagramSender others = new DatagramSender("");
    private long sweptNanos;

    /** Begins with nobody. */
    DatagramSenders(long nowNanos) {
        sweptNanos = nowNanos;
    }

    /** Who sends from there. */
    DatagramSender of(InetAddress address, long nowNanos) {
        DatagramSender sender = byAddress.get(address);
        if (sender == null) {
            forgetSilent(nowNanos);
            if (byAddress.size() >= SENDERS_MAX) {
                return others;
            }
            sender = new DatagramSender(address.getHostAddress());
            byAddress.put(address, sender);
        }
        sender.heard(nowNanos);
        return sender;
    }

    /** Those that are known, with what has come from them. */
    List<ConnectionStatus> statuses() {
        return Stream.concat(byAddress.values().stream(), Stream.of(others))
                .map(DatagramSender::status)
                .filter(status -> status.lines() > 0)
                .toList();
    }

    private void forgetSilent(long nowNanos) {
        if (nowNanos - sweptNanos >= SWEEP_NANOS) {
            sweptNanos = nowNanos;
            byAddress.values().removeIf(sender -> sender.silentNanos(nowNanos) >= SILENT_NANOS_MAX);
        }
    }
}
