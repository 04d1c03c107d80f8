package io.logdrive.destination.receive;

import io.logdrive.destination.store.BatchSink;
import io.logdrive.payara.ServerTlsConfig;
import io.logdrive.tls.RenewableTls;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.RecordDecoder;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Listens for Forward connections and hands their batches to the store.
 *
 * <p>Stopping takes two calls, so that acknowledgements can still be sent in between: {@link
 * #stopAccepting}, then, when the store is done, {@link #stop}. Thread-safe.
 */
public final class Receiver {
    private static final String THREAD = "destination-receive-";
    private static final int BACKLOG = 1024;
    private static final long QUIET_MILLIS = 1_100;

    private final EventLoopGroup loops;
    private final Channel server;
    private final Connections connections;
    private final ReceiveEvents events;
    private final @Nullable RenewableTls tls;
    private final AtomicReference<Lifecycle> lifecycle = new AtomicReference<>(Lifecycle.RUNNING);

    private Receiver(
            EventLoopGroup loops,
            Channel server,
            Connections connections,
            ReceiveEvents events,
            @Nullable RenewableTls tls) {
        this.loops = loops;
        this.server = server;
        this.connections = connections;
        this.events = events;
        this.tls = tls;
    }

    /**
     * Binds the address and starts to accept.
     *
     * @throws ReceiveException when the address cannot be bound
     */
    public static Receiver start(ReceiveConfig config, BatchSink sink, Platform platform) {
        BufferBudget budget = new BufferBudget(config.bufferBytesMax());
        ReceiveEvents events = new ReceiveEvents(platform.metrics(), budget);
        ServerTlsConfig files = config.protection().tls();
        RenewableTls tls = files.isOn() ? events.openTls(files) : null;
        ForwardConnection.Parts parts =
                new ForwardConnection.Parts(
                        new ForwardCodec(config.limits()),
                        sink,
                        events,
                        new ForwardConnection.Limits(config.idleMax(), config.frameAgeMax()));
        Connections connections =
                new Connections(
                        config,
                        parts,
                        budget,
                        new Connections.Means(
                                new PausedConnections(sink),
                                new RecordDecoder(),
                                platform.clock(),
                                tls));
        EventLoopGroup loops = new NioEventLoopGroup(config.threads(), named(platform.threads()));
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(
                                ChannelOption.RCVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(ConnectionHandler.READ_BYTES))
                        .handler(new AcceptHandler(config.connectionsMax(), events))
                        .childHandler(connections)
                        .bind(config.address())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            shutDown(loops);
            throw new ReceiveException(
                    "logdrive.destination.receive.address: expected an address that can be bound,"
                            + " found "
                            + config.address()
                            + " ("
                            + bound.cause().getMessage()
                            + ")",
                    bound.cause());
        }
        Receiver receiver = new Receiver(loops, bound.channel(), connections, events, tls);
        events.listening(receiver.address());
        var unused = loops.scheduleWithFixedDelay(events::flush, 1, 1, TimeUnit.SECONDS);
        return receiver;
    }

    /** Where it listens; the port is the one that was chosen when the configuration says 0. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** How many connections are open. */
    public int connections() {
        return events.connections();
    }

    /** Looks whether the certificate's files have changed. */
    public void lookAtCertificate() {
        if (tls != null) {
            tls.look();
        }
    }

    /** What people should know of the port's certificate; empty: nothing. */
    public String certificateNote() {
        return tls == null ? "" : tls.note();
    }

    /** Whether the address is bound. */
    public boolean isListening() {
        return lifecycle.get() == Lifecycle.RUNNING && server.isActive();
    }

    /** Accepts no more connections and reads no more from those there are. */
    public void stopAccepting() {
        if (lifecycle.compareAndSet(Lifecycle.RUNNING, Lifecycle.STOPPING)) {
            server.close().awaitUninterruptibly();
            connections.stopReading();
        }
    }

    /** Sends what is to be sent, closes every connection and ends the event loops. */
    public void stop() {
        stopAccepting();
        if (lifecycle.compareAndSet(Lifecycle.STOPPING, Lifecycle.STOPPED)) {
            connections.close();
            shutDown(loops);
            events.stopped();
        }
    }

    private static void shutDown(EventLoopGroup loops) {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        try {
            // The thread behind that future ends by itself a second after its last task.
            GlobalEventExecutor.INSTANCE.awaitInactivity(QUIET_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // It never started: nothing to wait for.
            return;
        }
    }

    private static ThreadFactory named(ThreadFactory threads) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = threads.newThread(task);
            thread.setName(THREAD + count.incrementAndGet());
            return thread;
        };
    }

    /** What the container provides. Immutable. */
    public record Platform(ThreadFactory threads, Clock clock, MeterRegistry metrics) {}

    private enum Lifecycle {
        RUNNING,
        STOPPING,
        STOPPED
    }
}
