package io.logdrive.ingest.forward;

import io.logdrive.payara.ClientProtection;
import io.logdrive.tls.RenewableTls;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What comes before the first batch on a connection to the destination: TLS, and inside it the
 * shared key, as far as they are configured.
 *
 * <p>Confined to the event loop of the connection.
 */
final class DestinationHandshake {
    private static final long MILLIS_MAX = 10_000;

    private final ClientProtection protection;
    private final @Nullable RenewableTls tls;
    private final int port;

    /**
     * @param tls null when there is none
     * @param port of the destination
     */
    DestinationHandshake(ClientProtection protection, @Nullable RenewableTls tls, int port) {
        this.protection = protection;
        this.tls = tls;
        this.port = port;
    }

    /**
     * Shakes hands on a connection that is open.
     *
     * @param then told once: null when batches may be sent, else why not
     */
    void begin(Channel connected, Consumer<@Nullable Throwable> then) {
        if (tls == null) {
            shareKey(connected, then);
            return;
        }
        SslHandler handler =
                new SslHandler(tls.context().clientEngine(protection.serverName(), port));
        handler.setHandshakeTimeoutMillis(MILLIS_MAX);
        connected.pipeline().addLast(handler);
        handler.handshakeFuture().addListener(done -> protectedBy(done, connected, then));
    }

    private void protectedBy(
            Future<?> done, Channel connected, Consumer<@Nullable Throwable> then) {
        if (done.isSuccess()) {
            shareKey(connected, then);
        } else {
            then.accept(done.cause());
        }
    }

    private void shareKey(Channel connected, Consumer<@Nullable Throwable> then) {
        if (protection.sharedKey().isEmpty()) {
            then.accept(null);
        } else {
            connected
                    .pipeline()
                    .addLast(new SharedKeyHandler(protection.sharedKey(), MILLIS_MAX, then));
        }
    }
}
