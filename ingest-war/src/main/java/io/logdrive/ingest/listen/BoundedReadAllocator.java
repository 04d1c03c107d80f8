package io.logdrive.ingest.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * Gives reads small buffers while the bytes of all connections in memory are at their bound: a read
 * that was asked for before cannot be taken back, and thousands of connections may have asked.
 *
 * <p>Thread-safe; each handle is confined to its connection's event loop thread.
 */
final class BoundedReadAllocator implements RecvByteBufAllocator {
    static final int READ_BYTES_WHEN_FULL = 512;

    private final RecvByteBufAllocator adaptive = new AdaptiveRecvByteBufAllocator();
    private final Intake intake;

    BoundedReadAllocator(Intake intake) {
        this.intake = intake;
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's interface still asks for the old type
    public Handle newHandle() {
        return new BoundedHandle(adaptive.newHandle(), intake);
    }

    /** Confined to its connection's event loop thread. */
    private static final class BoundedHandle extends DelegatingHandle {
        private final Intake intake;

        @SuppressWarnings("deprecation") // as above
        BoundedHandle(Handle adaptive, Intake intake) {
            super(adaptive);
            this.intake = intake;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return intake.isFull()
                    ? allocator.ioBuffer(READ_BYTES_WHEN_FULL, READ_BYTES_WHEN_FULL)
                    : super.allocate(allocator);
        }

        @Override
        public boolean continueReading() {
            return !intake.isFull() && super.continueReading();
        }
    }
}
