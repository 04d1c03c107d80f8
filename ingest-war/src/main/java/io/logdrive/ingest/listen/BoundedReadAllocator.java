package io.logdrive.ingest.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * Gives reads small buffers while the unconfirmed bytes of all connections are at their bound: a
 * read that was asked for before cannot be taken back, and thousands of connections may have asked.
 *
 * <p>Thread-safe; each handle is confined to its connection's event loop thread.
 */
final class BoundedReadAllocator implements RecvByteBufAllocator {
    static final int READ_BYTES_WHEN_FULL = 512;

    private final RecvByteBufAllocator adaptive = new AdaptiveRecvByteBufAllocator();
    private final UnconfirmedBytes unconfirmed;

    BoundedReadAllocator(UnconfirmedBytes unconfirmed) {
        this.unconfirmed = unconfirmed;
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's interface still asks for the old type
    public Handle newHandle() {
        return new BoundedHandle(adaptive.newHandle(), unconfirmed);
    }

    /** Confined to its connection's event loop thread. */
    private static final class BoundedHandle extends DelegatingHandle {
        private final UnconfirmedBytes unconfirmed;

        @SuppressWarnings("deprecation") // as above
        BoundedHandle(Handle adaptive, UnconfirmedBytes unconfirmed) {
            super(adaptive);
            this.unconfirmed = unconfirmed;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return unconfirmed.isFull()
                    ? allocator.ioBuffer(READ_BYTES_WHEN_FULL, READ_BYTES_WHEN_FULL)
                    : super.allocate(allocator);
        }

        @Override
        public boolean continueReading() {
            return !unconfirmed.isFull() && super.continueReading();
        }
    }
}
