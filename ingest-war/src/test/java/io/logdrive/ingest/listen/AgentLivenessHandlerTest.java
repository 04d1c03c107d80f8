package io.logdrive.ingest.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The handler in virtual time. */
class AgentLivenessHandlerTest {
    private final List<Throwable> failures = new ArrayList<>();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(
                    false, false, new AgentLivenessHandler(), new RecordingHandler(failures));

    @BeforeEach
    void open() throws Exception {
        channel.config().setAutoRead(false);
        channel.freezeTime();
        channel.register();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void pass(int ticks) {
        for (int i = 0; i < ticks; i++) {
            channel.advanceTimeBy(AgentLivenessHandler.TICK_MILLIS, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    private List<Integer> written() {
        List<Integer> bytes = new ArrayList<>();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            bytes.add(next.readUnsignedByte() & 0xff);
            next.release();
        }
        return bytes;
    }

    @Test
    void saysThatItIsThereWhenItHasNotWrittenAlsoWithoutReading() {
        pass(20);

        assertThat(written()).hasSize(20).containsOnly(0xc0);
        assertThat(failures).isEmpty();
    }

    @Test
    void saysNothingWhileAcknowledgementsGoOut() {
        for (int i = 0; i < 5; i++) {
            channel.writeOutbound(Unpooled.wrappedBuffer(new byte[] {1}));
            pass(1);
        }

        assertThat(written()).hasSize(5).containsOnly(1);
    }

    @Test
    void givesUpAConnectionOnWhichNothingComesThoughItIsRead() {
        channel.read();

        pass(AgentLivenessHandler.SILENT_TICKS_MAX - 1);
        assertThat(failures).isEmpty();
        pass(1);

        assertThat(failures)
                .singleElement()
                .satisfies(
                        failure ->
                                assertThat(failure)
                                        .hasMessage(
                                                "agent: expected a frame or a heartbeat within 30"
                                                        + " s, found neither"));
    }

    @Test
    void whatIsNotReadIsNotSilent() {
        channel.read();
        pass(AgentLivenessHandler.SILENT_TICKS_MAX - 1);
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {1}));

        pass(100);
        assertThat(failures).isEmpty();

        channel.read();
        pass(AgentLivenessHandler.SILENT_TICKS_MAX);
        assertThat(failures).hasSize(1);
    }

    @Test
    void whoHasFinishedNeedNotSpeak() {
        channel.read();
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        pass(100);

        assertThat(failures).isEmpty();
    }

    @Test
    void stopsWithItsConnection() {
        channel.close().syncUninterruptibly();

        pass(10);

        assertThat(written()).isEmpty();
    }

    /** Takes what the handler complains of. */
    private static final class RecordingHandler extends ChannelInboundHandlerAdapter {
        private final List<Throwable> failures;

        RecordingHandler(List<Throwable> failures) {
            this.failures = failures;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failures.add(cause);
        }
    }
}
