package io.logdrive.ingest.forward;

import io.logdrive.ingest.queue.RetryDelay;
import io.logdrive.ingest.workers.WorkerState;
import io.logdrive.payara.ClientProtection;
import io.logdrive.payara.CrashPoint;
import io.logdrive.tls.Refusal;
import io.logdrive.tls.RenewableTls;
import io.logdrive.wire.ForwardException;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.DecoderException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
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
    private final DestinationHandshake handshake;
    private final @Nullable RenewableTls tls;
    private final ForwardEvents events;
    private final Duration heartbeat;
    private final EventLoopGroup loop;

    /** Sent or waiting for the connection, by name, in order. */
    private final Map<String, InFlight> inFlight = new LinkedHashMap<>();

    private volatile @Nullable Channel channel;
    private volatile boolean closed;
    private volatile String problem = "";
    private int failures;

    /** A client that does nothing before {@link #start}. */
    public DestinationClient(ForwardConfig config, ForwardEvents events, ThreadFactory threads) {
        this(config.destination(), config.protection(), events, threads, HEARTBEAT);
    }

    DestinationClient(
            InetSocketAddress address,
            ClientProtection protection,
            ForwardEvents events,
            ThreadFactory threads,
            Duration heartbeat) {
        this.address = address;
        // First, for it may fail.
        this.tls = protection.tls() ? events.openTls(protection) : null;
        this.handshake = new DestinationHandshake(protection, tls, address.getPort());
        this.events = events;
        this.heartbeat = heartbeat;
        this.loop = new NioEventLoopGroup(1, threads);
    }

    /** Begins to connect. */
    public void start() {
        loop.execute(this::connect);
        loop.scheduleWithFixedDelay(this::say, 0, 1, TimeUnit.SECONDS);
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

    /** Why the destination is not trusted, or does not trust us; empty: it is as it should be. */
    public String problem() {
        return problem;
    }

    /** Looks whether the certificate's files have changed. */
    public void lookAtCertificate() {
        if (tls != null) {
            tls.look();
        }
    }

    /** What people should know of our certificate; empty: nothing. */
    public String certificateNote() {
        return tls == null ? "" : tls.note();
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

    private void say() {
        events.sender().saysWhetherItCarried();
        if (channel == null) {
            events.sender().says(WorkerState.RETRYING);
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
                // What is to be in it comes with the handshakes.
                .handler(new ChannelInboundHandlerAdapter())
                // Looked up anew at each attempt: the destination may have moved.
                .connect(address.getHostString(), address.getPort())
                .addListener(
                        connected -> {
                            if (connected.isSuccess()) {
                                shakeHands(((ChannelFuture) connected).channel());
                            } else {
                                retry(connected.cause());
                            }
                        });
    }

    private void shakeHands(Channel connected) {
        handshake.begin(
                connected,
                failure -> {
                    if (failure == null) {
                        opened(connected);
                    } else {
                        refused(failure);
                        connected.close();
                        retry(failure);
                    }
                });
    }

    /** Not trusted, or not trusting us: said once for each reason. */
    private void refused(Throwable failure) {
        boolean sharedKey = failure instanceof ForwardException;
        Refusal refusal = sharedKey ? Refusal.SHARED_KEY : Refusal.of(failure);
        problem = refusal.word() + ": " + Refusal.text(failure);
        events.refused(address, refusal, Refusal.text(failure));
    }

    private void opened(Channel opened) {
        if (!opened.isActive()) {
            // Gone meanwhile: what is added to it now would not hear of that.
            retry(null);
            return;
        }
        opened.pipeline().addLast(new AcknowledgementHandler(new Sent(), events, heartbeat));
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

    /** What the handler of acknowledgements knows of us. Confined to the event loop. */
    private final class Sent implements AcknowledgementHandler.Owner {
        @Override
        public void acknowledged(String name) {
            DestinationClient.this.acknowledged(name);
        }

        @Override
        public boolean isOwed() {
            return !inFlight.isEmpty();
        }

        @Override
        public void heard() {
            problem = "";
        }

        @Override
        public void broken(Throwable cause) {
            // With TLS 1.3 the destination looks at our certificate when we are done.
            if (cause instanceof DecoderException && cause.getCause() instanceof SSLException tls) {
                refused(tls);
            }
        }
    }

    /** A batch and whom to tell. Immutable. */
    private record InFlight(Batch batch, Consumer<Batch> onAcknowledged) {}
}
