package io.logdrive.ingest.forward;

import io.logdrive.ingest.queue.RetryDelay;
import io.logdrive.payara.CrashPoint;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the destination: reconnects for ever and, after each reconnect, sends again
 * every batch that is not acknowledged, in the old order.
 *
 * <p>Thread-safe: all state is confined to the one event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel: handled there
public final class DestinationClient implements BatchSender, AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    /** RELIABILITY.md, "Settings that follow": dead after three of them. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final InetSocketAddress address;
    private final ForwardEvents events;
    private final Duration heartbeat;
    private final EventLoopGroup loop;

    /** Sent or waiting for the connection, by name, in order. */
    private final Map<String, InFlight> inFlight = new LinkedHashMap<>();

    private volatile @Nullable Channel channel;
    private volatile boolean closed;
    private int failures;

    /** A client that does nothing before {@link #start}. */
    public DestinationClient(
            InetSocketAddress address, ForwardEvents events, ThreadFactory threads) {
        this(address, events, threads, HEARTBEAT);
    }

    DestinationClient(
            InetSocketAddress address,
            ForwardEvents events,
            ThreadFactory threads,
            Duration heartbeat) {
        this.address = address;
        this.events = events;
        this.heartbeat = heartbeat;
        this.loop = new NioEventLoopGroup(1, threads);
    }

    /** Begins to connect. */
    public void start() {
        loop.execute(this::connect);
    }

    @Override
    public void send(Batch batch, Consumer<Batch> onAcknowledged) {
        loop.execute(
                () -> {
                    inFlight.put(batch.name(), new InFlight(batch, onAcknowledged));
                    Channel open = channel;
                    if (open != null) {
                        open.writeAndFlush(
                                Unpooled.wrappedBuffer(batch.frame()), open.voidPromise());
                        CrashPoint.BATCH_SENT.pass();
                    }
                });
    }

    @Override
    public boolean isConnected() {
        return channel != null;
    }

    /** Closes the connection and ends the event loop; unacknowledged batches stay in the queue. */
    @Override
    public void close() {
        closed = true;
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    void acknowledged(String name) {
        // Only now: a peer that takes connections and drops them is to be left in peace, too.
        failures = 0;
        InFlight done = inFlight.remove(name);
        if (done == null) {
            events.unknownAcknowledgement(name);
        } else {
            events.acknowledged(done.batch);
            done.onAcknowledged.accept(done.batch);
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel opened) {
                                opened.pipeline()
                                        .addLast(
                                                new AcknowledgementHandler(
                                                        DestinationClient.this::acknowledged,
                                                        () -> !inFlight.isEmpty(),
                                                        events,
                                                        heartbeat));
                            }
                        })
                // Looked up anew at each attempt: the destination may have moved.
                .connect(address.getHostString(), address.getPort())
                .addListener(
                        connected -> {
                            if (connected.isSuccess()) {
                                opened(((ChannelFuture) connected).channel());
                            } else {
                                retry(connected.cause());
                            }
                        });
    }

    private void opened(Channel opened) {
        channel = opened;
        events.connected(opened.remoteAddress(), inFlight.size());
        for (InFlight again : inFlight.values()) {
            opened.write(Unpooled.wrappedBuffer(again.batch.frame()), opened.voidPromise());
        }
        opened.flush();
        opened.closeFuture()
                .addListener(
                        closedFuture -> {
                            channel = null;
                            retry(null);
                        });
    }

    private void retry(@Nullable Throwable cause) {
        if (closed) {
            return;
        }
        failures++;
        long delay = RetryDelay.millis(failures, ThreadLocalRandom.current().nextDouble());
        events.disconnected(address, cause, inFlight.size(), delay);
        loop.schedule(this::connect, delay, TimeUnit.MILLISECONDS);
    }

    /** A batch and whom to tell. Immutable. */
    private record InFlight(Batch batch, Consumer<Batch> onAcknowledged) {}
}
