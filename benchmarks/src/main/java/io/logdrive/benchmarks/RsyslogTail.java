package io.logdrive.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The distribution's rsyslogd as a tailing agent: imfile, a queue in memory, omfwd over plain TCP.
 *
 * <p>Thread-safe.
 */
final class RsyslogTail {
    private static final String PROGRAM = "rsyslogd";
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int SILENCE_MILLIS = 30_000;
    private static final int ACCEPT_MILLIS = 20_000;

    private RsyslogTail() {}

    /** What it took. Immutable. */
    record Result(double seconds, double cpuSeconds) {}

    static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder(PROGRAM, "-v")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Has it send all lines of a folder's files, from their beginning.
     *
     * @return from the first byte to the last
     */
    static Result read(Path folder, long lines) throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(folder.resolveSibling("."), "rsyslog");
        Path output = own.resolve("rsyslog.out");
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(ACCEPT_MILLIS);
            Path configuration = own.resolve("rsyslog.conf");
            Files.writeString(configuration, configuration(own, folder, listener.getLocalPort()));
            Process process =
                    new ProcessBuilder(
                                    PROGRAM,
                                    "-n",
                                    "-f",
                                    configuration.toString(),
                                    "-i",
                                    own.resolve("rsyslog.pid").toString())
                            .directory(own.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            try (Socket socket = listener.accept()) {
                socket.setSoTimeout(SILENCE_MILLIS);
                double seconds = receive(socket, lines * LogBlock.LINE_BYTES);
                return new Result(
                        seconds, ProcFiles.cpuSeconds(ProcFiles.read(process.pid(), "stat")));
            } catch (IOException e) {
                throw new BenchmarkException(
                        PROGRAM + ": expected all lines, found " + e + "\n" + said(output), e);
            } finally {
                process.destroy();
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } finally {
            Scratch.delete(own);
        }
    }

    private static String said(Path output) throws IOException {
        return Files.exists(output) ? Files.readString(output) : "";
    }

    private static double receive(Socket socket, long expected) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        InputStream in = socket.getInputStream();
        long bytes = in.read(buffer);
        long begin = System.nanoTime();
        while (bytes < expected) {
            int count = in.read(buffer);
            if (count < 0) {
                throw new IOException("its end after " + bytes + " of " + expected + " bytes");
            }
            bytes += count;
        }
        if (bytes != expected) {
            throw new IOException(bytes + " bytes instead of " + expected);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static String configuration(Path own, Path folder, int port) {
        return """
        global(workDirectory="%1$s" maxMessageSize="128k")
        module(load="imfile" mode="inotify")
        template(name="line" type="string" string="%%msg%%\\n")
        ruleset(name="out" queue.type="LinkedList" queue.size="100000"
                queue.dequeueBatchSize="2000" queue.timeoutEnqueue="600000") {
          action(type="omfwd" target="127.0.0.1" port="%3$d" protocol="tcp"
                 template="line" action.resumeRetryCount="-1")
        }
        input(type="imfile" File="%2$s/*.log" Tag="t" ruleset="out")
        """
                .formatted(own, folder, port);
    }
}
