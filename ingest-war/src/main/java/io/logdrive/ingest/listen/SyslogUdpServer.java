package io.logdrive.ingest.listen;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.Enqueued;
import io.logdrive.ingest.workers.Worker;
import io.logdrive.ingest.workers.WorkerState;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Receives syslog over UDP: each datagram is a line. What comes within a moment becomes one chunk
 * for each sender; while the queue has no room nothing is received, so that what is too much is
 * dropped by the kernel, which counts it.
 *
 * <p>On a thread of its own: whoever is not received in time is lost, so it takes no turns with
 * connections. Thread-safe.
 */
final class SyslogUdpServer implements Runnable {
    /** A datagram waits at most this long for those behind it. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long HELD_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long FAILED_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE_MILLIS = 1_000;

    /** At the stop: what the kernel has for us by then is received. */
    private static final long STOP_MILLIS_MAX = 1_000;

    /** Drops are said at once, and then once in so long. */
    private static final long SAY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final String KEY = "logdrive.ingest.listen.syslog-udp.";

    private final InetSocketAddress configured;
    private final int receiveBufferAsked;
    private final Intake intake;
    private final DatagramSenders senders = new DatagramSenders(System.nanoTime());
    private final DatagramGroup group;
    private final AtomicLong unconfirmedBytes = new AtomicLong();
    private final Thread thread;
    private final Worker worker = new Worker();
    private @Nullable volatile Open open;
    private @Nullable volatile DropCount drops;
    private long gatheringSinceNanos;
    private long unsaidDrops;
    private long saidDropsNanos = System.nanoTime() - SAY_NANOS;
    private volatile long stopByNanos;
    private volatile boolean stopping;

    SyslogUdpServer(InetSocketAddress configured, Intake intake, ThreadFactory threads) {
        this.configured = configured;
        this.receiveBufferAsked = intake.config().syslogUdp().receiveBuffer();
        this.intake = intake;
        this.group =
                new DatagramGroup(intake.config().lineBytesMax(), intake.config().chunkLinesMax());
        this.thread = threads.newThread(this);
        thread.setName("ingest-udp-1");
    }

    /** A bound socket. Immutable. */
    private record Open(
            DatagramChannel channel,
            Selector selector,
            InetSocketAddress address,
            int receiveBuffer,
            KernelDrops kernel) {}

    /**
     * Binds the port and begins to receive.
     *
     * @throws ListenException when it cannot be bound
     */
    void start() {
        Open bound = bind();
        open = bound;
        drops = new DropCount(bound.kernel::count);
        if (bound.receiveBuffer < receiveBufferAsked) {
            intake.events().udpReceiveBufferLowered(receiveBufferAsked, bound.receiveBuffer);
        }
        intake.events().listeningUdp(bound.address);
        thread.start();
    }

    private Open bind() {
        try {
            DatagramChannel channel =
                    DatagramChannel.open(
                            configured.getAddress() instanceof Inet4Address
                                    ? StandardProtocolFamily.INET
                                    : StandardProtocolFamily.INET6);
            try {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferAsked);
                channel.bind(configured).configureBlocking(false);
                Selector selector = Selector.open();
                channel.register(selector, SelectionKey.OP_READ);
                InetSocketAddress address = (InetSocketAddress) channel.getLocalAddress();
                return new Open(
                        channel,
                        selector,
                        address,
                        channel.getOption(StandardSocketOptions.SO_RCVBUF),
                        KernelDrops.of(address.getPort()));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            throw new ListenException(
                    KEY
                            + "address: expected off or an address that can be bound, found "
                            + configured
                            + " ("
                            + e.getMessage()
                            + ")",
                    e);
        }
    }

    /** Where it listens, with the port the system chose for port 0; null when it does not. */
    @Nullable InetSocketAddress address() {
        Open bound = open;
        return bound == null ? null : bound.address;
    }

    /** The socket; null when there is none. */
    @Nullable SyslogUdpStatus status() {
        Open bound = open;
        DropCount counted = drops;
        if (bound == null || counted == null) {
            return null;
        }
        String address = bound.address.getAddress().getHostAddress();
        return new SyslogUdpStatus(
                address + ":" + bound.address.getPort(),
                bound.receiveBuffer,
                bound.kernel.isKnown() ? counted.total() : KernelDrops.UNKNOWN);
    }

    /** What its thread says of itself. */
    Worker worker() {
        return worker;
    }

    /** Who sends. */
    List<ConnectionStatus> senders() {
        return senders.statuses();
    }

