package io.logdrive.ingest.listen;

import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLEngine;

/** TLS, which also says how much of a record waits for the rest of it. */
final class TlsHandler extends SslHandler {
    TlsHandler(SSLEngine engine) {
        super(engine);
    }

    /** Bytes that have come and cannot be decrypted yet. */
    int undecryptedBytes() {
        return actualReadableBytes();
    }
}
