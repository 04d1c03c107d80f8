package io.logdrive.destination.receive;

import io.logdrive.tls.RenewableTls;
import io.logdrive.wire.RecordDecoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sets up each accepted connection, and knows the open ones. Thread-safe. */
@Sharable
final class Connections extends ChannelInitializer<Channel> {
    /** Ticks within the shortest limit, so that one is noticed at most so much too late. */
    private static final int TICKS_PER_LIMIT = 4;

    private static final long HANDSHAKE_MILLIS_MAX = 10_000;

    private final ReceiveConfig config;
    private final ForwardConnection.Parts parts;
    private final BufferBudget budget;
    private final Means means;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final long tickNanos;
    private volatile boolean stopping;

    Connections(
            ReceiveConfig config, ForwardConnection.Parts parts, BufferBudget budget, Means means) {
        this.config = config;
        this.parts = parts;
        this.budget = budget;
        this.means = means;
        Duration shortest =
                config.idleMax().compareTo(config.frameAgeMax()) < 0
                        ? config.idleMax()
                        : config.frameAgeMax();
        this.tickNanos = shortest.toNanos() / TICKS_PER_LIMIT;
    }

    @Override
    protected void initChannel(Channel channel) {
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        if (remote == null) {
            // Gone before we looked.
            var unused = channel.close();
            return;
        }
        String host = remote.getAddress().getHostAddress();
        String peer = host + ":" + remote.getPort();
        if (stopping) {
            var unused = channel.close();
            return;
        }
        ForwardConnection connection =
                new ForwardConnection(
                        parts,
                        new FrameBuffer(config.limits(), budget),
                        new BatchAssembly(means.decoder(), means.clock(), peer, host),
                        new ChannelAnswers(channel));
        ConnectionHandler handler =
                new ConnectionHandler(channel, peer, connection, parts.events(), means.paused());
        RenewableTls tls = means.tls();
        if (tls != null) {
            SslHandler protecting = new SslHandler(tls.context().serverEngine());
            protecting.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS_MAX);
            channel.pipeline().addLast(protecting, new TrustHandler(handler));
        }
        String sharedKey = config.protection().sharedKey();
        if (!sharedKey.isEmpty()) {
            channel.pipeline().addLast(new SharedKeyHandler(handler, sharedKey, tls != null));
        }
        channel.pipeline().addLast(handler);
        handler.open(tickNanos);
        open.add(channel);
    }

    /** Leaves what comes from now on in the sockets. */
    void stopReading() {
        stopping = true;
        open.forEach(channel -> channel.config().setAutoRead(false));
    }

    /** Closes all, behind what was written before. */
    void close() {
        for (Channel channel : open) {
            ConnectionHandler handler = channel.pipeline().get(ConnectionHandler.class);
            if (handler != null) {
                handler.stop();
            }
        }
        open.newCloseFuture().awaitUninterruptibly(Duration.ofSeconds(1).toMillis());
    }

    /**
     * What connections are given besides their parts. Immutable.
     *
     * @param tls null: none
     */
    record Means(
            PausedConnections paused,
            RecordDecoder decoder,
            Clock clock,
            @Nullable RenewableTls tls) {}
}