    /** To be called every second by one thread: counts and says what the kernel dropped. */
    void look() {
        Open bound = open;
        DropCount counted = drops;
        if (bound == null || counted == null) {
            return;
        }
        long risen = counted.look();
        unsaidDrops += risen;
        intake.events().udpDropped(risen);
        long now = System.nanoTime();
        if (unsaidDrops > 0 && now - saidDropsNanos >= SAY_NANOS) {
            intake.events().sayUdpDropped(unsaidDrops, counted.total(), bound.receiveBuffer);
            unsaidDrops = 0;
            saidDropsNanos = now;
        }
    }

    /** Receives what there is, closes the socket and gives what was received to the queue. */
    void stopReading() {
        Open bound = open;
        if (bound == null) {
            return;
        }
        stopByNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS_MAX);
        stopping = true;
        bound.selector.wakeup();
        try {
            thread.join(2 * STOP_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open = null;
    }

    @Override
    public void run() {
        Open bound = Objects.requireNonNull(open);
        worker.begin();
        try (DatagramChannel channel = bound.channel;
                Selector selector = bound.selector) {
            while (turn(channel, selector)) {
                // Until the stop.
            }
        } catch (IOException e) {
            intake.events().udpFailed(e);
        }
        deliver();
        worker.says(WorkerState.STOPPED);
    }

    private boolean turn(DatagramChannel channel, Selector selector) {
        try {
            boolean more = receive(channel, selector);
            if (isDue()) {
                deliver();
            }
            return more;
        } catch (IOException | RuntimeException e) {
            intake.events().udpFailed(e);
            LockSupport.parkNanos(this, FAILED_RETRY_NANOS);
            return channel.isOpen() && !stopping;
        }
    }

    /** Receives one datagram, or waits a while for one; false when there shall be no more. */
    private boolean receive(DatagramChannel channel, Selector selector) throws IOException {
        ByteBuffer room = group.room();
        int start = room.position();
        InetSocketAddress sender = (InetSocketAddress) channel.receive(room);
        if (sender == null) {
            if (stopping) {
                return false;
            }
            if (group.isEmpty()) {
                worker.says(WorkerState.WAITING);
            }
            selector.select(waitMillis());
            selector.selectedKeys().clear();
        } else {
            long now = System.nanoTime();
            if (group.isEmpty()) {
                gatheringSinceNanos = now;
            }
            group.add(senders.of(sender.getAddress(), now), start);
        }
        return !stopping || stopByNanos - System.nanoTime() > 0;
    }

    private boolean isDue() {
        return group.isFull()
                || (!group.isEmpty() && System.nanoTime() - gatheringSinceNanos >= GATHER_NANOS);
    }

    private long waitMillis() {
        if (group.isEmpty()) {
            return IDLE_MILLIS;
        }
        long left = gatheringSinceNanos + GATHER_NANOS - System.nanoTime();
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
    }

    /** Gives all that was gathered to the queue, however long that takes. */
    private void deliver() {
        long skipped = group.skippedBytes();
        while (!group.isEmpty()) {
            DatagramGroup.Taken taken = group.take();
            while (!offer(taken)) {
                if (stopping && stopByNanos - System.nanoTime() <= 0) {
                    intake.events().udpLost(taken.chunk().lines());
                    break;
                }
                worker.says(WorkerState.HELD);
                LockSupport.parkNanos(this, HELD_RETRY_NANOS);
            }
        }
        if (group.skippedBytes() > skipped) {
            intake.events().skipped(group.skippedBytes() - skipped);
        }
    }

    private boolean offer(DatagramGroup.Taken taken) {
        if (!stopping && isFull()) {
            return false;
        }
        Chunk chunk = taken.chunk();
        // Before the queue has it, which may confirm it before it answers.
        count(taken, 1);
        Enqueued answer =
                intake.queue()
                        .enqueue(
                                chunk,
                                () -> {
                                    count(taken, -1);
                                    LockSupport.unpark(thread);
                                });
        if (answer == Enqueued.ACCEPTED) {
            taken.sender().taken(chunk);
            intake.events().framed(chunk);
            worker.carries(chunk.lines());
            return true;
        }
        count(taken, -1);
        if (answer == Enqueued.FULL) {
            intake.events().held();
            return false;
        }
        intake.events().udpLost(chunk.lines());
        return true;
    }

    private boolean isFull() {
        return intake.isFull() || unconfirmedBytes.get() >= intake.config().unconfirmedBytesMax();
    }

    private void count(DatagramGroup.Taken taken, int times) {
        long bytes = (long) times * taken.chunk().memoryBytes();
        unconfirmedBytes.addAndGet(bytes);
        taken.sender().unconfirmed(bytes);
        if (bytes > 0) {
            intake.unconfirmed().add(bytes);
        } else {
            intake.unconfirmed().remove(-bytes);
        }
    }
}
